"""Partitions put together into one world, in the order of time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from takehome_datasets.making import Happened
from takehome_datasets.scene import DAY, Measured, Outcome, Scene, Stretch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from takehome_datasets.tables import Column, Table


def together(parts: Sequence[Happened]) -> Happened:
    """Return the partitions of one variant as a single world."""
    if len(parts) == 1:
        return parts[0]
    return Happened(
        clean=_joined([part.clean for part in parts]),
        dirty=_joined([part.dirty for part in parts]),
        records=parts[0].records,
    )


def _joined(scenes: Sequence[Scene]) -> Scene:
    first = scenes[0]
    moment = np.concatenate([scene.moment for scene in scenes])
    order = np.argsort(moment, kind="stable")
    tables = {
        name: _stacked(
            [scene.tables[name] for scene in scenes], order if name == first.examples else None
        )
        for name in first.tables
    }
    grown = {name: _sizes(scenes, name) for name in first.tables}
    links = {
        name: _shifted([scene.links[name] for scene in scenes], grown[name])[order]
        for name in first.links
    }
    owners = [scene.hidden.size for scene in scenes]
    return replace(
        first,
        calendar=replace(
            first.calendar,
            training=_stretch(first.calendar.training, moment[order]),
            windows={
                name: _stretch(window, moment[order])
                for name, window in first.calendar.windows.items()
            },
            stream={
                name: _stretch(window, moment[order])
                for name, window in first.calendar.stream.items()
            },
        ),
        tables=tables,
        moment=moment[order],
        entity=_shifted([scene.entity for scene in scenes], owners)[order],
        links=links,
        terms={
            name: np.concatenate([scene.terms[name] for scene in scenes])[order]
            for name in first.terms
        },
        hidden=np.concatenate([scene.hidden for scene in scenes]),
        known_until=np.concatenate([scene.known_until for scene in scenes])[order],
        outcome=None if first.numbers else _outcome([scene.truth for scene in scenes], order),
        measured=_measured([scene.amounts for scene in scenes], order) if first.numbers else None,
    )


def _sizes(scenes: Sequence[Scene], name: str) -> list[int]:
    """Return how many rows each partition adds to a table: none, where all share them."""
    sizes = [scene.tables[name].appears.size for scene in scenes]
    return [0] * len(sizes) if _is_shared([scene.tables[name] for scene in scenes]) else sizes


def _is_shared(tables: Sequence[Table]) -> bool:
    """Return whether partitions hold the very same rows: then they have the same ids."""
    one, other = (next(iter(table.columns.values())) for table in tables[:2])
    return one.levels == other.levels and np.array_equal(one.values, other.values)


def _shifted(parts: Sequence[NDArray[np.int64]], sizes: Sequence[int]) -> NDArray[np.int64]:
    starts = np.cumsum([0, *sizes[:-1]])
    return np.concatenate([part + start for part, start in zip(parts, starts, strict=True)])


def _stacked(tables: Sequence[Table], order: NDArray[np.int64] | None) -> Table:
    if order is None and _is_shared(tables):
        return tables[0]
    if order is None:
        order = np.arange(sum(table.appears.size for table in tables))
    columns: Mapping[str, Column] = {
        name: _column([table.columns[name] for table in tables], order)
        for name in tables[0].columns
    }
    appears = np.concatenate([table.appears for table in tables])[order]
    return replace(tables[0], columns=columns, appears=appears)


def _column(columns: Sequence[Column], order: NDArray[np.int64]) -> Column:
    first = columns[0]
    if first.form == "text" and any(column.levels != first.levels for column in columns):
        starts = np.cumsum([0, *(len(column.levels) for column in columns[:-1])])
        columns = [
            replace(column, values=np.where(column.values < 0, -1, column.values + start))
            for column, start in zip(columns, starts, strict=True)
        ]
        levels = tuple(level for column in columns for level in column.levels)
        first = replace(first, levels=levels)
    return replace(
        first,
        values=_all([column.values for column in columns])[order],
        extracted=None
        if first.extracted is None
        else _all([column.state(extracted=True) for column in columns])[order],
        available=None
        if first.available is None
        else _all([column.available for column in columns])[order],
    )


def _all(parts: Sequence[Any]) -> NDArray[Any]:
    return np.concatenate(parts)


def _outcome(parts: Sequence[Outcome], order: NDArray[np.int64]) -> Outcome:
    return Outcome(
        probability=np.concatenate([part.probability for part in parts])[order],
        happened=np.concatenate([part.happened for part in parts])[order],
        reported=np.concatenate([part.reported for part in parts])[order],
        labelled=np.concatenate([part.labelled for part in parts])[order],
        immature=parts[0].immature,
    )


def _measured(parts: Sequence[Measured], order: NDArray[np.int64]) -> Measured:
    return Measured(
        mean=np.concatenate([part.mean for part in parts])[order],
        value=np.concatenate([part.value for part in parts])[order],
        reported=np.concatenate([part.reported for part in parts])[order],
    )


def _stretch(stretch: Stretch, moment: NDArray[np.int64]) -> Stretch:
    first, end = np.searchsorted(moment, [stretch.first * DAY, stretch.end * DAY])
    return replace(stretch, rows=slice(int(first), int(end)))
