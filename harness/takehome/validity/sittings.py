"""Sittings that are kept by what they are made of, so that nothing sits twice.

A change of graders leaves all of them as they are: it is proven again by marking them. A change of
what goes into the sandbox or of what is asked there makes them void, for then the same submission
could leave other evidence behind.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import takehome
from takehome.proctor import carried
from takehome.store import plain
from takehome.submission import Submission
from takehome.submission.answer_tables import ANSWERS_FILE
from takehome.submission.contents import submission_in
from takehome.submission.upload import Contents
from takehome.validity.sources import digest_of
from takehome_datasets.variant import Variant
from takehome_graders.evidence import Evidence, Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping


_NEVER_READ: Final = frozenset({ANSWERS_FILE, "memo.md"})
"""Files that none of the submissions that sit here reads: with others the same code does the same.
"""
_TRIES: Final = 3
"""How often one sits while it is our machine that fails."""

_DECIDE: Final = ("sitting", "rerunning")
"""The rooms, beside what is carried into the sandbox, that decide what is asked there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sittings:
    """A folder of evidence, and how what is not in it is made."""

    folder: Path
    sit: Callable[[Submission, Variant], Evidence]
    terms: str
    """What else decides a sitting, such as the limits and whether it is run again."""

    def of(self, files: Mapping[str, bytes], variant: Variant) -> Evidence:
        """Return the evidence of a submission on a variant, from the folder or from a sitting.

        What is our machine's fault is tried again, and never kept.

        Args:
            files: As a candidate hands them in.
            variant: What it sits.

        Raises:
            SubmissionUnusable: It cannot be read.
            SandboxMissing: The sandbox cannot be used on this machine.
            StoredValueUnusable: What is kept is damaged.
        """
        submission = submission_in(Contents(files=files, problems=()))
        path = self.folder / self._name(submission, variant)
        if path.exists():
            return _of(submission, plain.from_bytes(Evidence, path.read_bytes()))
        for _ in range(_TRIES):
            evidence = self.sit(submission, variant)
            if evidence.ending.outcome is not Outcome.INFRASTRUCTURE:
                self._keep(path, evidence)
                break
        return evidence

    def _name(self, submission: Submission, variant: Variant) -> str:
        told = (variant.key.content_hash, self.terms, evidence_version(), submission.entry)
        digest = hashlib.sha256("\n".join(told).encode())
        for name in sorted(set(submission.files) - _NEVER_READ):
            for part in (name.encode(), submission.files[name]):
                digest.update(len(part).to_bytes(8, "big") + part)
        return digest.hexdigest()

    def _keep(self, path: Path, evidence: Evidence) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        partial.write_bytes(plain.to_bytes(evidence))
        partial.replace(path)


def _of(submission: Submission, evidence: Evidence) -> Evidence:
    """Return evidence with what this submission says, where another with the same code has sat."""
    return replace(
        evidence,
        submission=submission.sha256,
        sources=submission.sources,
        answers=submission.answers,
        problems=tuple(dict.fromkeys((*submission.problems, *evidence.problems))),
    )


@cache
def evidence_version() -> str:
    """Return a digest of everything of ours that decides what a sitting leaves behind."""
    home = Path(takehome.__path__[0])
    return hashlib.sha256(
        carried() + digest_of(*(home / name for name in _DECIDE)).encode()
    ).hexdigest()
