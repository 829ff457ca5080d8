"""Drift: from some day on, things are not what they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from takehome_datasets.errors import ChallengeError, did_you_mean
from takehome_datasets.plants.kind import Kind, Plot, Setting, Stage
from takehome_datasets.scene import DAY, Scene
from takehome_datasets.tables import Column

if TYPE_CHECKING:
    from takehome_datasets.key import PlantRecord

_JITTER_DAYS = 5
_GRADUAL_DAYS = 60
"""How long a change takes that begins after all that is scored."""


def _start(plot: Plot) -> int:
    """Return the day on which a drift begins: about where it is asked for, seed by seed.

    Raises:
        ChallengeError: Everything is over by then.
    """
    calendar = plot.scene.calendar
    rng = plot.streams.rng("calendar", plot.kind, str(plot.settings.get("column", "")))
    jitter = int(rng.integers(-_JITTER_DAYS, _JITTER_DAYS + 1))
    asked = calendar.training.first + round(
        plot.number("since") * (calendar.training.end - calendar.training.first)
    )
    if plot.number("since") <= 1.0:
        return max(calendar.training.first + 1, min(asked + jitter, calendar.training.end - 1))
    last = max(stretch.end for stretch in (calendar.windows["later"], *calendar.stream.values()))
    if asked + _JITTER_DAYS >= last:
        most = (last - _JITTER_DAYS) / (calendar.training.end - calendar.training.first)
        raise ChallengeError(
            f"{plot.place}: {plot.kind} has since = {plot.number('since'):g}, when everything is"
            f" over: it must lie below {most:.2f}, or the stream must be longer"
        )
    return asked + jitter


def _concept(plot: Plot) -> tuple[Scene, PlantRecord]:
    scene, calendar = plot.scene, plot.scene.calendar
    column = plot.existing().name
    if column not in scene.terms:
        able = [name for name in scene.terms if name in scene.table.columns]
        raise ChallengeError(
            f'{plot.place}: {plot.kind} has column = "{column}", on which the outcome does not'
            f" hang by itself.{did_you_mean(column, able)} It does on {', '.join(able)}."
        )
    first = _start(plot)
    last = calendar.windows["later"].first
    if first >= last:
        last = first + _GRADUAL_DAYS
    along = np.clip((scene.moment / DAY - first) / (last - first), 0.0, 1.0)
    # It gathers speed, as a trick does that others copy.
    changed = scene.terms[column] * (1.0 + (plot.number("to") - 1.0) * np.square(along))
    return scene.with_term(column, changed), plot.record(
        "drift",
        "concept",
        since=calendar.date_of(first),
        until=calendar.date_of(last),
        story=(
            f"What {column} says about the outcome changes gradually; by {calendar.date_of(last)}"
            f" it is {plot.number('to'):g} times what it was."
        ),
        question=f"Did what {column} says about the outcome stay the same over the period?",
        accepted=("concept",),
    )


def _unit(plot: Plot) -> tuple[Scene, PlantRecord]:
    scene, calendar = plot.scene, plot.scene.calendar
    column, by = plot.existing(), plot.existing("by")
    value = plot.text("value")
    if column.form != "number":
        raise ChallengeError(
            f'{plot.place}: {plot.kind} has column = "{column.name}", which holds no measured'
            " number: it needs one"
        )
    if value not in by.levels:
        raise ChallengeError(
            f'{plot.place}: {plot.kind} has value = "{value}", which {by.name} never is.'
            f"{did_you_mean(value, by.levels)} It is one of {', '.join(by.levels[:20])}."
        )
    first = _start(plot)
    hit = (by.values == by.levels.index(value)) & (scene.moment >= first * DAY)
    factor = plot.number("factor")
    written = Column(
        name=column.name,
        form="number",
        decimals=column.decimals,
        values=np.where(hit, np.round(column.values * factor, column.decimals), column.values),
    )
    return scene.with_column(written), plot.record(
        "drift",
        "unit-change",
        columns=(column.name, by.name),
        since=calendar.date_of(first),
        story=(
            f"From that day {column.name} of {by.name} {value} arrives {factor:g} times as large:"
            " another unit. It stays so in production."
        ),
        question=f"Is {column.name} comparable over the whole period, and between {by.name}s?",
        accepted=("unit-change",),
    )


_SINCE = Setting(
    meaning="the share of the training period after which it begins; above 1, in production",
    default=0.6,
    low=0.0,
    high=100.0,
)

KINDS = {
    "drift.concept": Kind(
        stage=Stage.RISK,
        meaning="What a column says about the outcome changes slowly, and has by the later window.",
        settings={
            "column": Setting(meaning="the column whose meaning changes"),
            "to": Setting(
                meaning="what its weight is multiplied by in the end",
                default=-0.5,
                low=-3.0,
                high=3.0,
            ),
            "since": _SINCE,
        },
        apply=_concept,
    ),
    "drift.unit": Kind(
        stage=Stage.CELLS,
        meaning="One source begins to send a number in another unit, and goes on doing so.",
        settings={
            "column": Setting(meaning="the number"),
            "by": Setting(meaning="the column that tells the source"),
            "value": Setting(meaning="the source that changes"),
            "factor": Setting(meaning="how much larger it gets", default=100.0, low=1e-6, high=1e6),
            "since": _SINCE,
        },
        apply=_unit,
    ),
}
