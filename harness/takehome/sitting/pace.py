"""Pace: how long one row takes, and how long many."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from takehome.sitting.table import Table

ONE_TIMES: Final = 5
MANY_ROWS: Final = 30_000


def many(table: Table, id_column: str) -> Table:
    """Return the table's rows over and over, until they are many, each with an id of its own."""
    rounds = -(-MANY_ROWS // max(len(table.rows), 1))
    at, first = table.at(id_column), int(table.ids(id_column).max(initial=0)) + 1
    rows = [row for _ in range(rounds) for row in table.rows][:MANY_ROWS]
    return replace(
        table,
        rows=[[*row[:at], str(first + n), *row[at + 1 :]] for n, row in enumerate(rows)],
    )
