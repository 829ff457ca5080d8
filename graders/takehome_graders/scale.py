"""One scale for all variants: 0 knows the base rate only, 100 is the best that anybody could do.

A measure is first turned into skill, 0 at the prior and 1 at the optimum. Between them two honest
models of ours fix points of the scale: 40 is a logistic regression, 70 an XGBoost. An anchor that
does not stand clear of its neighbours fixes nothing, and the scale is straight where it would have
been: no variant can make the scale jump, and 70 always means "as good as an honest XGBoost" where
it means anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from takehome_datasets.measures import acted, savings

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from takehome_datasets.key import Costs, Measures, NumberMeasures, NumberScale, Scale

LOGISTIC_POINTS: Final = 40.0
"""Where the outcome is a number, of a linear regression."""
XGBOOST_POINTS: Final = 70.0
FULL_POINTS: Final = 100.0

_CLEAR: Final = 0.01
"""Skill by which an anchor has to stand clear of its neighbours."""
_NOTHING: Final = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruler:
    """Turns one measure of one window, better when higher, into skill, and skill into points."""

    prior: float
    optimum: float
    logistic: float
    """Skill of the anchor."""
    xgboost: float
    """Skill of the anchor."""

    @property
    def lift(self) -> float:
        """What there is to gain over the prior."""
        return self.optimum - self.prior

    def skill(self, level: float) -> float:
        """Return where a level stands between prior (0) and optimum (1)."""
        return (level - self.prior) / self.lift

    def points(self, skill: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return points between 0 and 100.

        >>> ruler = Ruler(prior=0.02, optimum=0.42, logistic=0.5, xgboost=0.8)
        >>> ruler.points(np.array([-1.0, 0.25, 0.8, 0.9, 2.0])).round(3).tolist()
        [0.0, 20.0, 70.0, 85.0, 100.0]
        """
        knots = [(0.0, 0.0), *self._anchors(), (1.0, FULL_POINTS)]
        return np.interp(skill, [at for at, _ in knots], [points for _, points in knots])

    def _anchors(self) -> list[tuple[float, float]]:
        kept: list[tuple[float, float]] = []
        ceiling = 1.0
        for at, points in ((self.xgboost, XGBOOST_POINTS), (self.logistic, LOGISTIC_POINTS)):
            if _CLEAR < at < ceiling - _CLEAR:
                kept.insert(0, (at, points))
                ceiling = at
        return kept


def log_loss_ruler(scale: Scale) -> Ruler | None:
    """Return the ruler for minus log loss, or None where the optimum gains nothing."""
    return _ruler(scale, lambda measures: -measures.log_loss)


def ranking_ruler(scale: Scale) -> Ruler | None:
    """Return the ruler for average precision, or None where there is nothing to rank."""
    return _ruler(scale, lambda measures: measures.average_precision)


def value_ruler(scale: Scale, p: NDArray[np.float64], costs: Costs) -> Ruler | None:
    """Return the ruler for what is saved a row, or None where deciding well saves nothing.

    Where the anchors' decisions were not priced, the ruler is straight.
    """
    prior = float(np.mean(savings(acted(np.full_like(p, p.mean()), costs), p, costs)))
    optimum = float(np.mean(savings(acted(p, costs), p, costs)))
    lift = optimum - prior
    if not lift > _NOTHING:
        return None
    anchors = [
        (measures.value - prior) / lift if measures.value is not None else 0.0
        for measures in (scale.logistic, scale.xgboost)
    ]
    return Ruler(prior=prior, optimum=optimum, logistic=anchors[0], xgboost=anchors[1])


def number_ruler(scale: NumberScale) -> Ruler | None:
    """Return the ruler for minus squared error, or None where the optimum gains nothing."""

    def level(measures: NumberMeasures) -> float:
        return -(measures.rmse**2)

    prior, optimum = level(scale.prior), level(scale.optimum)
    lift = optimum - prior
    if not lift > _NOTHING:
        return None
    return Ruler(
        prior=prior,
        optimum=optimum,
        logistic=(level(scale.linear) - prior) / lift,
        xgboost=(level(scale.xgboost) - prior) / lift,
    )


def _ruler(scale: Scale, level: Callable[[Measures], float]) -> Ruler | None:
    prior, optimum = level(scale.prior), level(scale.optimum)
    lift = optimum - prior
    if not lift > _NOTHING:
        return None
    return Ruler(
        prior=prior,
        optimum=optimum,
        logistic=(level(scale.logistic) - prior) / lift,
        xgboost=(level(scale.xgboost) - prior) / lift,
    )
