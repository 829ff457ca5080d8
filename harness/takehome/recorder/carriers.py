"""Carriers: columns whose values tell the row they belong to, wherever they are copied to.

A carrier finds rows by value, in double and in single precision. Which columns are carriers is
seen in the data; nobody names them.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

_SAMPLE: Final = 1000
_COUNTED: Final = 2048
_SHARE: Final = 0.8
_SURE: Final = 0.95
_FEW: Final = 3
_MOST: Final = 12
_SPREAD: Final = 1000
"""Whole numbers that lie closer than this, times their count, meet others by accident."""


class Carrier:
    """One near-unique column and the row that each of its values belongs to."""

    __slots__ = ("_order", "_sorted", "_twice", "name", "rows", "space", "values", "weak")

    def __init__(self, name: str, values: Any, rows: Any = None, space: int = 0) -> None:
        self.name = name
        self.values = values
        self.rows = rows
        """The row of each value; None where value i belongs to row i."""
        self.space = space
        """What the rows are rows of: 0 for the examples table, else the number of a sample."""
        self.weak = _is_weak(values)
        self._order: Any = None
        self._sorted: dict[str, Any] = {}
        self._twice: dict[str, Any] = {}

    def share(self) -> float:
        """Return which share of the values stands alone, in single precision."""
        self._ready("f4")
        return 1.0 - float(self._twice["f4"].mean()) if len(self.values) else 0.0

    def knows(self, values: Any) -> Any:
        """Return which of the values the carrier holds."""
        self._ready(_precision(values))
        held = self._sorted[_precision(values)]
        at = np.minimum(np.searchsorted(held, values), len(held) - 1)
        return held[at] == values

    def find(self, values: Any) -> Any:
        """Return the row of each value, -1 where it has none or more than one."""
        precision = _precision(values)
        self._ready(precision)
        held = self._sorted[precision]
        at = np.minimum(np.searchsorted(held, values), len(held) - 1)
        hit = (held[at] == values) & ~self._twice[precision][at]
        found = self._order[at]
        if self.rows is not None:
            found = self.rows[found]
        return np.where(hit, found, -1).astype(np.int32)

    def holds(self, values: Any, at: Any) -> Any:
        """Return for each value whether it is what the carrier holds at that position."""
        mine = self.values[at]
        if values.dtype == np.float32:
            mine = mine.astype(np.float32)
        return mine == values

    def silent(self, rows: Any) -> Any:
        """Return for each row whether the carrier has no value there; -1 is no row."""
        if self.rows is not None:
            return np.zeros(len(rows), dtype=bool)
        return np.isnan(self.values)[rows] & (rows >= 0)

    def _ready(self, precision: str) -> None:
        if self._order is None:
            self._order = np.argsort(self.values, kind="stable").astype(np.int32)
        if precision not in self._sorted:
            held = self.values[self._order].astype(precision)
            same = held[1:] == held[:-1]
            twice = np.zeros(len(held), dtype=bool)
            twice[1:] |= same
            twice[:-1] |= same
            self._sorted[precision] = held
            self._twice[precision] = twice


def discover(names: list[str], columns: Any, n: int) -> list[Carrier]:
    """Return the best carriers among the columns, the surest first.

    Args:
        names: What the columns are called.
        columns: Gives the column at a position as numbers, or None.
        n: How many rows there are.
    """
    likely: list[tuple[float, int]] = []
    for at in range(len(names)):
        values = columns(at)
        share = distinct(values) if values is not None else 0.0
        if share >= _SHARE / 2:
            likely.append((share, at))
    sure = [at for share, at in likely if share >= _SURE]
    if len(sure) < _FEW:
        sure = [at for _, at in sorted(likely, reverse=True)[:_MOST]]
    found = [
        Carrier(names[at], np.array(columns(at), dtype=np.float64)) for at in sure[: 2 * _MOST]
    ]
    ranked = [(carrier.weak, -carrier.share(), carrier) for carrier in found]
    kept = [each for each in ranked if -each[1] >= _SHARE and n > 1]
    kept.sort(key=lambda each: each[:2])
    return [carrier for _, _, carrier in kept[:_MOST]]


def is_near_unique(values: Any, share: float = _SHARE) -> bool:
    """Whether a column looks near-unique, judged by a thousand of its values."""
    n = len(values)
    if n < 2:  # noqa: PLR2004 - one value is unique for no reason
        return False
    some = np.asarray(values[:: max(n // _SAMPLE, 1)], dtype=np.float32)
    finite = some[np.isfinite(some)]
    return len(finite) >= share * len(some) and len(np.unique(finite)) >= share * len(some)


def distinct(values: Any) -> float:
    """Return which share of two thousand values is distinct; gaps are not."""
    some = values[:: max(len(values) // _COUNTED, 1)]
    finite = some[np.isfinite(some)]
    return len(np.unique(finite)) / max(len(some), 1)


def _is_weak(values: Any) -> bool:
    some = values[:: max(len(values) // _SAMPLE, 1)]
    some = some[np.isfinite(some)]
    if not len(some) or (some != np.floor(some)).any():
        return False
    return bool(some.max() - some.min() < _SPREAD * len(values))


def _precision(values: Any) -> str:
    return "f4" if values.dtype == np.float32 else "f8"
