"""What is read in the code of a draft, before anything of it sits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome.submission.contents import submission_in
from takehome.submission.upload import Contents
from takehome_graders.evidence import Ending, Evidence, Outcome
from takehome_graders.validation.code_findings import signs

if TYPE_CHECKING:
    from takehome.validity.draft import Draft
    from takehome_datasets.key import Key


def read_in_code(draft: Draft, key: Key) -> frozenset[str]:
    """Return the kinds of faults that the code of a draft shows, had it been handed in.

    Raises:
        SubmissionUnusable: It cannot be read.
    """
    submission = submission_in(Contents(files=draft.files(key), problems=()))
    unsat = Evidence(
        kit=key.kit,
        submission=submission.sha256,
        entry=submission.entry,
        sources=submission.sources,
        answers=submission.answers,
        problems=submission.problems,
        ending=Ending(outcome=Outcome.COMPLETED, during="", message=""),
        claim=None,
        fit_s=None,
        replies=(),
        log="",
    )
    return frozenset(str(sign.kind) for sign in signs(key, unsat))
