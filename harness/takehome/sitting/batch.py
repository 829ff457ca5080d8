"""Batch: the same rows alone, shuffled and in halves. An answer may not depend on neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from takehome.sitting.table import Table

ALONE: Final = 20
"""Rows that are asked one by one."""
_ORDER: Final = 7
"""Any order will do that is not the table's own; the same one every time."""


def _alone(table: Table) -> list[Table]:
    some = table.spread(ALONE)
    return [some.where([row]) for row in range(len(some.rows))]


def _shuffled(table: Table) -> list[Table]:
    return [table.where(np.random.default_rng(_ORDER).permutation(len(table.rows)))]


def _halves(table: Table) -> list[Table]:
    middle = len(table.rows) // 2
    return [table.where(range(middle)), table.where(range(middle, len(table.rows)))]


BATCHES: Final[Mapping[str, Callable[[Table], list[Table]]]] = {
    "alone": _alone,
    "shuffled": _shuffled,
    "halves": _halves,
}
"""By name, how a window's examples are dealt out: one folder for each table."""
