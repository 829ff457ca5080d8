"""Summaries of made-up sittings, good and bad, to render."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from payloads import EVERYTHING, hostile_notebook
from takehome.report.summary import About, Beside, Summary, summarise
from takehome.rubric.anchors import ours
from takehome.rubric.book import Book
from takehome.rubric.entry import Entry, EntryKind
from takehome.submission.notebook import read_notebook
from takehome_graders import specimens
from takehome_graders.evidence import (
    Answers,
    Change,
    Claim,
    Confinement,
    Ending,
    Evidence,
    NamedDrift,
    NamedLeak,
    NotRerun,
    Outcome,
    Place,
    Rerun,
    Source,
)
from takehome_graders.grading import mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from takehome_datasets.key import Key
    from takehome_graders.recording import Recording
    from takehome_graders.specimens.recorded import Way

WEIGHTS = {"heldout": 40.0, "validation": 25.0, "leakage": 35.0}
NO_CODE = {"heldout": 40.0, "leakage": 35.0}
"""Without the criterion that reads all code, for sittings of which only the page is of interest."""
TITLE = "Which card payments will come back?"
NOON = datetime(2025, 6, 4, 12, 0, tzinfo=UTC)


def about(candidate: str = "Ada Lovelace", sitting: int = 7) -> About:
    return About(
        candidate=candidate,
        challenge="card-fraud",
        title=TITLE,
        version=1,
        received_at=datetime(2025, 6, 3, 14, 5, tzinfo=UTC),
        attempt=1,
        of=2,
        late=False,
        sitting=sitting,
        software="0.1.0",
    )


def summary(
    key: Key,
    evidence: Evidence,
    *,
    candidate: str = "Ada Lovelace",
    sitting: int = 7,
    beside: Beside | None = None,
    weights: Mapping[str, float] = WEIGHTS,
) -> Summary:
    marks = mark(key, evidence, weights)
    return summarise(marks, evidence, key, about(candidate, sitting), beside)


def failed(key: Key) -> Evidence:
    """Return a sitting that ended in its first cell, and left nothing behind."""
    ending = Ending(
        outcome=Outcome.FAILED,
        during="fit",
        message="Cell 1 raised a KeyError.",
        place=Place(file="solution.ipynb", cell=1, line=1),
        traceback="Traceback (most recent call last):\nKeyError: 'amount'",
    )
    return replace(specimens.sitting(key, {}), ending=ending, fit_s=None, confinement=None)


def many_cells(key: Key, cells: int, lines: int = 12) -> Evidence:
    """Return a leaky sitting with so many cells, one of which names a leak."""
    text = "\n".join(
        f"frame['feature_{n}'] = frame['amount'].rolling({n + 2}).mean()  # step {n}"
        for n in range(lines)
    )
    code = [(number, text) for number in range(1, cells + 1)]
    code[cells // 2] = (cells // 2 + 1, f"{text}\nX = frame[['refunded_amount']]")
    source = Source(file="solution.ipynb", cells=tuple(code))
    return replace(specimens.leaky(key), sources=(source,))


def hostile(key: Key, text: str = EVERYTHING) -> Evidence:
    """Return a sitting with a text wherever a candidate's text can get."""
    seen = watched(key, specimens.leaky(key))
    leak = NamedLeak(
        table=text,
        columns=(text,),
        kind=text,
        evidence=text,
        action=text,
    )
    return replace(
        seen,
        entry=text,
        recording=_hostile_recording(seen, text),
        refusals=tuple(replace(each, message=text) for each in seen.refusals),
        not_rerun=tuple(replace(each, reason=text) for each in seen.not_rerun),
        answers=Answers(
            leaks=(leak,),
            drift=(NamedDrift(kind=text, where=text, since=text),),
            validation_scheme=text,
            validation_why=text,
            verdict=text,
            verdict_why=text,
        ),
        sources=(
            Source(file=text, cells=read_notebook(hostile_notebook(), "solution.ipynb").cells),
        ),
        problems=(text,),
        log=text,
        ending=Ending(
            outcome=Outcome.FAILED,
            during=text,
            message=text,
            place=Place(file=text, cell=2, line=2),
            traceback=text,
        ),
        packages={text: text},
        confinement=Confinement(
            sandbox=text,
            version=text,
            image=text,
            enforced=(text,),
            not_enforced=(text,),
        ),
    )


def _hostile_recording(evidence: Evidence, text: str) -> Recording | None:
    told = evidence.recording
    return told and replace(
        told,
        events=tuple(
            replace(each, type=each.type and text, name=text, spot=replace(each.spot, file=text))
            for each in told.events
        ),
    )


def read_by_two(reason: str = "The memo says so.") -> Book:
    """Return what two readers said, one of whom changed their mind."""
    rubric = ours()
    entries = [
        _entry(reader, EntryKind.LEVEL, item.name, level, reason)
        for reader, levels in (("Ann Müller", (2, 3, 2, 4)), ("Bo", (2, 1, 2, 3)))
        for item, level in zip(rubric.items, levels, strict=True)
    ]
    entries += [
        _entry("Ann Müller", EntryKind.OVERRIDE, "validation", 30.0, reason, "automatic: 0"),
        replace(
            _entry("Bo", EntryKind.LEVEL, "limits", 2, reason, f"level 1: {reason}"),
            at=NOON + timedelta(hours=1),
        ),
        _entry("Bo", EntryKind.COMMENT, "all", None, "Worth a talk."),
    ]
    return Book(rubric=rubric, entries=tuple(entries))


def _entry(
    reader: str, kind: EntryKind, named: str, value: float | None, reason: str, before: str = ""
) -> Entry:
    return Entry(
        reader=reader,
        at=NOON,
        kind=kind,
        about=named,
        value=value,
        reason=reason,
        before=before,
        rubric=1,
    )


def watched(key: Key, evidence: Evidence, way: Way = "prepared", *, seeds: int = 8) -> Evidence:
    """Return a sitting that was recorded, and run again on changed data."""
    seen = specimens.recorded(key, evidence, way, seeds=seeds)
    return replace(
        seen,
        reruns=_reruns(seen),
        not_rerun=(
            NotRerun(change=Change.LABELS, plants=(), reason="No time was left."),
            NotRerun(change=Change.TWIN, plants=("leak.missingness",), reason="No time was left."),
        ),
        peak_mib=412.0,
    )


def _reruns(evidence: Evidence) -> tuple[Rerun, ...]:
    """Return re-runs: as it is, without one leak, without any, and with permuted labels."""
    claim = evidence.claim.value if evidence.claim else 0.5
    leaks = ("leak.post-outcome", "leak.future-aggregate", "leak.missingness", "labels.immature")
    whole = evidence.recording.n if evidence.recording else 0
    return (
        _rerun(evidence, Change.NOTHING, (), claim, whole),
        _rerun(evidence, Change.TWIN, leaks[:1], 0.6 * claim, whole),
        _rerun(evidence, Change.TWIN, leaks, 0.4 * claim, whole),
        _rerun(evidence, Change.ALL_LABELS, (), 0.05, whole),
    )


def _rerun(
    evidence: Evidence, change: Change, plants: tuple[str, ...], claim: float, rows: int
) -> Rerun:
    moved = change is Change.ALL_LABELS
    windows = [reply for reply in evidence.replies if reply.probe in {"near", "later"}]
    return Rerun(
        change=change,
        plants=plants,
        rows=rows,
        ending=evidence.ending,
        claim=Claim(value=claim),
        fit_s=3.0,
        replies=tuple(
            replace(reply, values=reply.values[::-1] if moved else reply.values)
            for reply in windows
        ),
        recording=None,
        positives=0.04,
    )
