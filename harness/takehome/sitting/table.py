"""A table of a probe's folder, as text in rows: what is not changed stays as it was written."""

from __future__ import annotations

import csv
import io
import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

Row = list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A header and rows of cells."""

    header: Row
    rows: list[Row]

    @classmethod
    def of(cls, content: bytes, *, limit: int | None = None) -> Table:
        """Read a CSV file, or its first rows.

        Raises:
            ValueError: It has no header.
        """
        reader = csv.reader(io.StringIO(content.decode(), newline=""))
        header, *rows = itertools.islice(reader, None if limit is None else limit + 1)
        return cls(header=header, rows=rows)

    def content(self) -> bytes:
        """Return the file."""
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows([self.header, *self.rows])
        return text.getvalue().encode()

    def at(self, column: str) -> int:
        """Return where the column stands.

        Raises:
            ValueError: There is none of that name.
        """
        return self.header.index(column)

    def cells(self, column: str) -> Row:
        """Return the cells of a column."""
        at = self.at(column)
        return [row[at] for row in self.rows]

    def ids(self, column: str) -> NDArray[np.int64]:
        """Return the cells of the column of ids, which are whole numbers."""
        return np.array([int(cell) for cell in self.cells(column)], dtype=np.int64)

    def where(self, rows: Sequence[int] | NDArray[np.int64]) -> Table:
        """Return these rows, in this order."""
        return replace(self, rows=[self.rows[row] for row in rows])

    def spread(self, count: int) -> Table:
        """Return so many rows from all over the table; all of them where there are no more."""
        picked = np.linspace(0, len(self.rows) - 1, min(count, len(self.rows)))
        return self.where(picked.round().astype(np.int64))

    def with_cells(self, column: str, change: Callable[[int, str], str]) -> Table:
        """Return it with one column's cells changed, by their rows' numbers and what is there."""
        at = self.at(column)
        return replace(
            self,
            rows=[
                [*row[:at], change(number, row[at]), *row[at + 1 :]]
                for number, row in enumerate(self.rows)
            ],
        )

    def with_columns(self, order: Sequence[int]) -> Table:
        """Return these columns, in this order."""
        return Table(
            header=[self.header[at] for at in order],
            rows=[[row[at] for at in order] for row in self.rows],
        )
