"""A submission as it was received: read, limited, cleaned, and never executed.

`receive(path)` is the door for what lies on this machine's disk. All modules but `receive` and
`strangers_disk` are plain Python without dependencies, for any system: a kit's `check.py` is made
of them, so that a candidate is told at home what the harness would say.
"""

from takehome.submission.contents import Form, Submission
from takehome.submission.flaw import Flaw, SubmissionUnusable
from takehome.submission.receive import receive

__all__ = ["Flaw", "Form", "Submission", "SubmissionUnusable", "receive"]
