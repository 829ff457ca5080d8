"""A claim beside what became of it, and how far the two may lie apart by noise alone."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from takehome_graders.evidence import Claim
from takehome_graders.resampling import interval, stream
from takehome_graders.scale import FULL_POINTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from takehome_datasets.key import Key
    from takehome_graders.resampling import Floats
    from takehome_graders.standing import Standing

_ALL_LOST: Final = 0.5
"""Of the achievable lift: overclaimed by so much beyond the tolerance, nothing is earned."""
_UNDERCLAIM_PRICE: Final = 0.5
"""Of what the same overclaim costs."""
_STANDARD_ERRORS: Final = 2.0
_LEAST_TOLERANCE: Final = 0.05
"""Of the achievable lift: nobody is asked to know their score better than this."""
_DRAWS: Final = 100
_FAR: Final = 1e6
"""No claim is taken for further off: a submission may set any float, and sums must not overflow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Honesty:
    """A claim beside what was realised."""

    claim: Claim
    realised: float
    low: float
    high: float
    """95 percent interval of what was realised."""
    tolerance: float
    """How far the two may lie apart by noise alone."""
    prior: float
    optimum: float

    @property
    def lift(self) -> float:
        """What there was to gain."""
        return self.optimum - self.prior

    @property
    def gap(self) -> float:
        """How much more was claimed than realised; negative where less was."""
        return self.claim.value - self.realised

    def points(self, realised: Floats) -> Floats:
        """Return points between 0 and 100, had that been realised."""
        gap = self.claim.value - realised
        beyond = np.maximum(np.abs(gap) - self.tolerance, 0.0) / self.lift
        price = np.where(gap > 0, 1.0, _UNDERCLAIM_PRICE)
        return np.clip(FULL_POINTS * (1 - price * beyond / _ALL_LOST), 0.0, FULL_POINTS)


def compare(key: Key, claim: Claim, near: Standing) -> Honesty:
    """Hold a claim against what was realised in a window."""
    realised = near.measures.average_precision
    low, high = interval(near.precision_again) if near.sure else (0.0, 1.0)
    lift = near.scale.optimum.average_precision - near.scale.prior.average_precision
    entities = float(np.std(near.precision_again))
    labels = _label_noise(near, stream("label noise", key.kit))
    # Realised: entities alone, for true probabilities know no luck of labels. Claimed: both.
    noise = math.sqrt(entities**2 + entities**2 + labels**2)
    return Honesty(
        claim=replace(claim, value=min(max(claim.value, -_FAR), _FAR)),
        realised=realised,
        low=min(low, realised),
        high=max(high, realised),
        tolerance=max(_STANDARD_ERRORS * noise, _LEAST_TOLERANCE * lift),
        prior=near.scale.prior.average_precision,
        optimum=near.scale.optimum.average_precision,
    )


def _label_noise(near: Standing, rng: np.random.Generator) -> float:
    """Return the spread of average precision over labels drawn anew, for as many rows."""
    order = np.argsort(-near.predictions, kind="stable")
    q, p = near.predictions[order], near.window.probability[order]
    # Rows with equal predictions enter together, at the last rank of theirs.
    last = np.searchsorted(-q, -q, side="right")
    drawn = [rng.random(p.size) < p for _ in range(_DRAWS)]
    levels = [_precision(labels, last) for labels in drawn if labels.any()]
    return float(np.std(levels)) if levels else 0.0


def _precision(labels: NDArray[np.bool_], last: NDArray[np.int64]) -> float:
    """Return the average precision of labels that stand in the order of predictions."""
    ranks = last[labels]
    return float(np.mean(np.cumsum(labels)[ranks - 1] / ranks))
