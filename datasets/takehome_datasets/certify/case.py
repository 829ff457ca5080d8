"""One variant on the examiner's table: what happened, what could be known, what the anchors do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from takehome_datasets.certify.anchors import Anchors, fit_anchors, place
from takehome_datasets.certify.optimum import attainable
from takehome_datasets.errors import ChallengeError
from takehome_datasets.key import Measures, PlantRecord, Scale
from takehome_datasets.recipe import Recipe
from takehome_datasets.streams import Streams
from takehome_datasets.variant import Happened, happen

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything that the gates look at. Records are in canonical names."""

    recipe: Recipe
    made: Happened
    best: Mapping[str, Floats]
    """The attainable probabilities of each window."""
    anchors: Anchors
    scales: Mapping[str, Scale]

    @property
    def leaks(self) -> tuple[PlantRecord, ...]:
        """Return the records of what leaks."""
        return tuple(record for record in self.made.records if record.kind == "leak")

    @property
    def prevalence(self) -> Mapping[str, float]:
        """Return the share of outcomes that each window is expected to have."""
        return {name: float(np.mean(p)) for name, p in self.best.items()}

    def rank_skill(self, window: str, point: Measures) -> float:
        """Return where an average precision stands between no order at all and the optimum."""
        floor = self.prevalence[window]
        top = self.scales[window].optimum.average_precision
        return (point.average_precision - floor) / (top - floor)


def make_case(recipe: Recipe, seed: bytes) -> Case:
    """Make a variant's world and fit its anchors.

    Raises:
        ChallengeError: The recipe cannot be made into a variant; the message says what would do.
    """
    return case_of(recipe, happen(recipe, Streams(root=seed)))


def case_of(recipe: Recipe, made: Happened) -> Case:
    """Return the case of a world that has happened already.

    Raises:
        ChallengeError: Some event has no probability that could be one.
    """
    clean = made.clean
    wrong = np.flatnonzero(~(np.abs(clean.truth.probability - 0.5) <= 0.5))  # noqa: PLR2004 - 0..1
    if wrong.size:
        raise ChallengeError(
            f"{recipe.challenge}: [world]: {recipe.world} gives event {wrong[0]} the probability"
            f" {clean.truth.probability[wrong[0]]}, and {wrong.size} of {clean.moment.size} events"
            " one that is none. The world is at fault, not the recipe: take another seed"
        )
    windows = clean.calendar.windows
    best = {name: attainable(clean, window.rows) for name, window in windows.items()}
    leaking = frozenset(c for r in made.records if r.kind == "leak" for c in r.columns)
    anchors = fit_anchors(clean, leaking)
    scales = {name: place(anchors, window.rows, best[name]) for name, window in windows.items()}
    return Case(recipe=recipe, made=made, best=best, anchors=anchors, scales=scales)


def skill(scale: Scale, point: Measures) -> float:
    """Return where a log loss stands between the prior and the optimum."""
    return (scale.prior.log_loss - point.log_loss) / (scale.prior.log_loss - scale.optimum.log_loss)
