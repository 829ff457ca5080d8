"""How good predicted numbers are, judged against true means.

With the mean and the variance of each outcome, every measure is what it is expected to be over all
the outcomes that might have come about: the luck of one draw drops out.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from takehome_datasets.key import NumberMeasures, NumberTruth

Floats = NDArray[np.float64]


def measure_number(q: Floats, truth: NumberTruth) -> NumberMeasures:
    """Return all measures of predictions.

    Raises:
        ValueError: The predictions are not one finite number a row.
    """
    check_numbers(q, truth)
    error = float(np.mean(squared_errors(q, truth)))
    spread = float(np.mean(squared_errors(np.full(q.size, np.mean(truth.mean)), truth)))
    return NumberMeasures(rmse=math.sqrt(error), r2=1.0 - error / spread)


def squared_errors(q: Floats, truth: NumberTruth) -> Floats:
    """Return the expected squared error of every row."""
    return np.asarray(np.square(q - truth.mean) + truth.variance)


def skill(error: float, *, prior: float, optimum: float) -> float:
    """Return where a root mean squared error stands, by its square: 0 at the prior, 1 at the best.

    >>> skill(3.0, prior=3.0, optimum=1.0), skill(1.0, prior=3.0, optimum=1.0)
    (0.0, 1.0)
    """
    return (prior**2 - error**2) / (prior**2 - optimum**2)


def check_numbers(q: Floats, truth: NumberTruth) -> None:
    """Refuse what cannot be measured.

    Raises:
        ValueError: The predictions are not one finite number a row.
    """
    if q.ndim != 1 or q.shape != truth.mean.shape or not q.size:
        raise ValueError(
            f"there must be one prediction a row, for one row at least; there are predictions of"
            f" the shape {q.shape} for {truth.mean.size} rows"
        )
    if not np.isfinite(q).all():
        at = int(np.flatnonzero(~np.isfinite(q))[0])
        raise ValueError(f"every prediction must be finite; number {at} is {q[at]}")
