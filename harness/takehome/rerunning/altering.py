"""Altering rows: other features, or other labels, for some rows of a table.

Features are changed as far as it takes to be noticed, and no further: numbers move within their
column's range, words become other words of it that stand further up in the file, and what is rare,
missing, extreme or an id stays. Whoever learns from other rows alone learns the same as before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from takehome.sitting.table import Table

    Flags = NDArray[np.bool_]

_STEP: Final = 0.6
"""How far a number moves, of its way to the upper end of its column's range."""
_ENDS: Final = (5, 95)
"""Percentiles of a column: what lies beyond them stays."""
_FEW: Final = 20
"""Numbers with no more different values than this are names for something."""
_MANY: Final = 200
"""Words with more different values than this are ids."""
_COMMON: Final = 5
"""Rows outside the changed ones that a word has to have."""


def with_features(table: Table, rows: Flags, kept: Collection[str]) -> Table:
    """Return the table with other features in these rows; columns that are kept stay."""
    columns = [list(cells) for cells in zip(*table.rows, strict=True)]
    for at, name in enumerate(table.header):
        if name not in kept and columns:
            columns[at] = list(_altered(columns[at], rows))
    return replace(table, rows=[list(row) for row in zip(*columns, strict=True)])


def with_permuted(table: Table, column: str, rows: Flags, rng: np.random.Generator) -> Table:
    """Return the table with one column's cells permuted among these rows."""
    cells, at = np.array(table.cells(column), dtype=object), np.flatnonzero(rows)
    cells[at] = cells[rng.permutation(at)]
    return table.with_cells(column, lambda row, _: str(cells[row]))


def _altered(cells: Sequence[str], rows: Flags) -> Sequence[str]:
    numbers = _numbers(cells)
    if numbers is not None and np.unique(numbers[~np.isnan(numbers)]).size > _FEW:
        return _moved(cells, numbers, rows)
    return _renamed(cells, rows)


def _numbers(cells: Sequence[str]) -> NDArray[np.float64] | None:
    try:
        return np.array([float(cell) if cell else np.nan for cell in cells])
    except ValueError:
        return None


def _moved(cells: Sequence[str], numbers: NDArray[np.float64], rows: Flags) -> Sequence[str]:
    low, high = np.nanpercentile(numbers, _ENDS)
    inside = rows & (numbers >= low) & (numbers <= high)
    decimals = max(len(cell.partition(".")[2]) for cell in cells if "e" not in cell.lower())
    moved = list(cells)
    for row in np.flatnonzero(inside):
        value = numbers[row] + _STEP * (high - numbers[row])
        moved[row] = f"{value:.{decimals}f}"
    return moved


def _renamed(cells: Sequence[str], rows: Flags) -> Sequence[str]:
    common = Counter(
        cell for cell, changed in zip(cells, rows, strict=True) if cell and not changed
    )
    words = [word for word, count in common.items() if count >= _COMMON]
    if not 1 < len(words) <= _MANY:
        return cells
    names = _Names.of(cells, words)
    renamed = list(cells)
    for row in np.flatnonzero(rows).tolist():
        renamed[row] = names.another(row, cells[row])
    return renamed


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """The common words of a column, and the row in which each stands first."""

    words: Sequence[str]
    first: dict[str, int]

    @classmethod
    def of(cls, cells: Sequence[str], words: Sequence[str]) -> _Names:
        """Learn where each word stands first."""
        first: dict[str, int] = {}
        for row, cell in enumerate(cells):
            first.setdefault(cell, row)
        return cls(words=words, first=first)

    def another(self, row: int, word: str) -> str:
        """Return the next word that stands further up; the word itself where it is the first."""
        if word not in self.words or self.first[word] == row:
            return word
        at = self.words.index(word)
        others = (*self.words[at + 1 :], *self.words[:at])
        return next((other for other in others if self.first[other] < row), word)
