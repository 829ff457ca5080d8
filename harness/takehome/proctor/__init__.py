"""The program inside the sandbox: executes the submission and answers probes.

It is carried in down the pipe and imports nothing of ours. The host borrows `frames` from it, so
that both ends of the pipe speak by one codec.
"""
