"""The engine: a world is a typed graph of registered, versioned primitives.

Building a graph makes data and nothing else. It is checked before anything is drawn, frozen into a
lock that can be hashed and diffed, and evaluated partition by partition.
"""
