"""The probes of a variant: what is asked of a fitted submission, and in which order."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from takehome_graders.listening import PROBE, REPEAT

if TYPE_CHECKING:
    from takehome_datasets.key import Counterfactual, Key

Files = Mapping[str, bytes]
"""Contents by name, as a folder of tables is laid out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """One question to the fitted submission: a folder in, predictions out."""

    name: str
    files: Files
    ids: NDArray[np.int64]


def probes_of(key: Key) -> Iterator[Probe]:
    """Yield the probes of a variant in the order in which they are asked.

    Scored windows come first, so that nothing of a counterfactual can reach a scored answer. One is
    asked twice, which tells what moves by itself from what is moved.
    """
    for window in key.windows:
        yield Probe(name=window.name, files=window.folder, ids=window.ids)
    for window in key.windows[:1]:
        yield Probe(name=f"{REPEAT}{window.name}", files=window.folder, ids=window.ids)
    for counterfactual in key.counterfactuals:
        window = key.window(counterfactual.window)
        yield Probe(
            name=f"{PROBE}{counterfactual.plant}",
            files=_filled(window.folder, counterfactual),
            ids=window.ids,
        )


def _filled(files: Files, counterfactual: Counterfactual) -> Files:
    """Return the window's files with one column filled as the training extract has it."""
    reader = csv.reader(io.StringIO(files[counterfactual.table].decode(), newline=""))
    header, *rows = reader
    column = header.index(counterfactual.column)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    for row, cell in zip(rows, counterfactual.cells, strict=True):
        row[column] = cell
        writer.writerow(row)
    return {**files, counterfactual.table: text.getvalue().encode()}
