"""Where predictions stand in one window: measured, put on the scale, and taken again.

A resample that is easy is easy for everybody. So in each resample skill is taken between that
resample's own prior and optimum, and what is left of the spread is the submission's.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from takehome_datasets.key import Measures, Scale, Window
from takehome_datasets.measures import log_losses, measure
from takehome_graders.replies import Unusable, joined
from takehome_graders.resampling import Floats, Resamples, resampled, stream
from takehome_graders.scale import Ruler, log_loss_ruler, ranking_ruler

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from takehome_datasets.key import Key
    from takehome_graders.evidence import Evidence

_LEAST_LIFT: Final = 0.05
"""Of the window's lift, below which a resample's own lift is not let fall."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Predictions on one ruler."""

    skill: float
    points: float
    skills: Floats
    """In each resample."""
    points_again: Floats
    """In each resample."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Predictions in one window."""

    window: Window
    scale: Scale
    predictions: Floats
    outside: int
    """How many answers had to be moved between 0 and 1."""
    measures: Measures
    probability: Level
    """By log loss: are the probabilities right?"""
    ranking: Level
    """By average precision: are the right rows on top?"""
    precision_again: Floats
    """The average precision itself, in each resample."""
    sure: bool
    """Whether there are entities enough for an interval."""

    @property
    def points(self) -> float:
        """Points of the window: half for its probabilities, half for its ranking."""
        return (self.probability.points + self.ranking.points) / 2

    @property
    def points_again(self) -> Floats:
        """Points of the window in each resample."""
        return (self.probability.points_again + self.ranking.points_again) / 2


def standings(
    key: Key, evidence: Evidence, names: Sequence[str]
) -> Mapping[str, Standing | Unusable]:
    """Return where the submission stands in each window of those names that the key has.

    Entities are drawn once for all windows of the key, so that every grader sees the same interval.
    """
    windows = [window for window in key.windows if window.name in names]
    again = resampled([window.entity for window in key.windows], stream("standing", key.kit))
    return {window.name: _stand(key, evidence, window, again) for window in windows}


def _stand(key: Key, evidence: Evidence, window: Window, again: Resamples) -> Standing | Unusable:
    answer = joined(evidence.reply(window.name), window)
    if isinstance(answer, Unusable):
        return answer
    scale = key.scales[window.name]
    probability, ranking = log_loss_ruler(scale), ranking_ruler(scale)
    if probability is None or ranking is None:
        return Unusable(
            reason=f'In the window "{window.name}" nobody can do better than the prior.'
        )
    q, p, entity = answer.values, window.probability, window.entity
    measures = measure(q, p)
    share, shares = float(p.mean()), again.mean(entity, p)
    precision = again.average_precision(entity, q, p)
    return Standing(
        window=window,
        scale=scale,
        predictions=q,
        outside=answer.outside,
        measures=measures,
        probability=_level(
            probability,
            level=-measures.log_loss,
            levels=-again.mean(entity, log_losses(q, p)),
            optimum=-again.mean(entity, log_losses(p, p)),
            # The loss of a constant is linear in the share of positives; this is its slope there.
            prior=probability.prior - (shares - share) * math.log((1 - share) / share),
        ),
        ranking=_level(
            ranking,
            level=measures.average_precision,
            levels=precision,
            optimum=again.average_precision(entity, p, p),
            prior=ranking.prior * shares / share,
        ),
        precision_again=precision,
        sure=again.enough,
    )


def _level(ruler: Ruler, *, level: float, levels: Floats, optimum: Floats, prior: Floats) -> Level:
    skill = ruler.skill(level)
    lift = np.maximum(optimum - prior, _LEAST_LIFT * ruler.lift)
    skills = (levels - prior) / lift
    return Level(
        skill=skill,
        points=float(ruler.points(np.array([skill]))[0]),
        skills=skills,
        points_again=ruler.points(skills),
    )
