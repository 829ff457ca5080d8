"""The probes of a variant: what is asked of a fitted submission, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takehome.sitting.batch import BATCHES
from takehome.sitting.disguise import Place, disguised, shuffled
from takehome.sitting.pace import ONE_TIMES, many
from takehome.sitting.probe import Bearing, Files, Probe, Sheet
from takehome.sitting.production import FAULTS, Ground
from takehome.sitting.table import Table
from takehome_graders.listening import PROBE, REPEAT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takehome_datasets.key import Counterfactual, Key, Window
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
    rows comes next, and the stream last. Rows that were asked about before are disguised.
    """
    key = variant.key
    for window in key.windows:
        sheet = Sheet(files=window.folder, ids=window.ids)
        yield Probe(name=window.name, sheets=(sheet,), bearing=Bearing.SCORED)
    for window in key.windows[:1]:
        yield _watched(key, f"{REPEAT}{window.name}", window, window.folder)
    for counterfactual in key.counterfactuals:
        window = key.window(counterfactual.window)
        filled = _filled(window.folder, counterfactual)
        yield _watched(key, f"{PROBE}{counterfactual.plant}", window, filled)
    for window in key.windows[:1]:
        yield from _tried(variant, window)
    for stretch in key.stream:
        sheet = Sheet(files=stretch.folder, ids=stretch.ids)
        yield Probe(name=stretch.name, sheets=(sheet,), asks="monitor")


def _watched(key: Key, name: str, window: Window, files: Files) -> Probe:
    """Return a question about all rows of a window, disguised."""
    secret = f"{key.content_hash} {name}"
    table = shuffled(Table.of(files[key.table]), secret)
    sheet = disguised(files, _place(key, window), table, secret=secret)
    return Probe(name=name, sheets=(sheet,), bearing=Bearing.WATCHED)


def _place(key: Key, window: Window) -> Place:
    return Place(file=key.table, id_column=key.id_column, taken=window.ids)


def _tried(variant: Variant, window: Window) -> Iterator[Probe]:
    """Yield what is tried on copies of a window's rows."""
    key = variant.key
    examples = Table.of(window.folder[key.table])

    def sheet(name: str, table: Table, part: int = 0) -> Sheet:
        secret = f"{key.content_hash} {name} {part}"
        return disguised(window.folder, _place(key, window), table, secret=secret)

    for batch, dealt in BATCHES.items():
        name = f"{BATCH}{batch}"
        parts = enumerate(dealt(examples))
        yield Probe(name=name, sheets=tuple(sheet(name, table, part) for part, table in parts))
    ground = _ground(variant, window, examples)
    for fault, make in FAULTS.items():
        if (table := make(ground)) is not None:
            name = f"{PRODUCTION}{fault}"
            yield Probe(name=name, sheets=(sheet(name, table),))
    one, all_of_them = f"{PACE}one", f"{PACE}many"
    yield Probe(name=one, sheets=(sheet(one, examples.where([0])),), times=ONE_TIMES)
    yield Probe(name=all_of_them, sheets=(sheet(all_of_them, many(examples, key.id_column)),))


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
