"""Labels: how outcomes are recorded, and how few of them there are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from takehome_datasets.key import PlantRecord
from takehome_datasets.plants.kind import Kind, Plot, Stage

if TYPE_CHECKING:
    from takehome_datasets.scene import Scene

MATURE_SHARE = 0.95
"""A day's labels count as mature where so many of its outcomes have been reported."""


def _immature(plot: Plot) -> tuple[Scene, PlantRecord]:
    scene = plot.scene
    truth, calendar = scene.truth, scene.calendar
    known = truth.happened & (truth.reported < calendar.extraction)
    scene = replace(scene, outcome=replace(truth, labelled=known, immature=True))
    days = scene.delay.days_until(MATURE_SHARE)
    since = max(calendar.training.first, calendar.training.end - days)
    return scene, plot.record(
        "imbalance",
        "immature-labels",
        columns=(scene.outcome_column,),
        since=calendar.date_of(since),
        until=calendar.date_of(calendar.training.end),
        story=(
            f"{scene.outcome_column} is 0 where no chargeback had been reported by the day of"
            f" extraction. Reports take weeks: of the payments of the last {days} days many"
            " chargebacks were still to come."
        ),
        question=(
            "How did you treat the last weeks of the training table, and how did you find out?"
        ),
        accepted=("immature-labels", "prior"),
    )


def imbalance(scene: Scene, *, prevalence: float) -> PlantRecord:
    """Return the record of the imbalance itself, which every scene has."""
    return PlantRecord(
        id="imbalance.outcome",
        kind="imbalance",
        mechanism="rare-outcome",
        table=scene.examples,
        columns=(scene.outcome_column,),
        story=f"About {prevalence:.1%} of the rows are positive.",
        question="What did you do about the rarity of the outcome, and what did it do to the"
        " probabilities?",
    )


KINDS = {
    "labels.immature": Kind(
        stage=Stage.LABELS,
        meaning="Outcomes that were not yet reported at extraction are labelled as none.",
        settings={},
        apply=_immature,
    ),
}
