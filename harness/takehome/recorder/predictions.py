"""Predictions that were made: which rows they were for, and which numbers came out.

Numbers that are passed to a metric are found again by comparing them with these, row by row, even
where they were copied into another array or cut at a threshold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from .rowsets import RowSet

_KEPT: Final = 24
_COMPARED: Final = 24
_WIDEST: Final = 8
_CLOSE: Final = 1e-6
_STRIDE: Final = 256


class Predicted:
    """One call's predictions."""

    __slots__ = ("origin", "rows", "values")

    def __init__(self, origin: int, rows: RowSet, values: Any) -> None:
        self.origin = origin
        self.rows = rows
        self.values = values
        """One column for each class, in single precision."""


class Predictions:
    """The predictions that were made last."""

    def __init__(self) -> None:
        self._made: list[Predicted] = []

    def add(self, origin: int, rows: RowSet, values: Any) -> None:
        """Remember what a call predicted."""
        with np.errstate(over="ignore"):
            table = np.array(values, dtype=np.float32).reshape(len(values), -1)
        # The two columns of a binary outcome say the same.
        table = table[:, 1:] if table.shape[1] == 2 else table[:, :_WIDEST]  # noqa: PLR2004 - see above
        self._made.append(Predicted(origin, rows, table))
        del self._made[:-_KEPT]

    def aligned(self, values: Any) -> tuple[Any, int, int] | None:
        """Return row ids, space and call of a prediction that these numbers are, all of them."""
        n = len(values)
        single = values.astype(np.float32)
        for made in reversed(self._made):
            if made.rows.n != n:
                continue
            for at in range(made.values.shape[1]):
                its = made.values[:, at]
                if _equal(single[:: n // 16 + 1], its[:: n // 16 + 1]) and _equal(single, its):
                    return made.rows.ids, made.rows.space, made.origin
        return None

    def cut(self, values: Any) -> tuple[Any, int, int] | None:
        """Return the same of a prediction that these flags are cut from at some threshold."""
        low, high = values.min(), values.max()
        if low == high or not ((values == low) | (values == high)).all():
            return None
        for made in reversed(self._made):
            if made.rows.n == len(values) and any(
                _separates(made.values[:, at], values == high) for at in range(made.values.shape[1])
            ):
                return made.rows.ids, made.rows.space, made.origin
        return None

    def behind(self, values: Any, rows: RowSet) -> list[int]:
        """Return the calls whose predictions these numbers are, compared in some of their rows."""
        found, ids = [], rows.ids
        usable = np.flatnonzero(ids >= 0)
        if not len(usable):
            return []
        some = usable[np.unique(np.linspace(0, len(usable) - 1, 4 * _COMPARED).astype(int))]
        wanted = ids[some]
        flags = len(np.unique(values[some])) <= 2  # noqa: PLR2004 - two answers
        covered = np.zeros(len(some), dtype=bool)
        for made in reversed(self._made):
            if covered.all():
                break
            if made.rows.space != rows.space:
                continue
            at = some if made.rows.number == rows.number else _where(made.rows.ids, wanted)
            both = at >= 0
            if both.sum() < min(_COMPARED // 3, max(len(some) // 8, 1)):
                continue
            mine = values[some][both].astype(np.float32)
            its = made.values[at[both]]
            for column in range(its.shape[1]):
                if _equal(mine, its[:, column]) or (
                    flags and _separates(its[:, column], mine == mine.max())
                ):
                    found.append(made.origin)
                    covered |= both
                    break
        return found[::-1]


def _equal(mine: Any, its: Any) -> bool:
    return bool((np.abs(mine - its) <= _CLOSE * (1e-6 + np.abs(its))).all())


def _separates(scores: Any, flags: Any) -> bool:
    """Whether all flagged scores lie on one side of all others."""
    step = len(scores) // _STRIDE
    if step > 1 and not _separates(scores[::step], flags[::step]) and flags[::step].any():
        return False
    yes, no = scores[flags], scores[~flags]
    if not len(yes) or not len(no):
        return False
    return bool(yes.min() >= no.max() or yes.max() <= no.min())


def _where(ids: Any, wanted: Any) -> Any:
    """Return a position of each wanted row among the ids, -1 where there is none."""
    hits = np.flatnonzero(np.isin(ids, wanted))
    order = np.argsort(ids[hits], kind="stable")
    held = ids[hits][order]
    if not len(held):
        return np.full(len(wanted), -1)
    at = np.minimum(np.searchsorted(held, wanted), len(held) - 1)
    return np.where(held[at] == wanted, hits[order][at], -1)
