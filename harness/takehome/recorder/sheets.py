"""Sheets: what a few hundred fixed rows looked like in every table that was made.

Comparing a matrix with the sheets tells which columns it holds and which calls made them, whatever
was copied, sliced or stacked in between.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

_ROWS: Final = 256
_COLUMNS: Final = 96
_SHEETS: Final = 24
_COMPARED: Final = 12
_FEW: Final = 4
_LINEAR: Final = 1 - 1e-9


class Sheet:
    """One table's values in the fixed rows."""

    __slots__ = ("has", "names", "origin", "via", "values", "width")

    def __init__(  # noqa: PLR0913 - one field each
        self, origin: int, width: int, names: list[str], values: Any, has: Any, via: list[int]
    ) -> None:
        self.origin = origin
        self.width = width
        self.names = names
        self.values = values
        self.has = has
        self.via = via


class Sheets:
    """The sheets of the tables that were made last, and that of the examples table."""

    def __init__(self) -> None:
        self._slot: Any = None
        self._fixed: Any = None
        self._first: Sheet | None = None
        self._later: list[Sheet] = []

    def begin(self, names: list[str], columns: Any, n: int) -> None:
        """Take the sheet of the examples table."""
        fixed = np.sort(np.random.default_rng(n).permutation(n)[:_ROWS])
        self._slot = np.full(n + 1, -1, dtype=np.int16)
        self._slot[fixed] = np.arange(len(fixed))
        self._fixed = fixed
        values = np.full((len(fixed), min(len(names), _COLUMNS)), np.nan)
        for at in range(values.shape[1]):
            column = columns(at)
            if column is not None:
                values[:, at] = column[fixed]
        self._first = Sheet(0, len(names), names, values, np.ones(len(fixed), dtype=bool), [])

    def seen(self, ids: Any) -> tuple[Any, Any]:
        """Return the positions of fixed rows among these rows, and their slots."""
        if self._slot is None:
            return np.empty(0, dtype=int), np.empty(0, dtype=int)
        # Row -1 meets the last entry, which belongs to no fixed row.
        slots = self._slot[ids]
        at = np.flatnonzero(slots >= 0)
        return at, slots[at].astype(int)

    def read(self, sight: Any, ids: Any) -> tuple[list[str] | None, list[int]]:
        """Return what the columns of a table are called, and which calls made them."""
        if sight.width > _COLUMNS or self._first is None:
            return (sight.names, [])
        at, slots = self.seen(ids)
        at, slots = at[:_COMPARED], slots[:_COMPARED]
        if len(at) < _FEW:
            return (sight.names, [])
        mine = sight.rows_of(at)
        names = list(sight.names) if sight.names is not None else [""] * sight.width
        open_, via = np.isfinite(mine).any(axis=0), []
        for sheet in [*reversed(self._later), self._first]:
            if not open_.any():
                break
            if not sheet.has[slots].all():
                continue
            pairs = _equal(mine, sheet.values[slots], open_)
            if sheet.origin and _vary(mine, pairs):
                via.append(sheet.origin)
                via.extend(each for each in sheet.via if each not in via)
            for mine_at, its_at in pairs:
                open_[mine_at] = False
                if not names[mine_at] and its_at < len(sheet.names):
                    names[mine_at] = sheet.names[its_at]
        if sight.names is None and open_.any():
            self._linear(mine, slots, open_, names)
        return (names if any(names) else None), sorted(set(via))

    def add(self, origin: int, sight: Any, ids: Any, via: list[int], names: Any) -> None:
        """Take the sheet of a table that a call made."""
        if self._first is None or sight.width > _COLUMNS:
            return
        at, slots = self.seen(ids)
        if len(at) < _FEW:
            return
        values = np.full((len(self._fixed), sight.width), np.nan)
        has = np.zeros(len(self._fixed), dtype=bool)
        values[slots] = sight.rows_of(at)
        has[slots] = True
        known = sight.names or names or []
        self._later.append(Sheet(origin, sight.width, list(known), values, has, via[:8]))
        del self._later[:-_SHEETS]

    def agrees(self, sight: Any, ids: Any) -> bool | None:
        """Whether columns of the same names hold what the examples table holds in these rows.

        None where there is nothing to compare.
        """
        if self._first is None or sight.names is None:
            return None
        at, slots = self.seen(ids)
        if len(at) < _FEW:
            return None
        compared = 0
        for j, name in enumerate(sight.names[:_COLUMNS]):
            if name not in self._first.names[:_COLUMNS]:
                continue
            mine = sight.column(j)
            its = self._first.values[slots, self._first.names.index(name)]
            if mine is None or len(np.unique(its[np.isfinite(its)])) < _COMPARED:
                continue
            same = _near(np.asarray(mine[at], dtype=float), its)
            if same.mean() < 0.8:  # noqa: PLR2004 - some cells may have been mended
                return False
            compared += 1
            if compared == _FEW:
                break
        return True if compared else None

    def _linear(self, mine: Any, slots: Any, open_: Any, names: list[str]) -> None:
        """Name columns that are columns of the examples table on another scale."""
        assert_first = self._first
        if assert_first is None:
            return
        its = assert_first.values[slots]
        for_mine, for_its = _standard(mine), _standard(its)
        likeness = np.abs(for_mine.T @ for_its)
        best = likeness.argmax(axis=1)
        for j in np.flatnonzero(open_):
            if likeness[j, best[j]] >= _LINEAR and not names[j]:
                names[j] = assert_first.names[best[j]]


def _equal(mine: Any, its: Any, open_: Any) -> list[tuple[int, int]]:
    """Return which of my columns equals which of its columns."""
    same = (_near(mine[:, :, None], its[:, None, :])).all(axis=0)
    same[~open_] = False
    return [(int(j), int(same[j].argmax())) for j in np.flatnonzero(same.any(axis=1))]


def _near(mine: Any, its: Any) -> Any:
    # Single precision keeps seven digits; what is equal in it is the same value.
    with np.errstate(invalid="ignore", over="ignore"):
        return np.abs(mine - its) <= 1e-7 * np.abs(its)  # noqa: PLR2004 - see above


def _vary(mine: Any, pairs: list[tuple[int, int]]) -> bool:
    """Whether any of the matched columns has enough values to be matched by."""
    return any(len(np.unique(mine[:, at])) > _FEW for at, _ in pairs)


def _standard(values: Any) -> Any:
    filled = np.where(np.isfinite(values), values, 0.0)
    centred = filled - filled.mean(axis=0)
    size = np.sqrt((centred**2).sum(axis=0))
    return centred / np.where(size > 0, size, np.inf)
