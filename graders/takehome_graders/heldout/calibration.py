"""Are probabilities right in size, apart from being right in order?

The best monotone correction of the predictions is found against true probabilities. It keeps their
order, so what it wins in log loss is what was wrong with their size alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from takehome_datasets.measures import log_loss
from takehome_graders.scale import log_loss_ruler

if TYPE_CHECKING:
    from takehome_graders.resampling import Floats
    from takehome_graders.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What is wrong with the size of a window's probabilities."""

    said: float
    """Their mean."""
    true: float
    """What their mean should be."""
    regained: float
    """Points of the window that a correction of their size alone would win."""


def calibration(standing: Standing) -> Calibration:
    """Return how far the window's probabilities can be taken at their word."""
    q, p = standing.predictions, standing.window.probability
    ruler = log_loss_ruler(standing.scale)
    corrected = ruler.skill(-log_loss(recalibrated(q, p), p)) if ruler else 0.0
    points = float(ruler.points(np.array([corrected]))[0]) if ruler else 0.0
    return Calibration(
        said=float(q.mean()),
        true=float(p.mean()),
        regained=max(0.0, points - standing.probability.points) / 2,
    )


def recalibrated(q: Floats, p: Floats) -> Floats:
    """Return the best correction of `q` that keeps its order and its ties.

    >>> recalibrated(np.array([0.9, 0.5, 0.5]), np.array([0.75, 0.25, 0.75])).tolist()
    [0.75, 0.5, 0.5]
    """
    # Reading a challenge needs the names of criteria, and should not wait for scipy.optimize.
    from scipy.optimize import isotonic_regression

    _, inverse, counts = np.unique(q, return_inverse=True, return_counts=True)
    means = np.bincount(inverse, weights=p) / counts
    fitted = isotonic_regression(means, weights=counts).x
    return np.asarray(np.clip(fitted, 0.0, 1.0)[inverse], dtype=np.float64)
