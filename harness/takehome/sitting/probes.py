"""The probes of a variant: what is asked of a fitted submission, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takehome.sitting.batch import BATCHES
from takehome.sitting.pace import ONE_TIMES, many
from takehome.sitting.probe import Bearing, Files, Probe, Sheet
from takehome.sitting.production import FAULTS, Ground
from takehome.sitting.table import Table
from takehome_graders.listening import PROBE, REPEAT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takehome_datasets.key import Counterfactual, Window
    from takehome_datasets.variant import Variant

BATCH: Final = "batch:"
PRODUCTION: Final = "production:"
PACE: Final = "pace:"
_SAMPLE: Final = 300
"""Rows on which production's faults are tried."""
_LOOKED_AT: Final = 5000
"""Training rows from which it is seen what a column holds."""


def probes_of(variant: Variant) -> Iterator[Probe]:
    """Yield the probes of a variant in the order in which they are asked.

    Scored windows come first, so that nothing of a counterfactual can reach a scored answer. One is
    asked twice, which tells what moves by itself from what is moved. What is tried out on copies of
    rows comes next, and the stream last.
    """
    key = variant.key
    for window in key.windows:
        yield _whole(window.name, window, Bearing.SCORED)
    for window in key.windows[:1]:
        yield _whole(f"{REPEAT}{window.name}", window, Bearing.WATCHED)
    for counterfactual in key.counterfactuals:
        window = key.window(counterfactual.window)
        yield Probe(
            name=f"{PROBE}{counterfactual.plant}",
            sheets=(Sheet(files=_filled(window.folder, counterfactual), ids=window.ids),),
            bearing=Bearing.WATCHED,
        )
    for window in key.windows[:1]:
        yield from _tried(variant, window)
    for stretch in key.stream:
        sheet = Sheet(files=stretch.folder, ids=stretch.ids)
        yield Probe(name=stretch.name, sheets=(sheet,), asks="monitor")


def _whole(name: str, window: Window, bearing: Bearing) -> Probe:
    return Probe(name=name, sheets=(Sheet(files=window.folder, ids=window.ids),), bearing=bearing)


def _tried(variant: Variant, window: Window) -> Iterator[Probe]:
    """Yield what is tried on copies of a window's rows."""
    key = variant.key
    examples = Table.of(window.folder[key.table])

    def sheet(table: Table) -> Sheet:
        files = {**window.folder, key.table: table.content()}
        return Sheet(files=files, ids=table.ids(key.id_column))

    for name, dealt in BATCHES.items():
        yield Probe(name=f"{BATCH}{name}", sheets=tuple(map(sheet, dealt(examples))))
    ground = _ground(variant, window, examples)
    for name, fault in FAULTS.items():
        if (table := fault(ground)) is not None:
            yield Probe(name=f"{PRODUCTION}{name}", sheets=(sheet(table),))
    yield Probe(name=f"{PACE}one", sheets=(sheet(examples.where([0])),), times=ONE_TIMES)
    yield Probe(name=f"{PACE}many", sheets=(sheet(many(examples, key.id_column)),))


def _ground(variant: Variant, window: Window, examples: Table) -> Ground:
    key = variant.key
    beside = [
        Table.of(content, limit=0).header
        for name, content in window.folder.items()
        if name.endswith(".csv") and name != key.table
    ]
    return Ground(
        rows=examples.spread(_SAMPLE),
        training=Table.of(variant.data[key.table], limit=_LOOKED_AT),
        id_column=key.id_column,
        time_columns=key.time_columns,
        shared=frozenset(name for header in beside for name in header),
    )


def _filled(files: Files, counterfactual: Counterfactual) -> Files:
    """Return the window's files with one column filled as the training extract has it."""
    table = Table.of(files[counterfactual.table])
    filled = table.with_cells(counterfactual.column, lambda row, _: counterfactual.cells[row])
    return {**files, counterfactual.table: filled.content()}
