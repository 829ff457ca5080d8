"""Neutral cells: what the columns of a plant hold in the training files where it is not there.

A leak's column holds what production would have held for the same row. Where production never holds
anything, its cells are dealt out again among the rows: the column is as full as it was, of the same
values, and knows nothing. A decoy's cells are dealt out again too. Cells that a mess or a change of
unit had written otherwise are as they were before, and labels that were still to come are final.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from takehome_datasets.dress import dressed
from takehome_datasets.files import Files
from takehome_datasets.key import NeutralCells
from takehome_datasets.making import Happened
from takehome_datasets.scene import DAY
from takehome_datasets.streams import Streams
from takehome_datasets.tables import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from takehome_datasets.key import PlantRecord
    from takehome_datasets.tables import Column

Cells = Sequence[str]


def neutral_cells(made: Happened, files: Files, streams: Streams) -> tuple[NeutralCells, ...]:
    """Return the neutral cells of every plant that can be taken out without another world.

    Args:
        made: The world with its plants.
        files: As its tables are written.
        streams: Of the variant.
    """
    source = _Source(made=made, files=files, streams=streams)
    return tuple(cells for record in made.records for cells in source.of(record))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """Everything that neutral cells are taken from."""

    made: Happened
    files: Files
    streams: Streams

    def of(self, record: PlantRecord) -> Iterator[NeutralCells]:
        """Give the neutral cells of one plant's columns."""
        for column in record.columns:
            table = self._home(record, column)
            fields = None if table is None else self._fields(record, table, column)
            if table is not None and fields is not None:
                yield NeutralCells(
                    plant=record.id,
                    table=f"{table}.csv",
                    column=self.files.names[column],
                    cells="\n".join(fields).encode(),
                )

    def _home(self, record: PlantRecord, column: str) -> str | None:
        tables = self.files.scene.tables
        return next(
            (name for name in (record.table, *tables) if column in tables[name].columns), None
        )

    def _fields(self, record: PlantRecord, table: str, column: str) -> Cells | None:
        """Return the neutral cells of a column; None where the plant did nothing to them."""
        scene = self.files.scene
        held = scene.tables[table].columns[column]
        if column == scene.outcome_column and table == scene.examples:
            return self._final_labels(held) if record.mechanism == "immature-labels" else None
        if record.kind == "leak":
            return self._honest(table, held)
        if record.kind == "decoy":
            return self._dealt(table, held)
        return self._as_before(table, held)

    def _final_labels(self, held: Column) -> Cells:
        return self._written(
            self.files.scene.examples, held, self.files.scene.truth.happened.astype(np.int64)
        )

    def _honest(self, table: str, held: Column) -> Cells:
        """Return what production holds, where it holds anything."""
        rows = self._rows(table)
        if held.extracted is None or held.missing()[rows].all():
            return self._dealt(table, held)
        return self._written(table, held, held.values)

    def _dealt(self, table: str, held: Column) -> Cells:
        fields = self._written(table, held, held.state(extracted=True))
        order = self.streams.rng("twins", table, held.name).permutation(len(fields))
        return [fields[at] for at in order]

    def _as_before(self, table: str, held: Column) -> Cells | None:
        """Return the cells as they were before a plant wrote them otherwise."""
        before = dressed(self.made.clean, self.streams).tables[table].columns.get(held.name)
        if before is None:
            return None
        was, now = before.state(extracted=True), held.state(extracted=True)
        if was.size == now.size and np.array_equal(was, now, equal_nan=was.dtype.kind == "f"):
            return None
        return self._written(table, before, was)

    def _rows(self, table: str) -> NDArray[np.int64] | slice:
        scene, extract = self.files.scene, self.files.training_extract()
        if table == scene.examples:
            return extract.rows
        return np.flatnonzero(scene.tables[table].appears < extract.day * DAY)

    def _written(self, table: str, column: Column, values: NDArray[np.generic]) -> Cells:
        sheet = Sheet(
            columns=((column.name, column, values[self._rows(table)]),),
            starts=self.files.scene.calendar.starts,
        )
        return sheet.fields(column.name)
