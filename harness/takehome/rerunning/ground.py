"""The ground of a re-run: training files, or a sample of their rows, and what is true of each.

A sample takes whole entities, so that their histories stay what they were, and keeps the order of
the file. Tables beside the examples stay as they are.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from takehome.sitting.probe import Files
from takehome.sitting.table import Table
from takehome_graders.recording import Truth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from takehome_datasets.key import Key
    from takehome_datasets.variant import Variant


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Training files and what is true of each row of their examples."""

    files: Files
    examples: str
    """The file of the examples, such as `payments.csv`."""
    outcome: str
    kept: frozenset[str]
    """Columns that no change touches: ids, times, the outcome, and what other tables share."""
    truth: Truth
    rows: NDArray[np.int64]
    """Which rows of the kit's file they are."""

    def table(self) -> Table:
        """Return the examples."""
        return Table.of(self.files[self.examples])

    def labels(self, table: Table) -> NDArray[np.bool_]:
        """Return which rows are positive."""
        return np.array([float(cell or 0) > 0 for cell in table.cells(self.outcome)])

    def with_table(self, table: Table) -> Files:
        """Return the files with other examples."""
        return {**self.files, self.examples: table.content()}


def whole(variant: Variant, files: Mapping[str, bytes] | None = None) -> Ground:
    """Return the ground of all rows.

    Args:
        variant: Whose rows they are.
        files: Its training files; left out, as the kit has them.
    """
    key, data = variant.key, files or variant.data
    beside = [
        Table.of(content, limit=0).header
        for name, content in data.items()
        if name.endswith(".csv") and name != key.table
    ]
    told = key.training
    size = len(Table.of(data[key.table]).rows)
    return Ground(
        files=data,
        examples=key.table,
        outcome=key.outcome_column,
        kept=frozenset(
            [key.id_column, key.outcome_column, *key.time_columns]
            + [name for header in beside for name in header]
        ),
        truth=Truth()
        if told is None
        else Truth(time=told.moment, entity=told.entity, twin=told.twin),
        rows=np.arange(size, dtype=np.int64),
    )


def sampled(ground: Ground, rows: NDArray[np.int64]) -> Ground:
    """Return the ground of some rows."""
    truth = ground.truth
    return replace(
        ground,
        files=ground.with_table(ground.table().where(rows)),
        truth=Truth(
            time=None if truth.time is None else truth.time[rows],
            entity=None if truth.entity is None else truth.entity[rows],
            twin=None if truth.twin is None else truth.twin[rows],
        ),
        rows=ground.rows[rows],
    )


def sample_of(key: Key, size: int, wanted: int) -> NDArray[np.int64]:
    """Return about as many rows as wanted, of whole entities, in the order of the file.

    The same key gives the same rows.
    """
    rng = np.random.default_rng(zlib.crc32(f"re-runs of {key.kit}".encode()))
    entity = key.training.entity if key.training is not None else np.arange(size)
    if wanted >= size:
        return np.arange(size, dtype=np.int64)
    names, of = np.unique(entity, return_inverse=True)
    order = rng.permutation(names.size)
    sizes = np.cumsum(np.bincount(of)[order])
    chosen = order[: int(np.searchsorted(sizes, wanted)) + 1]
    return np.flatnonzero(np.isin(of, chosen)).astype(np.int64)
