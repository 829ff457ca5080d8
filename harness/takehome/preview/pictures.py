"""A picture of each plant: the numbers of a small plot in which it can be seen.

A leak or a decoy shows in what the outcome does along its column, in the training extract and in
production. What changes with time shows week by week.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from takehome_datasets.scene import DAY

if TYPE_CHECKING:
    from takehome_datasets.certify.case import Case
    from takehome_datasets.columns import Column
    from takehome_datasets.key import PlantRecord
    from takehome_datasets.scene import Scene

Floats = NDArray[np.float64]

_BINS: Final = 5
_WORDS: Final = 6
"""Of a text column, so many values by themselves."""
_WEEK: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Along:
    """What the outcome does along a column: one number for each of its bins."""

    column: str
    bins: tuple[str, ...]
    training: tuple[float | None, ...]
    """The share of positive outcomes as the extract has it; None where no row is in the bin."""
    production: tuple[float | None, ...]
    """The same in the first window of production, where the column is as of prediction time."""
    rows: tuple[float, ...]
    """The share of training rows in each bin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How two numbers went, week by week."""

    up: str
    """What is counted."""
    names: tuple[str, str]
    weeks: tuple[date, ...]
    first: tuple[float | None, ...]
    second: tuple[float | None, ...]
    since: date | None
    training_ends: date


Picture = Along | Course


def picture(case: Case, record: PlantRecord) -> Picture | None:
    """Return the picture of a plant, or None where there is nothing to draw."""
    scene = case.made.dirty
    if record.kind == "imbalance":
        return _reported(scene, record) if record.since else None
    column = _column(scene, record)
    if column is None:
        return None
    if record.kind == "drift":
        drawn = _halves if record.mechanism == "concept" else _levels
        return drawn(scene, record, column) if column.form in ("number", "count") else None
    return _along(scene, column)


def _column(scene: Scene, record: PlantRecord) -> Column | None:
    """Return the plant's first column, one value an event."""
    for name in record.columns:
        column = scene.tables[record.table].columns.get(name)
        if column is not None:
            return column
    return None


def _of_events(scene: Scene, column: Column, *, extracted: bool) -> NDArray[Any]:
    values = column.state(extracted=extracted)
    for table in scene.tables.values():
        if table.columns.get(column.name) is column and table.name != scene.examples:
            return np.asarray(values[scene.links[table.name]])
    return np.asarray(values)


def _along(scene: Scene, column: Column) -> Along:
    training, near = scene.calendar.training.rows, _near(scene)
    before = _of_events(scene, column, extracted=True)[training]
    after = _of_events(scene, column, extracted=False)[near]
    bins, codes, codes_after = _binned(column, before, after)
    size = len(bins)
    rows = np.bincount(codes, minlength=size) / max(1, codes.size)
    return Along(
        column=column.name,
        bins=bins,
        training=_rates(codes, scene.truth.labelled[training], size),
        production=_rates(codes_after, scene.truth.happened[near], size),
        rows=tuple(float(share) for share in rows),
    )


def _near(scene: Scene) -> slice:
    return next(iter(scene.calendar.windows.values())).rows


def _binned(
    column: Column, before: NDArray[Any], after: NDArray[Any]
) -> tuple[tuple[str, ...], NDArray[np.int64], NDArray[np.int64]]:
    """Return the names of the bins, and the bin of each row of both."""
    if column.form == "text":
        counts = np.bincount(before[before >= 0].astype(np.int64), minlength=len(column.levels))
        most = np.argsort(-counts, kind="stable")[:_WORDS]
        place = np.full(len(column.levels) + 1, len(most), dtype=np.int64)
        place[most] = np.arange(len(most))
        place[-1] = len(most) + 1
        names = (*(column.levels[level] for level in most), "others", "missing")
        return names, place[before.astype(np.int64)], place[after.astype(np.int64)]
    numbers, later = before.astype(np.float64), after.astype(np.float64)
    known = numbers[~np.isnan(numbers)]
    cuts = np.quantile(known, np.arange(1, _BINS) / _BINS) if known.size else known
    cuts = np.unique([*_alone(known), *cuts])
    names = (*_spans(cuts, column.decimals), "missing")
    return names, _bins_of(numbers, cuts), _bins_of(later, cuts)


def _alone(known: Floats) -> list[float]:
    """Return the lowest value where it stands far from all others, as a code for nothing does."""
    lowest = np.unique(known)[:2]
    if lowest.size < 2 or lowest[1] - lowest[0] < np.std(known[known > lowest[0]]):  # noqa: PLR2004 - a value and the next
        return []
    return [float(lowest[0])]


def _bins_of(values: Floats, cuts: Floats) -> NDArray[np.int64]:
    found = np.searchsorted(cuts, values, side="left").astype(np.int64)
    found[np.isnan(values)] = cuts.size + 1
    return found


def _spans(cuts: Floats, decimals: int) -> tuple[str, ...]:
    if not cuts.size:
        return ("any",)
    told = [f"{cut:.{min(decimals, 3)}f}" for cut in cuts]
    return (*(f"up to {cut}" for cut in told), f"above {told[-1]}")


def _rates(
    codes: NDArray[np.int64], positive: NDArray[np.bool_], size: int
) -> tuple[float | None, ...]:
    rows = np.bincount(codes, minlength=size)
    hits = np.bincount(codes, weights=positive.astype(np.float64), minlength=size)
    return tuple(float(h / n) if n else None for h, n in zip(hits, rows, strict=True))


def _halves(scene: Scene, record: PlantRecord, column: Column) -> Course:
    """Draw how likely the outcome is where the column is high, and where it is low."""
    values = _of_events(scene, column, extracted=False).astype(np.float64)
    middle = np.nanmedian(values[scene.calendar.training.rows])
    likely = scene.truth.probability
    return _course(
        scene,
        record,
        "outcomes",
        {f"{column.name} high": values > middle, f"{column.name} low": values <= middle},
        likely,
    )


def _levels(scene: Scene, record: PlantRecord, column: Column) -> Course:
    """Draw the middle of the column and what nineteen rows in twenty stay below."""
    values = _of_events(scene, column, extracted=False).astype(np.float64)
    week = _weeks_of(scene)
    middle, high = [], []
    for number in range(int(week.max()) + 1):
        known = values[(week == number) & ~np.isnan(values)]
        middle.append(float(np.median(known)) if known.size else None)
        high.append(float(np.quantile(known, 0.95)) if known.size else None)
    return _dated(
        scene, record, column.name, ("middle", "95 in 100 below"), (tuple(middle), tuple(high))
    )


def _reported(scene: Scene, record: PlantRecord) -> Course:
    """Draw outcomes as the extract has them, beside those that came true."""
    training = np.zeros(scene.moment.size, dtype=np.bool_)
    training[scene.calendar.training.rows] = True
    week = _weeks_of(scene)
    told = _means(week, scene.truth.labelled.astype(np.float64), training)
    true = _means(week, scene.truth.happened.astype(np.float64), training)
    return _dated(scene, record, "outcomes", ("in the extract", "came true"), (told, true))


def _course(
    scene: Scene,
    record: PlantRecord,
    up: str,
    groups: dict[str, NDArray[np.bool_]],
    values: Floats,
) -> Course:
    week = _weeks_of(scene)
    (one, first), (other, second) = groups.items()
    series = (_means(week, values, first), _means(week, values, second))
    return _dated(scene, record, up, (one, other), series)


def _dated(
    scene: Scene,
    record: PlantRecord,
    up: str,
    names: tuple[str, str],
    series: tuple[tuple[float | None, ...], tuple[float | None, ...]],
) -> Course:
    calendar = scene.calendar
    return Course(
        up=up,
        names=names,
        weeks=tuple(calendar.date_of(_WEEK * number) for number in range(len(series[0]))),
        first=series[0],
        second=series[1],
        since=record.since,
        training_ends=calendar.date_of(calendar.training.end),
    )


def _weeks_of(scene: Scene) -> NDArray[np.int64]:
    # The world begins before the training period, so that histories are full.
    return np.asarray(scene.moment // DAY // _WEEK, dtype=np.int64)


def _means(
    week: NDArray[np.int64], values: Floats, among: NDArray[np.bool_]
) -> tuple[float | None, ...]:
    chosen = among & (week >= 0)
    size = int(week[week >= 0].max()) + 1
    rows = np.bincount(week[chosen], minlength=size)
    sums = np.bincount(week[chosen], weights=values[chosen], minlength=size)
    return tuple(float(s / n) if n else None for s, n in zip(sums, rows, strict=True))
