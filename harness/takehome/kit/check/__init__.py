"""What a kit's `check.py` does: the modules that only it has.

They use Python alone, of version 3.9 or newer and on any system, and never judge a submission.
"""
