"""Production: what goes wrong with tables once a model is in use, done to a sample of rows.

Everything is made from what a candidate knows as well, the training extract and the folder that
`predict` is given: which columns are leaks, and what comes true, plays no part here.
A fault is a function of the ground that it is made on; to add one is to name it in `FAULTS`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from takehome.sitting.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_MOST_CATEGORIES: Final = 60
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?([eE][-+]?\d+)?")
_WHOLE: Final = re.compile(r"-?\d+")
_DATED: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_NEW: Final = "new_since_launch"
_EXTRA: Final = "ingest_batch"
_LATE_SHARE: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What faults are made of."""

    rows: Table
    """A sample of a window's examples."""
    training: Table
    """Rows of the training examples."""
    id_column: str
    time_columns: tuple[str, ...]
    shared: frozenset[str]
    """Columns that side tables have as well: what joins them."""

    @property
    def categories(self) -> tuple[str, ...]:
        """Columns of words, of which the training examples know a few."""
        return tuple(name for name in self._plain() if self._is_category(name))

    @property
    def measures(self) -> tuple[str, ...]:
        """Columns of numbers."""
        return tuple(name for name in self._plain() if self._is_numeric(name))

    def richest(self, names: tuple[str, ...]) -> str | None:
        """Return the column that is the fullest, and of those the one with most values."""
        return max(names, key=self._wealth, default=None)

    def _plain(self) -> list[str]:
        known = set(self.training.header)
        apart = {self.id_column, *self.time_columns} | self.shared
        return [name for name in self.rows.header if name in known - apart]

    def _is_category(self, name: str) -> bool:
        values = {cell for cell in self.training.cells(name) if cell}
        texts = [cell for cell in values if not _NUMBER.fullmatch(cell) and not _DATED.match(cell)]
        return bool(texts) and len(texts) == len(values) and len(values) <= _MOST_CATEGORIES

    def _is_numeric(self, name: str) -> bool:
        cells = [cell for cell in self.training.cells(name) if cell]
        return bool(cells) and all(_NUMBER.fullmatch(cell) for cell in cells)

    def _wealth(self, name: str) -> tuple[int, int]:
        cells = [cell for cell in self.training.cells(name) if cell]
        return len(cells), len(set(cells))


def _new_category(ground: Ground) -> Table | None:
    """Every row has, in one of its categories in turn, a word that training never had."""
    names, table = ground.categories, ground.rows
    for turn, name in enumerate(names):
        table = table.with_cells(
            name,
            lambda row, cell, turn=turn: _NEW if row % len(names) == turn else cell,  # type: ignore[misc]  # a default that binds the turn
        )
    return table if names else None


def _missing_column(ground: Ground) -> Table | None:
    """A column of numbers is not there, and one of words: few models do without both."""
    header = ground.rows.header
    gone = {ground.richest(ground.measures), ground.richest(ground.categories)} - {None}
    if not gone:
        return None
    return ground.rows.with_columns([at for at, name in enumerate(header) if name not in gone])


def _extra_column(ground: Ground) -> Table:
    """A column that nobody has heard of stands in the middle."""
    table, middle = ground.rows, len(ground.rows.header) // 2
    return Table(
        header=[*table.header[:middle], _EXTRA, *table.header[middle:]],
        rows=[[*row[:middle], str(n), *row[middle:]] for n, row in enumerate(table.rows)],
    )


def _reordered_columns(ground: Ground) -> Table:
    """The columns stand in the opposite order."""
    return ground.rows.with_columns(range(len(ground.rows.header))[::-1])


def _other_types(ground: Ground) -> Table:
    """Values mean what they did, written otherwise: 3 as 3.0, and times with a T in them."""
    table, apart = ground.rows, {ground.id_column} | ground.shared
    for name in table.header:
        if name in ground.time_columns:
            table = table.with_cells(name, lambda _, cell: cell.replace(" ", "T"))
        elif name not in apart:
            table = table.with_cells(
                name, lambda _, cell: f"{cell}.0" if _WHOLE.fullmatch(cell) else cell
            )
    return table


def _empty_table(ground: Ground) -> Table:
    """There is a header, and no row."""
    return replace(ground.rows, rows=[])


def _one_row(ground: Ground) -> Table:
    """There is one row."""
    return ground.rows.where([0])


def _late_rows(ground: Ground) -> Table | None:
    """Every third row comes in late: it happened in the training period, and stands at the end."""
    if not ground.time_columns or not ground.training.rows:
        return None
    count = len(ground.rows.rows)
    order = sorted(range(count), key=lambda row: row % _LATE_SHARE == 0)
    on_time = count - len(range(0, count, _LATE_SHARE))
    table = ground.rows.where(order)
    for name in ground.time_columns:
        then = ground.training.cells(name)
        table = table.with_cells(
            name,
            lambda row, cell, then=then: then[row % len(then)] if row >= on_time else cell,  # type: ignore[misc]  # as above
        )
    return table


FAULTS: Final[Mapping[str, Callable[[Ground], Table | None]]] = {
    "new-category": _new_category,
    "missing-column": _missing_column,
    "extra-column": _extra_column,
    "reordered-columns": _reordered_columns,
    "other-types": _other_types,
    "empty-table": _empty_table,
    "one-row": _one_row,
    "late-rows": _late_rows,
}
"""By name; None where the tables have nothing that it could be done to."""
