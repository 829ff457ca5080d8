"""From what was told of an execution to a recording: read, traced to rows, and held to answers."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from pyarrow import csv, types

from takehome_graders.recording import parse, settle
from takehome_graders.recording.closure import Source, explained

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from takehome.sitting.left import Left
    from takehome.sitting.paper import Paper
    from takehome.sitting.seen import Seen
    from takehome_graders.evidence import Answer
    from takehome_graders.recording import Recording


def recorded(seen: Seen, paper: Paper, left: Left) -> Recording | None:
    """Return the recording of a sitting; None where nothing was heard.

    Args:
        seen: What was told.
        paper: What the submission was executed on.
        left: What it answered meanwhile.
    """
    if not seen.frames:
        return None
    examples = csv.read_csv(io.BytesIO(paper.data[paper.table]))
    told = parse(seen.frames, examples.num_rows)
    # Numbers that somebody made up may be as large as numbers get.
    with np.errstate(all="ignore"):
        settled = settle(told, _numbers(examples) if told.samples else {})
        sources = dict(_sources(told, paper, left))
    return replace(settled, samples={}, outputs=(), sources=sources, lost=seen.lost)


def _numbers(table: pa.Table) -> Mapping[str, NDArray[np.float64]]:
    """Return a table's columns of numbers."""
    return {
        name: table.column(name).to_numpy().astype(np.float64)
        for name, kind in zip(table.schema.names, table.schema.types, strict=True)
        if types.is_integer(kind) or types.is_floating(kind)
    }


def _sources(told: Recording, paper: Paper, left: Left) -> Iterator[tuple[str, Source]]:
    """Yield how each watched answer follows from what models put out while it was made."""
    answers = {answer.probe: answer for answer in left.replies}
    asked = {probe.name: probe.sheets[0].ids for probe in paper.probes}
    for number, name in left.watched.items():
        if name in answers:
            outputs = [output.values for output in told.outputs if output.probe == number]
            yield name, explained(_in_order(answers[name], asked[name]), outputs)


def _in_order(answer: Answer, ids: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return an answer's values in the order of the ids that were asked for."""
    order = np.argsort(answer.ids)
    at = order[np.searchsorted(answer.ids, ids, sorter=order)]
    return np.asarray(answer.values[at], dtype=np.float64)
