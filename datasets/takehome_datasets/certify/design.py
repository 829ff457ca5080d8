"""The design matrix of the anchors: what an honest modeller would make of the cleaned tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from takehome_datasets.past import Past
from takehome_datasets.scene import DAY, Scene

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from takehome_datasets.tables import Column

Floats = NDArray[np.float64]

_MOST_LEVELS = 40
"""A text with more different values than this is an id, and no model's feature."""
_SETTLED_DAYS = 45
"""Only outcomes this old count as a card's history: by then most have been reported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """Every event as numbers; NaN where something is missing."""

    names: tuple[str, ...]
    cells: Floats

    def without(self, columns: Collection[str]) -> Design:
        """Return the design without every feature of those columns."""
        kept = [k for k, name in enumerate(self.names) if _source(name) not in columns]
        return Design(names=tuple(self.names[k] for k in kept), cells=self.cells[:, kept])

    def with_features(self, features: Mapping[str, Floats]) -> Design:
        """Return the design with more features at its end."""
        cells = np.column_stack([self.cells, *features.values()])
        return Design(names=(*self.names, *features), cells=cells)


def _source(feature: str) -> str:
    """Return the column that a feature was made of."""
    return feature.partition("=")[0].partition(":")[0]


def honest_design(clean: Scene, dropped: frozenset[str]) -> Design:
    """Return the features of every event, without those columns."""
    features: dict[str, Floats] = {}
    for name, column in clean.table.columns.items():
        if name not in dropped and name != clean.id_column:
            features |= _features(column, column.values, clean)
    for table, rows in clean.links.items():
        for name, column in clean.tables[table].columns.items():
            if name not in clean.table.columns:
                features |= _features(column, column.values[rows], clean)
    features |= _history(clean)
    return Design(names=tuple(features), cells=np.column_stack(list(features.values())))


def written_features(scene: Scene, name: str) -> dict[str, Floats]:
    """Return the features of one column as the files have it, for every event.

    Training rows have it as of extraction, all others as of prediction. A column that stands in no
    table has no features.
    """
    training = np.zeros(scene.moment.size, dtype=np.bool_)
    training[scene.calendar.training.rows] = True
    places = {scene.examples: np.arange(scene.moment.size), **scene.links}
    for table, rows in places.items():
        column = scene.tables[table].columns.get(name)
        if column is not None:
            extracted = column.state(extracted=True)[rows]
            predicted = column.state(extracted=False)[rows]
            return _features(column, np.where(training, extracted, predicted), scene)
    return {}


def _features(column: Column, cells: NDArray[np.generic], scene: Scene) -> dict[str, Floats]:
    name = column.name
    match column.form:
        case "text" if len(column.levels) > _MOST_LEVELS:
            return {}
        case "text":
            return {
                f"{name}={level}": (cells == code).astype(np.float64)
                for code, level in enumerate(column.levels)
            }
        case "moment":
            hour = cells.astype(np.int64) // 3600
            return {
                f"{name}:hour": (hour % 24).astype(np.float64),
                f"{name}:weekday": (hour // 24 % 7).astype(np.float64),
            }
        case "day":
            return {f"{name}:age": scene.moment / DAY - cells.astype(np.float64)}
        case "number" | "count":
            return {name: cells.astype(np.float64)}


def _history(scene: Scene) -> dict[str, Floats]:
    """Return how many earlier outcomes of the entity the training table tells of, and how many."""
    training = scene.calendar.training
    row, past = Past.of(scene.entity, scene.moment).pairs(np.ones(scene.moment.size, dtype=bool))
    told = (scene.moment[past] >= training.first * DAY) & (
        scene.moment[past] < np.minimum(scene.moment[row] - _SETTLED_DAYS * DAY, training.end * DAY)
    )
    row, past = row[told], past[told]
    size = scene.moment.size
    counted = np.bincount(row, minlength=size).astype(np.float64)
    positive = np.bincount(row, weights=scene.labels()[past], minlength=size).astype(np.float64)
    return {"history:rows": counted, "history:positives": positive}
