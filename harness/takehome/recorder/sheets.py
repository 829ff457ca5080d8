"""Sheets: what a few hundred fixed rows looked like in every table that was made.

Comparing a matrix with the sheets tells which columns it holds and which calls made them, whatever
was copied, sliced or stacked in between.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROWS: Final = 256
_COLUMNS: Final = 96
_SHEETS: Final = 24
_COMPARED: Final = 12
_FEW: Final = 4
_FITTED: Final = 48
_MENDED: Final = 0.9
_ACCIDENT: Final = 1e-9
_LINEAR: Final = 1 - 1e-9


class Sheet:
    """One table's values in the fixed rows."""

    __slots__ = ("has", "names", "origin", "plain", "values", "via", "width")

    def __init__(
        self, origin: int, width: int, names: list[str], values: Any, has: Any, via: list[int]
    ) -> None:
        self.origin = origin
        self.width = width
        self.names = names
        self.values = values
        self.has = has
        self.via = via
        self.plain = False
        """Whether it holds columns of the examples table and nothing else."""


class Sheets:
    """The sheets of the tables that were made last, and that of the examples table."""

    def __init__(self) -> None:
        self._slot: Any = None
        self._fixed: Any = None
        self._first: Sheet | None = None
        self._later: list[Sheet] = []

    def begin(self, table: Any) -> None:
        """Take the sheet of the examples table."""
        n, names = table.n, list(table.names or [""] * table.width)
        fixed = np.sort(np.random.default_rng(n).permutation(n)[:_ROWS])
        self._slot = np.full(n + 1, -1, dtype=np.int16)
        self._slot[fixed] = np.arange(len(fixed))
        self._fixed = fixed
        values = table.rows_of(fixed)[:, :_COLUMNS]
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
        at, everywhere = self.seen(ids)
        at, slots = at[:_COMPARED], everywhere[:_COMPARED]
        if len(at) < _FEW:
            return (sight.names, [])
        mine = sight.rows_of(at)
        names = list(sight.names) if sight.names is not None else [""] * sight.width
        open_: Any = np.isfinite(mine).any(axis=0)
        via: list[int] = []
        for sheet, pairs in self._matches(mine, slots, everywhere, open_):
            if sheet.origin and _vary(mine, pairs):
                via.extend(each for each in (sheet.origin, *sheet.via) if each not in via)
            for mine_at, its_at in pairs:
                open_[mine_at] = False
                if not names[mine_at] and its_at < len(sheet.names):
                    names[mine_at] = sheet.names[its_at]
        if sight.names is None and open_.any():
            self._linear(mine, slots, open_, names)
        return (names if any(names) else None), sorted(set(via))

    def add(self, origin: int, sight: Any, ids: Any, via: list[int]) -> None:
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
        some = slots[:_COMPARED]
        open_: Any = np.isfinite(values[some]).any(axis=0)
        pairs = _equal(values[some], self._first.values[some], open_)
        names = list(sight.names) if sight.names is not None else [""] * sight.width
        sheet = Sheet(origin, sight.width, names, values, has, via[:8])
        sheet.plain = len(pairs) == int(open_.sum())
        if sight.names is None:
            for mine_at, its_at in pairs:
                names[mine_at] = self._first.names[its_at]
                open_[mine_at] = False
            if open_.any():
                self._linear(values[some], some, open_, names)
        self._later.append(sheet)
        del self._later[:-_SHEETS]

    def _matches(
        self, mine: Any, slots: Any, everywhere: Any, open_: Any
    ) -> Iterator[tuple[Sheet, list[tuple[int, int]]]]:
        """Give the sheets, the latest first, with the open columns that they account for."""
        for sheet in [*reversed(self._later), *([self._first] if self._first else [])]:
            if not open_.any():
                return
            # Made from a table means: no row in it that was not in the table.
            if not sheet.has[everywhere].all():
                continue
            pairs = _equal(mine, sheet.values[slots], open_)
            whole = pairs == [(each, each) for each in range(sheet.width)]
            # Columns that were not changed may come from anywhere, unless all of them are there.
            if not sheet.plain or (whole and sheet.width == mine.shape[1]):
                yield sheet, pairs

    def fits(self, sight: Any, ids: Any) -> bool | None:
        """Whether an object holds in these rows what a table was seen to hold in them.

        None where too little can be compared to tell.
        """
        if self._first is None or sight.width > _COLUMNS:
            return None
        at, slots = self.seen(ids)
        some = np.linspace(0, len(at) - 1, min(len(at), _FITTED)).astype(int)
        at, slots = at[some], slots[some]
        if len(at) < _COMPARED:
            return None
        mine = sight.rows_of(at)
        for sheet in [self._first, *reversed(self._later)]:
            if not sheet.has[slots].all():
                continue
            pairs = _same_names(sight, sheet) or (
                _equal(mine, sheet.values[slots], np.isfinite(mine).any(axis=0))
            )
            if not pairs:
                continue
            its = sheet.values[:, [its_at for _, its_at in pairs]]
            same = _near(mine[:, [mine_at for mine_at, _ in pairs]], its[slots])
            kept = same.mean(axis=0) > _MENDED
            # How often two rows agree by accident, in all compared columns at once.
            seen = its[sheet.has][:, kept]
            if kept.any() and _collision(seen) ** len(at) < _ACCIDENT:
                return True
        return None

    def _linear(self, mine: Any, slots: Any, open_: Any, names: list[str]) -> None:
        """Name columns that are columns of the examples table on another scale."""
        if self._first is None:
            return
        its = self._first.values[slots]
        likeness = np.abs(_standard(mine).T @ _standard(its))
        best = likeness.argmax(axis=1)
        for j in np.flatnonzero(open_):
            if likeness[j, best[j]] >= _LINEAR and not names[j]:
                names[j] = self._first.names[best[j]]


def _equal(mine: Any, its: Any, open_: Any) -> list[tuple[int, int]]:
    """Return which of my columns equals which of its columns."""
    # What is missing there may have been filled here.
    gaps = np.isnan(its)
    full = gaps.mean(axis=0) < 0.5  # noqa: PLR2004 - a column of gaps is like any other
    # Three rows rule out nearly all pairs; the rest of the rows is for those that are left.
    first = _near(mine[:3, :, None], its[:3, None, :]) | gaps[:3, None, :]
    found: list[tuple[int, int]] = []
    for j, k in np.argwhere(first.all(axis=0) & open_[:, None] & full[None, :]):
        if found and found[-1][0] == j:
            continue
        if (_near(mine[:, j], its[:, k]) | gaps[:, k]).all():
            found.append((int(j), int(k)))
    return found


def _same_names(sight: Any, sheet: Sheet) -> list[tuple[int, int]]:
    """Return pairs of columns of the same name."""
    if sight.names is None:
        return []
    return [
        (at, sheet.names.index(name))
        for at, name in enumerate(sight.names)
        if name in sheet.names[: sheet.values.shape[1]]
    ]


def _collision(values: Any) -> float:
    """Return how likely two rows are to be alike."""
    _, counts = np.unique(np.nan_to_num(values), axis=0, return_counts=True)
    return float(((counts / counts.sum()) ** 2).sum())


def _near(mine: Any, its: Any) -> Any:
    # Single precision keeps seven digits; what is equal in it is the same value.
    with np.errstate(invalid="ignore", over="ignore"):
        return np.abs(mine - its) <= 1e-7 * np.abs(its)


def _vary(mine: Any, pairs: list[tuple[int, int]]) -> bool:
    """Whether any of the matched columns has enough values to be matched by."""
    return any(len(np.unique(mine[:, at])) > _FEW for at, _ in pairs)


def _standard(values: Any) -> Any:
    filled = np.where(np.isfinite(values), values, 0.0)
    centred = filled - filled.mean(axis=0)
    size = np.sqrt((centred**2).sum(axis=0))
    return centred / np.where(size > 0, size, np.inf)
