"""The outcome as a way to tell rows: a column of a few values that follows it row by row."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

_FEW_LABELS: Final = 20
_ENOUGH: Final = 30
_LOOKED: Final = 1000
_STRIDES: Final = 512
_SURE: Final = 25.0


class Outcomes:
    """The outcomes of the examples table."""

    def __init__(self) -> None:
        self._labels: Any = None

    def learn(self, labels: Any) -> None:
        """Remember the outcome of every row."""
        self._labels = None if labels is None else np.array(labels, dtype=np.float64)

    def same(self, values: Any, ids: Any) -> bool | None:
        """Whether a column is the outcome of these rows, or its opposite.

        None where it is no outcome, or where agreement would be no surprise.
        """
        labels = self._labels
        if labels is None or values is None or len(values) < _ENOUGH or (ids < 0).any():
            return None
        kinds = np.unique(values[:_LOOKED])
        if len(kinds) > _FEW_LABELS:
            return None
        step = len(values) // _STRIDES + 1
        mine, some = values[::step], labels[ids[::step]]
        like = set(kinds) <= set(np.unique(labels[:_LOOKED]))
        if like and not ((mine == some).all() or (mine != some).all()):
            return False
        wanted = labels[ids]
        opposite = wanted.max() + wanted.min() - wanted
        if bool((values == wanted).all()) or bool((values == opposite).all()):
            return True if _surprise(wanted) > _SURE else None
        return False if set(np.unique(values)) <= set(np.unique(labels)) else None


def _surprise(values: Any) -> float:
    """Return how much it would take to guess all these outcomes, in nats."""
    _, counts = np.unique(values, return_counts=True)
    shares = counts / counts.sum()
    return float(-(counts * np.log(shares)).sum())
