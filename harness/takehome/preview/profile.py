"""The profile of a variant's tables: what stands in each column, in training and in production."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from takehome_datasets.scene import DAY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from takehome_datasets.columns import Column
    from takehome_datasets.files import Files
    from takehome_datasets.scene import Scene

_WORDS: Final = 3
_QUANTILES: Final = (0.05, 0.5, 0.95)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column."""

    canonical: str
    """As the challenge's texts call it."""
    name: str
    """As candidates of this variant read it."""
    form: str
    meaning: str
    """Its line in the data dictionary."""
    missing: float
    """The share of rows of the training extract without a value."""
    missing_later: float
    """The same when rows are predicted, in the first window of production."""
    distinct: int
    shows: str
    """The values in short."""
    available: str
    """When a value is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One table."""

    name: str
    meaning: str
    rows: int
    fields: tuple[Field, ...]


def profiles(files: Files) -> tuple[Profile, ...]:
    """Return the profile of every table, columns in the order of its file."""
    scene = files.scene
    return tuple(
        Profile(
            name=table.name,
            meaning=table.meaning,
            rows=int(_rows(scene, table.name, later=False).sum()),
            fields=tuple(_field(files, table.name, name) for name in files.orders[table.name]),
        )
        for table in scene.tables.values()
    )


def _rows(scene: Scene, table: str, *, later: bool) -> NDArray[np.bool_]:
    """Return which rows of a table are in the training extract, or in production's first window."""
    calendar = scene.calendar
    stretch = next(iter(calendar.windows.values())) if later else calendar.training
    if table != scene.examples:
        return np.asarray(scene.tables[table].appears < stretch.end * DAY)
    chosen = np.zeros(scene.moment.size, dtype=np.bool_)
    chosen[stretch.rows] = True
    return chosen


def _field(files: Files, table: str, name: str) -> Field:
    scene = files.scene
    column = scene.tables[table].columns[name]
    values = column.state(extracted=True)[_rows(scene, table, later=False)]
    later = column.state(extracted=False)[_rows(scene, table, later=True)]
    known = values[~_blank(column, values)]
    return Field(
        canonical=name,
        name=files.names.get(name, name),
        form=column.form,
        meaning=files.meanings.get(name, ""),
        missing=_share(_blank(column, values)),
        missing_later=_share(_blank(column, later)),
        distinct=int(np.unique(known).size),
        shows=_shown(column, known, scene, files.names),
        available=_available(column, scene),
    )


def _blank(column: Column, values: NDArray[Any]) -> NDArray[np.bool_]:
    if column.form == "text":
        return np.asarray(values < 0)
    if values.dtype.kind == "f":
        return np.asarray(np.isnan(values))
    return np.zeros(values.size, dtype=np.bool_)


def _share(blank: NDArray[np.bool_]) -> float:
    return float(blank.mean()) if blank.size else 0.0


def _shown(column: Column, known: NDArray[Any], scene: Scene, names: Mapping[str, str]) -> str:
    if not known.size:
        return ""
    match column.form:
        case "text":
            counts = np.bincount(known.astype(np.int64), minlength=len(column.levels))
            most = np.argsort(-counts, kind="stable")[:_WORDS]
            words = [names.get(column.levels[at], column.levels[at]) for at in most]
            return ", ".join(words) + (" …" if (counts > 0).sum() > _WORDS else "")
        case "moment" | "day":
            unit = DAY if column.form == "moment" else 1
            first, last = (scene.calendar.date_of(int(day // unit)) for day in _ends(known))
            return f"{first.isoformat()} … {last.isoformat()}"
        case _:
            low, middle, high = np.quantile(known.astype(np.float64), _QUANTILES)
            digits = column.decimals
            return f"{low:.{digits}f} · {middle:.{digits}f} · {high:.{digits}f}"


def _ends(known: NDArray[Any]) -> tuple[float, float]:
    return float(known.min()), float(known.max())


def _available(column: Column, scene: Scene) -> str:
    if column.extracted is None:
        return "with the row"
    if column.available is None:
        return "at extraction"
    late = float(np.median(column.available - scene.moment)) / DAY
    return f"about {late:.0f} days after the row"
