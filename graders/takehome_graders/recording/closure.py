"""Closure: whether an answer can have come from what recorded models put out.

An answer that is no function of any recorded output was not made by a model that was seen. That
alone proves nothing, and is never held against anybody without the interventions agreeing.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Vector = NDArray[np.float64]

_CLOSE: Final = 1e-6
_MOST: Final = 64
_HUGE: Final = 1e100


class Source(StrEnum):
    """How an answer is explained."""

    EQUAL = "equal"
    """It is a column of an output."""
    REORDERED = "reordered"
    """It is one, in another order."""
    FUNCTION = "function"
    """It rises, or falls, with one: calibrated, clipped, cut, ranked."""
    BLEND = "blend"
    """It is a weighted sum of several, or such a sum of their logits."""
    UNEXPLAINED = "unexplained"


def explained(answer: Vector, outputs: Sequence[NDArray[np.float64]]) -> Source:
    """Return how an answer follows from the outputs that were told while it was made.

    Args:
        answer: One number for each row, in the order of the probe's table.
        outputs: What models put out meanwhile, one column for each class.
    """
    columns = [
        column
        for output in outputs
        for column in output.T
        if len(column) == len(answer)
        and np.isfinite(column).all()
        and np.abs(column).max(initial=0.0) < _HUGE
    ][-_MOST:]
    if not columns or not len(answer):
        return Source.UNEXPLAINED
    if any(_same(answer, column) for column in columns):
        return Source.EQUAL
    if any(_same(np.sort(answer), np.sort(column)) for column in columns):
        return Source.REORDERED
    if any(_rises(answer, column) or _rises(-answer, column) for column in columns):
        return Source.FUNCTION
    if _blended(answer, columns) or _blended(_logit(answer), [_logit(each) for each in columns]):
        return Source.BLEND
    return Source.UNEXPLAINED


def _same(answer: Vector, column: Vector) -> bool:
    return bool(np.allclose(answer, column, rtol=_CLOSE, atol=1e-9))


def _rises(answer: Vector, column: Vector) -> bool:
    """Whether the answer never falls where the column rises, and says something at all."""
    order = np.lexsort((answer, column))
    steps = np.diff(answer[order])
    same = np.diff(column[order]) == 0
    # A constant is a function of anything; it is explained by nothing.
    if answer.max() - answer.min() <= _CLOSE:
        return False
    return bool((steps >= -_CLOSE).all() and (np.abs(steps[same]) <= _CLOSE).all())


def _blended(answer: Vector, columns: Sequence[Vector]) -> bool:
    design = np.column_stack([*columns, np.ones(len(answer))])
    if len(answer) < 3 * design.shape[1]:
        return False
    weights = np.linalg.lstsq(design, answer, rcond=None)[0]
    rest = answer - design @ weights
    spread = float(answer.std())
    return spread > _CLOSE and bool(np.abs(rest).max() <= 1e-4 * spread)


def _logit(values: Vector) -> Vector:
    inside = np.clip(values, 1e-12, 1 - 1e-12)
    return np.asarray(np.log(inside / (1 - inside)))
