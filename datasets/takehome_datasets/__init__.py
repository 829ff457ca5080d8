"""What is true: worlds, plants, variants and their keys.

Knows nothing of submissions, sandboxes or marks.
"""
