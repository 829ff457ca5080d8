"""Tables as the engine holds them, and as they are written down."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv as arrow_csv

from takehome_datasets.cells import Cells
from takehome_datasets.columns import Column, Form

__all__ = ["Column", "Form", "Sheet", "Table", "sheet", "write_csv"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table in canonical names."""

    name: str
    meaning: str
    columns: Mapping[str, Column]
    appears: NDArray[np.int64]
    """The second at which each row came to be; what comes later is not in an earlier extract."""

    def with_column(self, column: Column) -> Table:
        """Return the table with a column added at the end, or put in place of its namesake."""
        return replace(self, columns={**self.columns, column.name: column})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Some rows of some columns in one state, under a variant's names: what is written down."""

    columns: tuple[tuple[str, Column, NDArray[Any]], ...]
    """Name, what it is, and its cells."""
    starts: date
    """Of the training period: moments and days count from it."""

    def arrow(self) -> pa.Table:
        """Return it as an Arrow table."""
        arrays = [Cells.of(column, cells, self.starts).arrow() for _, column, cells in self.columns]
        return pa.table(arrays, names=[name for name, _, _ in self.columns])

    def needs_quotes(self) -> bool:
        """Return whether some words have commas, quotes or line breaks in them."""
        return any(
            mark in words
            for words in ("".join(column.levels) for _, column, _ in self.columns)
            for mark in ',"\r\n'
        )

    def repeated(self) -> list[str]:
        """Return the columns of words that come twice on the average, or more often."""
        return [
            name
            for name, column, cells in self.columns
            if column.form == "text" and 2 * len(column.levels) <= cells.size
        ]

    def hashed(self) -> tuple[pa.Table, bytes]:
        """Return it as an Arrow table, and a hash over its canonical values."""
        hasher = blake2b(digest_size=20)
        arrays = []
        for name, column, values in self.columns:
            cells = Cells.of(column, values, self.starts)
            arrays.append(cells.arrow())
            cells.feed(hasher, name, arrays[-1])
        names = [name for name, _, _ in self.columns]
        return pa.table(arrays, names=names), hasher.digest()

    def to_csv(self) -> bytes:
        """Return it as a CSV file with a header; a missing value is an empty field."""
        return _to_csv(self.arrow(), header=True, quoted=self.needs_quotes())

    def fields(self, name: str) -> tuple[str, ...]:
        """Return one column as CSV fields.

        Raises:
            KeyError: It has no column of that name.
        """
        table = self.arrow().select([name])
        return tuple(
            _to_csv(table, header=False, quoted=self.needs_quotes()).decode().split("\n")[:-1]
        )


def sheet(
    table: Table,
    rows: NDArray[np.int64] | slice,
    *,
    names: Mapping[str, str],
    order: Sequence[str],
    extracted: bool,
    starts: date,
) -> Sheet:
    """Return rows of a table in one state, with the columns in that order."""
    chosen = []
    for canonical in order:
        column = table.columns[canonical]
        cells = column.state(extracted=extracted)[rows]
        chosen.append((names.get(canonical, canonical), column, cells))
    return Sheet(columns=tuple(chosen), starts=starts)


def write_csv(table: pa.Table, out: BinaryIO, *, header: bool = True, quoted: bool = False) -> None:
    """Write a table as a CSV file; a missing value is an empty field.

    Args:
        table: What is written.
        out: Where to.
        header: Whether it begins with the names.
        quoted: Whether some words need quotes. Arrow then quotes every word, as some exports do.
    """
    if header:
        # Arrow would quote every name, which no export of a warehouse does.
        out.write(",".join(table.column_names).encode() + b"\n")
    style = "needed" if quoted else "none"
    arrow_csv.write_csv(
        table, out, arrow_csv.WriteOptions(include_header=False, quoting_style=style)
    )


def _to_csv(table: pa.Table, *, header: bool, quoted: bool) -> bytes:
    out = io.BytesIO()
    write_csv(table, out, header=header, quoted=quoted)
    return out.getvalue()
