"""Tables as the engine holds them, and as they are written down.

A column has two states where the world's systems fill it in late: what was there when the training
table was extracted, and what was there when each row had to be predicted.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv as arrow_csv

Form = Literal["number", "count", "text", "moment", "day"]
"""`moment` is in seconds and `day` in days, both since the training period began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column, with every row that the world ever saw."""

    name: str
    form: Form
    values: NDArray[Any]
    """As of the time at which the row is predicted. Numbers and counts may be NaN, codes -1."""
    extracted: NDArray[Any] | None = None
    """As of extraction, where that differs."""
    available: NDArray[np.int64] | None = None
    """The second at which the extracted state came about; None means with the row itself."""
    levels: tuple[str, ...] = ()
    """Of a text column: what its codes stand for."""
    decimals: int = 0
    """To which a number is rounded when it is written."""

    def state(self, *, extracted: bool) -> NDArray[Any]:
        """Return the values of one of the two states."""
        return self.values if self.extracted is None or not extracted else self.extracted

    def missing(self) -> NDArray[np.bool_]:
        """Return where the value is missing when the row is predicted."""
        if self.form == "text":
            return np.asarray(self.values < 0)
        if self.values.dtype.kind == "f":
            return np.asarray(np.isnan(self.values))
        return np.zeros(self.values.size, dtype=np.bool_)


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
        arrays = [_arrow(column, cells, self.starts) for _, column, cells in self.columns]
        return pa.table(arrays, names=[name for name, _, _ in self.columns])

    def to_csv(self) -> bytes:
        """Return it as a CSV file with a header; a missing value is an empty field."""
        return _to_csv(self.arrow(), header=True)

    def fields(self, name: str) -> tuple[str, ...]:
        """Return one column as CSV fields.

        Raises:
            KeyError: It has no column of that name.
        """
        table = self.arrow().select([name])
        return tuple(_to_csv(table, header=False).decode().split("\n")[:-1])


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


def _arrow(column: Column, cells: NDArray[Any], starts: date) -> pa.Array:
    match column.form:
        case "text":
            codes = pa.array(cells.astype(np.int32), mask=cells < 0)
            return pa.array(column.levels, type=pa.string()).take(codes)
        case "number":
            return pa.array(np.round(cells, column.decimals) + 0.0, mask=np.isnan(cells))
        case "count":
            empty = np.isnan(cells) if cells.dtype.kind == "f" else np.zeros(cells.size, bool)
            return pa.array(np.where(empty, 0, cells).astype(np.int64), mask=empty)
        case "moment":
            epoch = (starts - date(1970, 1, 1)).days * 86_400
            return pa.array(cells.astype(np.int64) + epoch).cast(pa.timestamp("s"))
        case "day":
            epoch = (starts - date(1970, 1, 1)).days
            return pa.array((cells + epoch).astype(np.int32)).cast(pa.date32())


def _to_csv(table: pa.Table, *, header: bool) -> bytes:
    out = io.BytesIO()
    if header:
        # Arrow would quote every name, which no export of a warehouse does.
        out.write(",".join(table.column_names).encode() + b"\n")
    # Nothing is quoted: Arrow refuses to write what would need it.
    options = arrow_csv.WriteOptions(include_header=False, quoting_style="none")
    arrow_csv.write_csv(table, out, options)
    return out.getvalue()
