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
from takehome_datasets.measures import acted, log_losses, measure, savings
from takehome_graders.replies import Unusable, joined
from takehome_graders.resampling import Floats, Resamples, resampled, stream
from takehome_graders.scale import Ruler, log_loss_ruler, ranking_ruler, value_ruler

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from takehome_datasets.key import Costs, Key
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
    value: Level | None
    """By what acting on the probabilities saves; None where the brief names no costs."""
    precision_again: Floats
    """The average precision itself, in each resample."""
    sure: bool
    """Whether there are entities enough for an interval."""
    resamples: Resamples

    @property
    def shared(self) -> tuple[tuple[float, Level], ...]:
        """Every level with its share in the points."""
        if self.value is None:
            return (0.5, self.probability), (0.5, self.ranking)
        return (0.5, self.probability), (0.25, self.ranking), (0.25, self.value)

    @property
    def points(self) -> float:
        """Points of the window: half for its probabilities, half for ranking and value."""
        return sum(share * level.points for share, level in self.shared)

    @property
    def points_again(self) -> Floats:
        """Points of the window in each resample."""
        again = [share * level.points_again for share, level in self.shared]
        return np.asarray(np.sum(again, axis=0), dtype=np.float64)


def standings(
    key: Key, evidence: Evidence, names: Sequence[str]
) -> Mapping[str, Standing | Unusable]:
    """Return where the submission stands in each window of those names that the key has.

    Entities are drawn once for all windows of the key, so that every grader sees the same interval.
    """
    found = _LATEST.of(key, evidence)
    return {name: standing for name, standing in found.items() if name in names}


class _Latest:
    """The standings of one sitting, which several graders ask for one after the other.

    They follow from key and evidence alone, so that remembering them changes nothing but the time.
    """

    def __init__(self) -> None:
        self._kept: tuple[Key, Evidence, Mapping[str, Standing | Unusable]] | None = None

    def of(self, key: Key, evidence: Evidence) -> Mapping[str, Standing | Unusable]:
        """Return the standings of that sitting in every window of the key."""
        kept = self._kept
        if kept is not None and kept[0] is key and kept[1] is evidence:
            return kept[2]
        again = resampled([window.entity for window in key.windows], stream("standing", key.kit))
        found = {window.name: _stand(key, evidence, window, again) for window in key.windows}
        self._kept = (key, evidence, found)
        return found


_LATEST: Final = _Latest()


def _stand(key: Key, evidence: Evidence, window: Window, again: Resamples) -> Standing | Unusable:
    answer = joined(evidence.reply(window.name), window)
    if isinstance(answer, Unusable):
        return answer
    if window.number is not None:
        return Unusable(reason="The outcome is a number, which this does not know how to judge.")
    scale = key.scales.get(window.name)
    probability = log_loss_ruler(scale) if scale else None
    ranking = ranking_ruler(scale) if scale else None
    if scale is None or probability is None or ranking is None:
        return Unusable(
            reason=f'In the window "{window.name}" nobody can do better than the prior.'
        )
    q, p, entity = answer.values, window.probability, window.entity
    if not p.size or not 0 < p.mean() < 1:
        return Unusable(reason=f'In the window "{window.name}" every outcome is sure beforehand.')
    measures = measure(q, p, key.costs)
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
        value=_value(q, window, scale, key.costs, again) if key.costs else None,
        precision_again=precision,
        sure=again.enough,
        resamples=again,
    )


def _value(q: Floats, window: Window, scale: Scale, costs: Costs, again: Resamples) -> Level | None:
    p, entity = window.probability, window.entity
    ruler = value_ruler(scale, p, costs)
    if ruler is None:
        return None
    blind = acted(np.full_like(p, p.mean()), costs)
    saved = savings(acted(q, costs), p, costs)
    return _level(
        ruler,
        level=float(saved.mean()),
        levels=again.mean(entity, saved),
        optimum=again.mean(entity, savings(acted(p, costs), p, costs)),
        prior=again.mean(entity, savings(blind, p, costs)),
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
