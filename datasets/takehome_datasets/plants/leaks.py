"""Leaks: columns that know the outcome in the training table, and cannot when it is predicted.

None of them is faked: each is what a real system would have written by the time of extraction, and
what it would have shown at the time of prediction.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from takehome_datasets.past import earlier
from takehome_datasets.plants.kind import Kind, Plot, Setting, Stage
from takehome_datasets.scene import DAY, Scene
from takehome_datasets.tables import Column

if TYPE_CHECKING:
    from takehome_datasets.key import PlantRecord

_WHOLE = 0.75
"""Share of refunds that give everything back."""
_COLUMN = Setting(meaning="the column to add, a word of the world's dictionary")


def _post_outcome(plot: Plot) -> tuple[Scene, PlantRecord]:
    scene, column = plot.scene, plot.fresh()
    basis = plot.existing("of").values
    size = scene.moment.size
    happened = scene.truth.happened
    chance = np.where(happened, plot.number("hit"), plot.number("stray"))
    filled = plot.streams.rng(scene.examples, column, "filled").random(size) < chance
    days = -6.0 * np.log1p(-plot.streams.rng(scene.examples, column, "days").random(size))
    written = np.where(happened, scene.truth.reported, scene.moment) + (days * DAY).astype(np.int64)
    part = plot.streams.rng(scene.examples, column, "part").random(size)
    value = np.round(basis * np.where(part < _WHOLE, 1.0, part), 2)
    there = filled & (written < scene.calendar.extraction)
    scene = scene.with_column(
        Column(
            name=column,
            form="number",
            decimals=2,
            values=np.full(size, np.nan),
            extracted=np.where(there, value, np.nan),
            available=written,
        )
    )
    return scene, plot.record(
        "leak",
        "post-outcome",
        story=(
            f"{column} is filled in after the chargeback: at extraction it holds what the back"
            " office did about it, and when a payment has to be scored it is always empty."
        ),
        question=(
            f"When is {column} written, and what did you expect it to hold at the moment of the"
            " payment?"
        ),
        accepted=("post-outcome", "target-proxy"),
    )


def _future_aggregate(plot: Plot) -> tuple[Scene, PlantRecord]:
    scene, column = plot.scene, plot.fresh()
    training = scene.calendar.training.rows
    owners = scene.entity[training]
    all_rows = np.bincount(owners, minlength=scene.hidden.size)
    disputed = np.bincount(
        owners, weights=scene.truth.labelled[training], minlength=scene.hidden.size
    )
    extracted = (disputed / np.maximum(all_rows, 1))[scene.entity]
    night = scene.moment // DAY * DAY
    watched = scene.moment >= scene.calendar.training.first * DAY
    disputes = watched & scene.truth.happened
    before = earlier(scene.entity, night, of=(scene.entity[watched], scene.moment[watched]))
    hits = earlier(scene.entity, night, of=(scene.entity[disputes], scene.truth.reported[disputes]))
    values = np.where(before > 0, hits / np.maximum(before, 1), np.nan)
    size = scene.moment.size
    scene = scene.with_column(
        Column(
            name=column,
            form="number",
            decimals=4,
            values=np.round(values, 4),
            extracted=np.round(extracted, 4),
            available=np.full(size, scene.calendar.extraction),
        )
    )
    # In production it tells what was reported up to last night, which is more than the training
    # table tells: the optimum has to know it too, or it could be beaten.
    scene = replace(scene, known_until=np.maximum(scene.known_until, night))
    return scene, plot.record(
        "leak",
        "future-aggregate",
        story=(
            f"{column} comes from a nightly profile, joined as it stood at extraction: for every"
            " training row it counts the outcomes of the whole period, the row's own among them."
            " In production it holds what was known the night before."
        ),
        question=(
            f"Over which rows was {column} computed, and how would you rebuild it so that a row"
            " sees only its past?"
        ),
        accepted=("future-aggregate", "target-proxy", "time"),
    )


def _missingness(plot: Plot) -> tuple[Scene, PlantRecord]:
    scene, column = plot.scene, plot.fresh()
    size = scene.moment.size
    happened = scene.truth.happened
    chance = np.where(happened, plot.number("hit"), plot.number("stray"))
    filled = plot.streams.rng(scene.examples, column, "filled").random(size) < chance
    days = 4.0 * plot.streams.rng(scene.examples, column, "days").random(size)
    written = np.where(happened, scene.truth.reported, scene.moment) + (days * DAY).astype(np.int64)
    minutes = np.exp(2.2 + 0.7 * plot.streams.rng(scene.examples, column).standard_normal(size))
    there = filled & (written < scene.calendar.extraction)
    scene = scene.with_column(
        Column(
            name=column,
            form="number",
            decimals=1,
            values=np.full(size, np.nan),
            extracted=np.where(there, np.round(minutes, 1), np.nan),
            available=written,
        )
    )
    return scene, plot.record(
        "leak",
        "missingness",
        story=(
            f"{column} says nothing by its value; that it is filled in at all says nearly"
            " everything, because somebody looks at a payment mostly after its chargeback. In"
            " production it is always empty."
        ),
        question=f"For which rows is {column} filled in, and why?",
        accepted=("missingness", "post-outcome", "target-proxy"),
    )


def _share(meaning: str, default: float) -> Setting:
    return Setting(meaning=meaning, default=default, low=0.0, high=1.0)


KINDS = {
    "leak.post-outcome": Kind(
        stage=Stage.COLUMNS,
        meaning="A field that is written after the outcome, such as the amount of a refund.",
        settings={
            "column": _COLUMN,
            "of": Setting(meaning="the column of which it is a part, such as amount_eur"),
            "hit": _share("the share of positives for which it is filled", 0.8),
            "stray": _share("the share of negatives for which it is filled", 0.02),
        },
        apply=_post_outcome,
    ),
    "leak.future-aggregate": Kind(
        stage=Stage.COLUMNS,
        meaning="A share of outcomes per entity over all its rows, the row's own among them.",
        settings={"column": _COLUMN},
        apply=_future_aggregate,
    ),
    "leak.missingness": Kind(
        stage=Stage.COLUMNS,
        meaning="A field whose being filled in tells the outcome, whatever its value.",
        settings={
            "column": _COLUMN,
            "hit": _share("the share of positives for which it is filled", 0.65),
            "stray": _share("the share of negatives for which it is filled", 0.05),
        },
        apply=_missingness,
    ),
}
