"""Who listens to a leak: what a model answers when one leaking column is filled as in training.

The rows are the same and so is everything else in them; the cells are drawn from the training
column and know nothing of the rows that they are put in. A prediction that moves was listening, and
the average precision that is lost says how closely. A model that answers the same question another
way every time moves by itself: then only what moves further than that counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from takehome_datasets.measures import average_precision
from takehome_datasets.number_measures import measure_number
from takehome_graders.replies import Joined, joined

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from takehome_datasets.key import Counterfactual, Key, Window
    from takehome_graders.evidence import Evidence
    from takehome_graders.resampling import Floats

PROBE: Final = "counterfactual:"
REPEAT: Final = "repeat:"
"""Before the name of a window: the same question once more."""
_SAME: Final = 1e-9
_RESTLESS_SHARE: Final = 0.01
"""Of the rows of a model that moves by itself, these few may move further by chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """What one counterfactual changed."""

    column: str
    moved: float
    """The share of rows whose prediction moved, further than any moved by itself."""
    probability_change: float
    """The mean absolute change."""
    rank_change: float
    """The mean absolute change of rank, as a share of the rows."""
    measure: str
    """What precision is: average precision, or R² where the outcome is a number."""
    precision: float
    """Against what is true of the rows, as they are in production."""
    precision_filled: float
    """The same with the column filled."""
    change: float
    """All changes further than predictions move by themselves, as a share of all that is predicted:
    how closely it listens, whatever the size of its probabilities."""
    change_error: float
    """The standard error of that, over entities."""
    restless: bool
    """Whether predictions move by themselves, when the same question is asked again."""

    @property
    def listens(self) -> bool:
        """Whether predictions moved because of the column."""
        return self.moved > (_RESTLESS_SHARE if self.restless else 0)


def listen(key: Key, evidence: Evidence, plant: str) -> Listening | None:
    """Return what filling that leak changed, or None where it has no column or was never asked."""
    filled = evidence.reply(f"{PROBE}{plant}")
    asked = [c for c in key.counterfactuals if c.plant == plant]
    if filled is None or not asked:
        return None
    window = key.window(asked[0].window)
    before, after = joined(evidence.reply(window.name), window), joined(filled, window)
    if not isinstance(before, Joined) or not isinstance(after, Joined):
        return None
    again = joined(evidence.reply(f"{REPEAT}{window.name}"), window)
    by_itself = np.abs(again.values - before.values).max() if isinstance(again, Joined) else 0.0
    return _listening(asked[0], before.values, after.values, window, float(by_itself))


def _listening(
    asked: Counterfactual, before: Floats, after: Floats, window: Window, by_itself: float
) -> Listening:
    change = np.abs(after - before)
    beyond = np.where(change > max(_SAME, by_itself), change, 0.0)
    ratio, error = _ratio(beyond, before, window.entity)
    return Listening(
        column=asked.column,
        moved=float(np.mean(change > max(_SAME, by_itself))),
        probability_change=float(np.mean(change)),
        rank_change=float(np.mean(np.abs(_ranks(after) - _ranks(before)))),
        measure="average precision" if window.number is None else "R²",
        precision=_precision(before, window),
        precision_filled=_precision(after, window),
        change=ratio,
        change_error=error,
        restless=by_itself > _SAME,
    )


def _precision(q: Floats, window: Window) -> float:
    if window.number is None:
        return average_precision(q, window.probability)
    return measure_number(q, window.number).r2


def _ratio(part: Floats, whole: Floats, entity: NDArray[np.int64]) -> tuple[float, float]:
    """Return the ratio of two sums, and its standard error over entities."""
    total = float(np.abs(whole).sum())
    if not total > 0:
        return (1.0 if part.any() else 0.0), 0.0
    ratio = float(part.sum()) / total
    _, index = np.unique(entity, return_inverse=True)
    sums = np.bincount(index, weights=part - ratio * np.abs(whole))
    return ratio, float(np.sqrt(np.sum(np.square(sums)))) / total


def _ranks(values: Floats) -> Floats:
    """Return the rank of every value as a share of all, equal values sharing the middle of theirs.

    >>> _ranks(np.array([0.3, 0.1, 0.3])).round(3).tolist()
    [0.667, 0.167, 0.667]
    """
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    middles = np.cumsum(counts) - counts / 2
    return np.asarray(middles[inverse] / values.size, dtype=np.float64)
