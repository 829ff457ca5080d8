"""Anchors where the outcome is a number: the mean, a linear regression, and an XGBoost.

They see the cleaned table as the anchors of yes-or-no outcomes do, and fix the same points: 0, 40
and 70, with the optimum at 100.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from takehome_datasets.certify.design import honest_design
from takehome_datasets.certify.models import boosted_number, linear
from takehome_datasets.key import NumberMeasures, NumberScale
from takehome_datasets.number_measures import measure_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from takehome_datasets.key import NumberTruth
    from takehome_datasets.scene import Scene

_DECIMALS = 5
"""As many as do not depend on the machine that fitted."""


def number_scales(
    clean: Scene, dropped: frozenset[str], truths: Mapping[str, NumberTruth]
) -> dict[str, NumberScale]:
    """Return the fixed points of each window.

    Args:
        clean: The scene before its cells were messed up.
        dropped: The columns of the table of examples that leak.
        truths: What is true of the rows of each window.
    """
    cells = honest_design(clean, dropped).cells
    rows = clean.calendar.training.rows
    values = clean.labels()[rows]
    models = (linear(cells[rows], values), boosted_number(cells[rows], values))
    mean = float(np.mean(values))
    found = {}
    for name, truth in truths.items():
        window = cells[clean.calendar.windows[name].rows]
        line, trees = (_rounded(model(window), truth) for model in models)
        found[name] = NumberScale(
            prior=_rounded(np.full(truth.mean.size, mean), truth),
            linear=line,
            xgboost=trees,
            optimum=_rounded(truth.mean, truth),
        )
    return found


def _rounded(q: NDArray[np.float64], truth: NumberTruth) -> NumberMeasures:
    found = measure_number(q, truth)
    return NumberMeasures(rmse=round(found.rmse, _DECIMALS), r2=round(found.r2, _DECIMALS))
