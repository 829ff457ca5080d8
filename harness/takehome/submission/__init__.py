"""A submission as it was received: read, limited, cleaned, and never executed.

`receive(path)` is the door for what lies on this machine's disk. All modules but `folder` and
`receive` are plain Python of version 3.9 without dependencies: a kit's `check.py` is made of them,
so that a candidate is told at home what the harness would say.
"""

from takehome.submission.contents import Form, Submission, submission_of
from takehome.submission.flaw import Flaw, SubmissionUnusable
from takehome.submission.receive import receive

__all__ = ["Flaw", "Form", "Submission", "SubmissionUnusable", "receive", "submission_of"]
