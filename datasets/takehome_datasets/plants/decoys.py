"""Decoys: columns that look like leaks and are none. Dropping them costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from takehome_datasets.errors import ChallengeError, did_you_mean
from takehome_datasets.plants.kind import Kind, Plot, Setting, Stage
from takehome_datasets.scene import Scene, sigmoid
from takehome_datasets.tables import Column

if TYPE_CHECKING:
    from takehome_datasets.key import PlantRecord


def _strong(plot: Plot) -> tuple[Scene, PlantRecord]:
    scene, column, table = plot.scene, plot.fresh(), plot.text("table")
    if table not in scene.links:
        raise ChallengeError(
            f'{plot.place}: {plot.kind} has table = "{table}".'
            f"{did_you_mean(table, scene.links)} It can stand in {', '.join(scene.links)}."
        )
    size = scene.tables[table].appears.size
    quality = plot.streams.rng(table, column).standard_normal(size)
    rate = np.round(sigmoid(-3.7 + 0.7 * quality), 4)
    # The outcome hangs on what is written, so that nothing about it is hidden.
    logit = np.log(np.maximum(rate, 5e-5) / (1.0 - rate))
    term = plot.number("strength") * ((logit + 3.7) / 0.7)[scene.links[table]]
    scene = scene.with_column(
        Column(name=column, form="number", decimals=4, values=rate), table=table
    )
    return scene.with_term(column, term - float(np.mean(term))), plot.record(
        "decoy",
        "strong",
        table=table,
        story=(
            f"{column} predicts strongly and looks like an average of the outcome, but it was"
            " settled before the first row of the training table."
        ),
        question=f"Is {column} known when a payment has to be scored, and how do you know?",
    )


def _name(plot: Plot) -> tuple[Scene, PlantRecord]:
    scene, column = plot.scene, plot.fresh()
    rng = plot.streams.rng(scene.examples, column)
    flags = (rng.random(scene.moment.size) < plot.number("share")).astype(np.int64)
    scene = scene.with_column(Column(name=column, form="count", values=flags))
    return scene, plot.record(
        "decoy",
        "name",
        story=f"{column} sounds like the answer; it is there at payment time and says nothing.",
        question=f"What did you find out about {column}?",
    )


KINDS = {
    "decoy.strong": Kind(
        stage=Stage.RISK,
        meaning="A feature that predicts strongly and was known long before.",
        settings={
            "column": Setting(meaning="the column to add, a word of the world's dictionary"),
            "table": Setting(meaning="the side table that it stands in"),
            "strength": Setting(
                meaning="its weight in the logit, per standard deviation",
                default=0.7,
                low=0.0,
                high=3.0,
            ),
        },
        apply=_strong,
    ),
    "decoy.name": Kind(
        stage=Stage.COLUMNS,
        meaning="A column whose name sounds like the outcome, and that says nothing.",
        settings={
            "column": Setting(meaning="the column to add, a word of the world's dictionary"),
            "share": Setting(
                meaning="the share of rows where it is 1", default=0.015, low=0.0, high=1.0
            ),
        },
        apply=_name,
    ),
}
