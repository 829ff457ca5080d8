"""Settling what was left open inside: samples become rows of the examples table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from takehome_graders.recording.events import Argument, Event, Fold, Recording, Rows
from takehome_graders.recording.rescaled import find

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Ids = NDArray[np.int64]


def settle(recording: Recording, table: Mapping[str, NDArray[np.float64]]) -> Recording:
    """Return the recording with samples traced to the rows of the examples table.

    Args:
        recording: What was told.
        table: The examples table's columns of numbers, as they stand in the kit.
    """
    found: dict[tuple[int, int], Ids] = {}
    for key, values in recording.samples.items():
        ids = _traced(values, table)
        if ids is not None:
            found[key] = ids
    return replace(
        recording,
        events=tuple(_settled(event, found, recording.n) for event in recording.events),
        folds=tuple(_settled_fold(fold, found, recording.n) for fold in recording.folds),
    )


def _traced(values: NDArray[np.float64], table: Mapping[str, NDArray[np.float64]]) -> Ids | None:
    """Return the row of each sampled one; what one column leaves open, the other may close."""
    ids: Ids | None = None
    for column in values.T:
        found = find(np.ascontiguousarray(column), table)
        if found is None:
            continue
        ids = found if ids is None else np.where(ids >= 0, ids, found)
        if (ids >= 0).all():
            break
    return ids


def _settled(event: Event, found: Mapping[tuple[int, int], Ids], n: int) -> Event:
    arguments = tuple(_settled_argument(event.process, each, found, n) for each in event.arguments)
    return replace(event, arguments=arguments)


def _settled_argument(
    process: int, argument: Argument, found: Mapping[tuple[int, int], Ids], n: int
) -> Argument:
    rows = argument.rows
    if rows is None or rows.known:
        return argument
    traced = _rows(process, rows, found, n)
    if traced is None:
        return replace(argument, rows=None, missing=argument.n)
    return replace(argument, rows=traced, missing=traced.missing, method="rescaled")


def _settled_fold(fold: Fold, found: Mapping[tuple[int, int], Ids], n: int) -> Fold:
    parts = [
        part if part is None or part.known else _rows(fold.process, part, found, n)
        for part in (fold.train, fold.test)
    ]
    return replace(fold, train=parts[0], test=parts[1])


def _rows(process: int, rows: Rows, found: Mapping[tuple[int, int], Ids], n: int) -> Rows | None:
    ids = found.get((process, rows.space))
    if ids is None:
        return None
    chosen = ids[rows.mask()]
    flags = np.zeros(n, dtype=bool)
    flags[chosen[chosen >= 0]] = True
    lost = int((chosen < 0).sum())
    return Rows(members=np.packbits(flags), space=0, size=n, n=rows.n, missing=rows.missing + lost)
