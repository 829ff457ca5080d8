"""The trials of production: one probe each, what was asked of it, and what came of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from takehome_graders.apart import apart
from takehome_graders.evidence import Outcome
from takehome_graders.naming import columns_of
from takehome_graders.scale import FULL_POINTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takehome_datasets.key import Key
    from takehome_graders.evidence import Answer, Evidence, Refusal


class Family(StrEnum):
    """What a trial is about."""

    BATCH = "batch"
    FAULT = "faults"
    PACE = "pace"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One probe of production, and what came of it."""

    probe: str
    family: Family
    points: float
    """Out of 100."""
    told: str
    """What came of it, in a sentence."""


BATCHES: Final = ("batch:alone", "batch:shuffled", "batch:halves")
SAME_ANSWERS: Final = (
    "production:extra-column",
    "production:reordered-columns",
    "production:other-types",
    "production:one-row",
)
"""Nothing that matters has changed, so no answer may."""
ANY_ANSWERS: Final = ("production:new-category", "production:late-rows")
"""Something has changed, and an answer is wanted all the same."""
MISSING: Final = "production:missing-column"
EMPTY: Final = "production:empty-table"
PACES: Final = ("pace:one", "pace:many")

ONE_ROW_S: Final = 1.0
"""Within which one row has to be answered."""
_FAR: Final = 0.05
"""Of all that is predicted: moved by so much, an answer has changed altogether."""
_TOO_SLOW: Final = 4.0
"""Times the limit."""
_SOONEST_S: Final = 1e-3
"""Before this nothing comes back: the process was gone by then, or the time was used up."""
_UNNAMED: Final = 30.0
"""Points of who refuses a missing column without saying which."""


def trials(key: Key, evidence: Evidence, by_itself: float) -> tuple[Trial, ...]:
    """Return every trial of production that was asked, in a fixed order."""
    return tuple(
        trial
        for probe in (*BATCHES, *SAME_ANSWERS, *ANY_ANSWERS, MISSING, EMPTY, *PACES)
        for trial in _trial(key, evidence, probe, by_itself)
    )


def _trial(key: Key, evidence: Evidence, probe: str, by_itself: float) -> Iterator[Trial]:
    reply, refusal = evidence.reply(probe), evidence.refusal(probe)
    family = Family.BATCH if probe in BATCHES else Family.FAULT
    family = Family.PACE if probe in PACES else family
    if refusal is not None and not _was_asked(refusal):
        return
    if refusal is not None:
        points, told = _refused(key, probe, refusal)
    elif reply is not None:
        points, told = _answered(key, evidence, reply, by_itself)
    else:
        return
    yield Trial(probe=probe, family=family, points=points, told=told)


def _was_asked(refusal: Refusal) -> bool:
    """Return whether the submission had a chance to answer."""
    return refusal.outcome is not Outcome.INFRASTRUCTURE and refusal.seconds >= _SOONEST_S


def _refused(key: Key, probe: str, refusal: Refusal) -> tuple[float, str]:
    said = f"It was refused ({refusal.outcome}): {refusal.message}"
    if probe != MISSING or refusal.outcome is not Outcome.FAILED:
        return 0.0, said
    named = [
        name
        for name in columns_of(key)
        if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", refusal.message)
    ]
    if len(named) == 1:
        return FULL_POINTS, f"It was refused, and says what is missing: {refusal.message}"
    return _UNNAMED, f"It was refused without saying which column is missing: {refusal.message}"


def _answered(key: Key, evidence: Evidence, reply: Answer, by_itself: float) -> tuple[float, str]:
    if reply.probe == EMPTY:
        return (
            (FULL_POINTS, "An empty table got an empty answer.")
            if not reply.ids.size
            else (0.0, f"An empty table got {reply.ids.size:,} answers.")
        )
    if not reply.values.size or not np.isfinite(reply.values).all():
        return 0.0, "What it answered is no number, or nothing."
    if reply.probe == PACES[0]:
        return _pace(reply.seconds, ONE_ROW_S, "one row")
    if reply.probe == PACES[1]:
        granted = evidence.asked.probe_s
        return _pace(reply.seconds, granted or float("inf"), f"{reply.ids.size:,} rows")
    if reply.probe in (*BATCHES, *SAME_ANSWERS):
        return _unmoved(key, evidence, reply, by_itself)
    return FULL_POINTS, "Every row got an answer."


def _unmoved(key: Key, evidence: Evidence, reply: Answer, by_itself: float) -> tuple[float, str]:
    for window in key.windows:
        whole = evidence.reply(window.name)
        found = apart(whole, reply, by_itself) if whole is not None else None
        if found is None:
            continue
        told = (
            f"{found.moved:.1%} of {found.rows:,} answers are not what they were in the whole"
            f" window, by {found.largest:.3f} at most."
            if found.moved
            else f"All {found.rows:,} answers are what they were in the whole window."
        )
        return FULL_POINTS * max(0.0, 1.0 - found.change / _FAR), told
    return 0.0, "It answered for rows that were not asked about."


def _pace(seconds: float, limit: float, what: str) -> tuple[float, str]:
    told = f"For {what} it takes {seconds:.2f} s"
    told += f", and {limit:g} s are granted." if np.isfinite(limit) else "."
    if not np.isfinite(seconds) or seconds < 0:
        return 0.0, f"Nobody knows how long {what} took."
    if seconds <= limit:
        return FULL_POINTS, told
    beyond = float(np.log(seconds / limit) / np.log(_TOO_SLOW))
    return FULL_POINTS * max(0.0, 1.0 - beyond), told
