"""What it is worth: from a key and the evidence of a sitting to marks.

Pure functions of values; knows nothing of sandboxes, files or pages.
"""
