"""Proof that marks mean something: submissions whose faults are known, and what became of them.

Careful submissions are edited, one fault at a time, or rewritten without any; all of them sit, and
the marks are held against what is known. Nothing here marks anything.
"""
