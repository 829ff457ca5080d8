"""Views of a column: its cells as numbers, in every way in which they might give something away.

The value itself is one of them; that it is missing, how many decimals it has, how its seconds fall
and which words it contains are others. None of them looks at an outcome.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from takehome_datasets.scene import DAY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from takehome_datasets.scene import Scene
    from takehome_datasets.tables import Column

Floats = NDArray[np.float64]

_WORD = re.compile(r"[^\W_]+")
_WORDS: Final = 40
"""So many of the commonest words of a text column are looked for, one by one."""
_FEW: Final = 200
"""A text column with no more levels than this is looked at level by level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One way to look at one column, for every event; NaN where there is nothing to see."""

    column: str
    aspect: str
    """`value`, `missing`, `decimals`, …"""
    cells: Floats

    @property
    def name(self) -> str:
        """Return what people call it."""
        return self.column if self.aspect == "value" else f"{self.column} ({self.aspect})"


def views(scene: Scene) -> list[View]:
    """Return every view of every column, as the files have it.

    Training rows are seen as of extraction, all others as of prediction. The place of a row in its
    file and the pattern of its empty cells count as columns too.
    """
    training = np.zeros(scene.moment.size, dtype=np.bool_)
    training[scene.calendar.training.rows] = True
    places = {scene.examples: np.arange(scene.moment.size), **scene.links}
    found, empty, seen = [], [], set()
    for table, rows in places.items():
        for column in scene.tables[table].columns.values():
            if column.name in seen:
                continue
            seen.add(column.name)
            states = [column.state(extracted=state)[rows] for state in (True, False)]
            cells = np.where(training, *states)
            aspects = _aspects(column, cells)
            if column.form == "day":
                aspects = {**aspects, "age": scene.moment / DAY - cells}
            for aspect, looked in aspects.items():
                found.append(View(column=column.name, aspect=aspect, cells=looked))
                if aspect == "missing" and table == scene.examples:
                    empty.append(looked)
    if empty:
        found.append(View(column="row", aspect="empty cells", cells=_pattern(empty)))
    place = np.arange(scene.moment.size, dtype=np.float64)
    return [View(column="row", aspect="place", cells=place), *found]


def _pattern(empty: list[Floats]) -> Floats:
    """Return a number for each different set of empty cells, the commonest lowest."""
    bits = np.packbits(np.column_stack(empty) > 0.0, axis=1)
    _, index, counts = np.unique(bits, axis=0, return_inverse=True, return_counts=True)
    rank = np.empty(counts.size)
    rank[np.argsort(-counts, kind="stable")] = np.arange(counts.size)
    return rank[index.ravel()]


def _aspects(column: Column, cells: NDArray[Any]) -> Mapping[str, Floats]:
    match column.form:
        case "number" | "count":
            return _of_numbers(cells.astype(np.float64), column.decimals)
        case "text":
            return _of_texts(cells, column.levels)
        case "moment":
            seconds = cells.astype(np.float64)
            return {
                "value": seconds,
                "second": np.mod(seconds, 60.0),
                "parity": np.mod(seconds, 2.0),
                "minute": np.mod(seconds // 60.0, 60.0),
                "hour": np.mod(seconds // 3600.0, 24.0),
                "weekday": np.mod(seconds // 86_400.0, 7.0),
            }
        case "day":
            days = cells.astype(np.float64)
            return {"value": days, "weekday": np.mod(days, 7.0)}


def _of_numbers(values: Floats, decimals: int) -> Mapping[str, Floats]:
    missing = np.isnan(values)
    found = {"value": values}
    if missing.any():
        found["missing"] = missing.astype(np.float64)
    if decimals:
        scaled = np.round(np.where(missing, 0.0, values) * 10.0**decimals)
        found["decimals"] = np.where(missing, np.nan, decimals - _trailing_zeros(scaled, decimals))
        found["last digit"] = np.where(missing, np.nan, np.mod(scaled, 10.0))
    else:
        found["last digit"] = np.mod(values, 10.0)
    return found


def _trailing_zeros(scaled: Floats, most: int) -> Floats:
    zeros = np.zeros(scaled.size)
    for power in range(1, most + 1):
        zeros += np.mod(scaled, 10.0**power) == 0.0
    return zeros


def _of_texts(codes: NDArray[Any], levels: tuple[str, ...]) -> Mapping[str, Floats]:
    missing = codes < 0
    # One more entry at the end, for the missing, whose code is -1.
    lengths = np.array([*(float(len(level)) for level in levels), np.nan])
    ranks = np.append(np.argsort(np.argsort(np.array(levels))).astype(np.float64), np.nan)
    found = {"value": ranks[codes]}
    if missing.any():
        found["missing"] = missing.astype(np.float64)
    if np.unique(lengths[:-1]).size > 1:
        found["length"] = lengths[codes]
    if len(levels) > _FEW:
        words = [frozenset(_WORD.findall(level.lower())) for level in levels]
        common = Counter(word for has in words for word in has).most_common(_WORDS)
        for word, count in common:
            if count > 1:
                has = np.array([*(float(word in mine) for mine in words), 0.0])
                found[f"word {word}"] = has[codes]
    return found
