"""Leakage: which leaks did they see, which does the model use, and which are their own?"""
