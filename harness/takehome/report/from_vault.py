"""From a sitting in the vault to its summary, whatever is still there of it."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING

from takehome.challenge import find
from takehome.report.summary import About, Beside, Summary, summarise
from takehome.rubric.anchors import Rubric, rubric_of
from takehome.rubric.book import Book
from takehome.store.files import StoredFileDamaged
from takehome.store.plain import StoredValueUnusable
from takehome_datasets.errors import ChallengeError
from takehome_datasets.key import Key
from takehome_graders.evidence import Claim, Ending, Evidence
from takehome_graders.grading import mark
from takehome_graders.marks import Judged, Marks

if TYPE_CHECKING:
    from takehome.store.records import SatRecord, SittingRecord
    from takehome.store.vault import Vault

_UNREADABLE = (StoredFileDamaged, StoredValueUnusable)


def summary_of(vault: Vault, sitting: int) -> Summary:
    """Return the summary of a sitting: its last marks, its evidence, and what people said.

    Where evidence, key or marks cannot be read any more, the summary says so and holds the rest.

    Raises:
        NotInVault: There is no such sitting.
        ChallengeError: It was never marked, and its challenge is gone.
    """
    record = vault.sat(sitting)
    title, rubric, weights = _challenge(record)
    people = Book(rubric=rubric, entries=vault.said(sitting))
    about = about_of(record, title)
    gone: list[str] = []
    try:
        whole = vault.sitting(sitting)
    except _UNREADABLE as damaged:
        gone.append(f"The evidence or the key of this sitting cannot be read any more: {damaged}")
        marks = _last(vault, sitting, gone) or _nothing(record)
        return summarise(
            marks,
            _left(record, marks),
            _key(vault, record, gone),
            about,
            Beside(people=people, gone=tuple(gone)),
        )
    kept = _last(vault, sitting, gone)
    if kept is None:
        if weights is None:
            raise ChallengeError(
                f"Sitting {sitting} was never marked, and its challenge"
                f" {record.invitation.challenge} is not here to mark it with."
            )
        kept = mark(whole.key, whole.evidence, weights)
    memo = memo_of(vault, sitting, gone)
    beside = Beside(people=people, memo=memo, gone=tuple(gone))
    return summarise(kept, whole.evidence, whole.key, about, beside)


def memo_of(vault: Vault, sitting: int, gone: list[str]) -> str:
    """Return the memo that came with what sat; where it cannot be read any more, `gone` says so."""
    try:
        return vault.memo(sitting)
    except _UNREADABLE as damaged:
        gone.append(f"The submission cannot be read any more: {damaged}")
        return ""


def about_of(record: SatRecord | SittingRecord, title: str) -> About:
    """Return whose sitting it is, and of what."""
    due = record.invitation.due
    return About(
        candidate=record.invitation.candidate,
        challenge=record.invitation.challenge,
        title=title,
        version=record.invitation.version,
        received_at=record.submission.received_at,
        attempt=record.submission.attempt,
        of=record.submission.of,
        late=due is not None and record.submission.received_at.date() > due,
        sitting=record.id,
        software=version("takehome"),
    )


def title_of(challenge: str) -> str:
    """Return the title of a challenge, or its name where it is not here any more."""
    try:
        return find(challenge).file.title
    except ChallengeError:
        return challenge


def _challenge(record: SatRecord) -> tuple[str, Rubric, dict[str, float] | None]:
    name = record.invitation.challenge
    try:
        challenge = find(name)
    except ChallengeError:
        return name, rubric_of(None), None
    weights = dict(challenge.file.weights)
    same = challenge.file.version == record.invitation.version
    return challenge.file.title, rubric_of(challenge.folder), weights if same else None


def _last(vault: Vault, sitting: int, gone: list[str]) -> Marks | None:
    try:
        return vault.last_marks(sitting)
    except _UNREADABLE as damaged:
        gone.append(f"Its last marks cannot be read any more: {damaged}")
        return None


def _key(vault: Vault, record: SatRecord, gone: list[str]) -> Key:
    """Return what of the key a summary without evidence can use: nothing that needs an answer."""
    try:
        return replace(vault.key(record.invitation.kit), plants=(), counterfactuals=())
    except _UNREADABLE as damaged:
        gone.append(f"The key of its kit cannot be read any more: {damaged}")
    invitation = record.invitation
    return Key(
        kit=invitation.kit,
        challenge=invitation.challenge,
        version=invitation.version,
        content_hash=invitation.content_hash,
        metric="average_precision",
        table="",
        id_column="",
        outcome_column="",
        time_columns=(),
        names={},
        plants=(),
        windows=(),
        counterfactuals=(),
        scales={},
        training_ends=invitation.invited_at.date(),
    )


def _left(record: SatRecord, marks: Marks) -> Evidence:
    """Return what the database and the marks still know of the evidence."""
    validation = marks.by_criterion.get("validation")
    figures = validation.figures if isinstance(validation, Judged) else {}
    return Evidence(
        kit=record.invitation.kit,
        submission=record.sha256,
        entry="",
        sources=(),
        answers=None,
        problems=(),
        ending=Ending(
            outcome=record.outcome,
            during="fit",
            message="What it left behind is not there any more.",
        ),
        claim=Claim(value=figures["claimed"]) if "claimed" in figures else None,
        fit_s=None,
        replies=(),
        log="",
    )


def _nothing(record: SatRecord) -> Marks:
    return Marks(
        kit=record.invitation.kit,
        submission=record.sha256,
        weights={},
        by_criterion={},
        total=None,
        low=None,
        high=None,
        judged_share=0.0,
    )
