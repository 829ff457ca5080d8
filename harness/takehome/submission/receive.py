"""Receiving what a candidate handed in, from this machine's disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome.submission.contents import Submission, submission_of
from takehome.submission.opening import opened
from takehome.submission.strangers_disk import StrangersDisk, read_regular

if TYPE_CHECKING:
    from pathlib import Path


def receive(path: Path) -> Submission:
    """Read a submission: a folder, a zip, a bare notebook or a bare script.

    A folder may be the kit's `submission/` or the kit itself, and so may be what a zip holds, with
    or without folders of its own around it. Nothing is executed and nothing is written.

    Args:
        path: What was handed in.

    Raises:
        SubmissionUnusable: It cannot be executed as it was handed in; every flaw is listed.
    """
    return submission_of(opened(path, lambda folder: StrangersDisk(path=folder), read_regular))
