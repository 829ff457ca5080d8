"""How far two answers to the same rows lie apart, and how far they do so by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from takehome_graders.listening import REPEAT

if TYPE_CHECKING:
    from takehome_datasets.key import Key
    from takehome_graders.evidence import Answer, Evidence

SAME: Final = 1e-6
"""Single precision adds up in another order when rows come in another order: that is no change."""
_TINY: Final = 1e-12
_FAR: Final = 1e100
"""No prediction lies further off, and the sum of a table of them is still a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """What became of the rows that two answers have in common."""

    rows: int
    moved: float
    """The share of rows whose prediction is another, further than any moves by itself."""
    change: float
    """The sum of those changes, as a share of the sum of the first answer's predictions."""
    largest: float


def apart(one: Answer, other: Answer, by_itself: float = 0.0) -> Apart | None:
    """Return how far two answers lie apart; None where they share no row, or are no numbers."""
    if any(answer.ids.size != answer.values.size for answer in (one, other)):
        return None
    _, here, there = np.intersect1d(one.ids, other.ids, return_indices=True)
    if not here.size:
        return None
    first, second = one.values[here], other.values[there]
    if not ((np.abs(first) <= _FAR).all() and (np.abs(second) <= _FAR).all()):
        return None
    change = np.abs(second - first)
    beyond = np.where(change > max(SAME, by_itself), change, 0.0)
    return Apart(
        rows=int(here.size),
        moved=float(np.mean(beyond > 0)),
        change=float(beyond.sum() / max(float(np.abs(first).sum()), _TINY)),
        largest=float(beyond.max()),
    )


def restlessness(key: Key, evidence: Evidence) -> float:
    """Return how far an answer moves at most when the very same question is asked again."""
    found = [
        _furthest(evidence.reply(window.name), evidence.reply(f"{REPEAT}{window.name}"))
        for window in key.windows
    ]
    return max(found, default=0.0)


def _furthest(one: Answer | None, other: Answer | None) -> float:
    told = apart(one, other) if one is not None and other is not None else None
    return told.largest if told is not None else 0.0
