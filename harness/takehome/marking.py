"""Marking: from a sitting's stored evidence to marks and a report. Nothing is executed here."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from takehome.challenge import Challenge, find
from takehome.report import document, page
from takehome.report.from_vault import about_of, memo_of
from takehome.report.seat import seat
from takehome.report.summary import Beside, Summary, summarise
from takehome.rubric.anchors import rubric_of
from takehome.rubric.book import Book
from takehome.store.plain import StoredValueUnusable
from takehome_datasets.errors import ChallengeError
from takehome_graders.changes import Changed, changes
from takehome_graders.evidence import Outcome
from takehome_graders.grading import mark
from takehome_graders.registry import criteria

if TYPE_CHECKING:
    from collections.abc import Mapping

    from takehome.store.vault import Vault
    from takehome_graders.marks import Marks

_MOST: Final = 100.0
"""That a criterion can weigh."""
_EXIT_CODES: Final = {
    Outcome.COMPLETED: 0,
    Outcome.FAILED: 1,
    Outcome.TIMED_OUT: 1,
    Outcome.OUT_OF_MEMORY: 1,
    Outcome.OVER_LIMIT: 1,
    Outcome.UNREADABLE: 5,
    Outcome.CONTRACT_BROKEN: 5,
    Outcome.ENVIRONMENT: 5,
    Outcome.INFRASTRUCTURE: 6,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """A sitting, marked, with its report written."""

    sitting: int
    summary: Summary
    page: Path
    changed: tuple[Changed, ...]
    """What is otherwise than when it was marked before; empty where it never was."""
    exit_code: int


def mark_sitting(
    vault: Vault, sitting: int, *, out: Path | None, weights: Mapping[str, float] | None = None
) -> Marking:
    """Mark a sitting from its stored evidence, keep the marks, and write its report.

    Args:
        vault: Where the sitting is kept.
        sitting: Its number.
        out: The folder of the report; left out, `report-SITTING` in this one.
        weights: Of the criteria, where they are not the challenge's.

    Raises:
        NotInVault: There is no such sitting.
        StoredFileDamaged: Its evidence or key is gone or has changed.
        ChallengeError: The challenge is not there any more in the version that was sat, or the
            weights name a criterion that nobody knows.
    """
    record = vault.sitting(sitting)
    challenge = sat_challenge(record.invitation.challenge, record.invitation.version)
    rubric = challenge.file.weights if weights is None else weights
    before = _marked_before(vault, sitting)
    marks = mark(record.key, record.evidence, rubric, criteria())
    marking = vault.keep_marks(sitting, marks, version("takehome"))
    people = Book(rubric=rubric_of(challenge.folder), entries=vault.said(sitting))
    about = about_of(record, challenge.file.title)
    gone: list[str] = []
    memo = memo_of(vault, sitting, gone)
    beside = Beside(people=people, memo=memo, gone=tuple(gone))
    summary = summarise(marks, record.evidence, record.key, about, beside)
    vault.keep_seat(marking, seat(summary, blind=True))
    folder = out or Path(f"report-{sitting}")
    folder.mkdir(parents=True, exist_ok=True)
    report = folder / "report.html"
    report.write_text(page.render(summary), encoding="utf-8")
    (folder / "report.json").write_text(document.as_json(summary), encoding="utf-8")
    return Marking(
        sitting=sitting,
        summary=summary,
        page=report,
        changed=() if before is None else changes(before, marks),
        exit_code=_EXIT_CODES[record.evidence.ending.outcome],
    )


def read_weights(path: Path) -> Mapping[str, float]:
    """Return the weights of another rubric: a TOML file with a table `weights`.

    Raises:
        ChallengeError: It is none.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8")).get("weights")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ChallengeError(f"{path} cannot be read: {error}.") from error
    if not isinstance(raw, dict) or not raw:
        raise ChallengeError(f"{path} has no table [weights], such as a challenge.toml has.")
    for name, value in raw.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _MOST:
            raise ChallengeError(
                f"{path}: weights.{name} is {value!r}, and has to be a number from 0 to {_MOST:g}."
            )
    return {name: float(value) for name, value in raw.items()}


def _marked_before(vault: Vault, sitting: int) -> Marks | None:
    try:
        return vault.last_marks(sitting)
    except StoredValueUnusable:
        # Of a version that knew marks of another shape: there is nothing to set beside it.
        return None


def sat_challenge(name: str, version: int) -> Challenge:
    """Return the challenge in the version that a candidate was invited to.

    Raises:
        ChallengeError: It is there in another version, or not at all.
    """
    challenge = find(name)
    if challenge.file.version != version:
        raise ChallengeError(
            f"{challenge.folder / 'challenge.toml'} is version {challenge.file.version}, but the "
            f"candidate was invited to version {version}. Point $TAKEHOME_CHALLENGES at a folder "
            "that holds that version."
        )
    return challenge
