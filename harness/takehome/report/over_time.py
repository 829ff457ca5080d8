"""How well the model does week by week, beside what an honest XGBoost and the optimum do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from takehome_datasets.measures import average_precision
from takehome_graders.replies import Joined, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from takehome_datasets.key import Key, Window
    from takehome_graders.evidence import Evidence

_DAYS: Final = 7
_FEWEST_POSITIVES: Final = 5.0
"""Expected positives below which a week joins the one before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """One stretch of production, usually seven days."""

    window: str
    starts: date
    ends: date
    """The first day that no longer belongs to it."""
    rows: int
    average_precision: float
    optimum: float
    xgboost: float
    """The anchor's average precision over the whole window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """A planted drift, and the days on which it moves."""

    plant: str
    mechanism: str
    columns: tuple[str, ...]
    since: date
    until: date | None
    """The day on which it is complete; None where it came at once."""


def weeks(key: Key, evidence: Evidence) -> tuple[Week, ...]:
    """Return the weeks of every window that was answered, in the order of their dates."""
    first = first_day(key)
    found = [week for window in key.windows for week in _weeks(key, evidence, window, first)]
    return tuple(sorted(found, key=lambda week: week.starts))


def drifts(key: Key) -> tuple[Drift, ...]:
    """Return the planted drifts that have a date, in the order of their dates."""
    dated = [
        Drift(plant=p.id, mechanism=p.mechanism, columns=p.columns, since=p.since, until=p.until)
        for p in key.plants
        if p.kind == "drift" and p.since is not None
    ]
    return tuple(sorted(dated, key=lambda drift: (drift.since, drift.plant)))


def first_day(key: Key) -> date:
    """Return the day that rows count their days from.

    A window has rows from its first day on, or from soon after; the fullest one tells best.
    """
    starts = [w.starts - timedelta(days=int(w.day.min())) for w in key.windows if w.day.size]
    return max(starts, default=key.training_ends)


def _weeks(key: Key, evidence: Evidence, window: Window, first: date) -> Iterator[Week]:
    answer = joined(evidence.reply(window.name), window)
    if not isinstance(answer, Joined):
        return
    p = window.probability
    if not p.sum() > 0:
        return
    begins = (window.starts - first).days
    number = (window.day - begins) // _DAYS
    for low, high, rows in _merged(number, p):
        yield Week(
            window=window.name,
            starts=window.starts + timedelta(days=_DAYS * low),
            ends=min(window.ends, window.starts + timedelta(days=_DAYS * (high + 1))),
            rows=int(rows.size),
            average_precision=round(average_precision(answer.values[rows], p[rows]), 6),
            optimum=round(average_precision(p[rows], p[rows]), 6),
            xgboost=round(key.scales[window.name].xgboost.average_precision, 6),
        )


def _merged(
    number: NDArray[np.int32], p: NDArray[np.float64]
) -> Iterator[tuple[int, int, NDArray[np.int64]]]:
    """Yield the first and last week of each stretch that has positives enough, and its rows."""
    low, last = 0, int(number.max())
    for high in range(last + 1):
        inside = (number >= low) & (number <= high)
        rest = number > high
        if high < last and min(p[inside].sum(), p[rest].sum()) < _FEWEST_POSITIVES:
            continue
        yield low, high, np.flatnonzero(inside)
        low = high + 1
