"""The two models that the anchors are made of, with their settings fixed for good.

Both learn on one thread and from nothing but their arguments, so that a fit can be repeated.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import xgboost
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

Floats = NDArray[np.float64]
Model = Callable[[Floats], Floats]
"""Cells in, one probability a row out."""

_BOOSTING = {
    "objective": "binary:logistic",
    "tree_method": "hist",
    "max_depth": 4,
    "eta": 0.05,
    "min_child_weight": 5,
    "subsample": 0.8,
    "colsample_bytree": 0.8,
    "reg_lambda": 2.0,
    "nthread": 1,
    "seed": 20,
    "verbosity": 0,
}
_ROUNDS = 260


def logistic(cells: Floats, labels: Floats) -> Model:
    """Return a logistic regression on scaled cells, holes filled with the median and told."""
    middle = np.nanmedian(cells, axis=0)
    holes = np.isnan(cells).any(axis=0)

    def expand(raw: Floats) -> Floats:
        missing = np.isnan(raw)
        return np.concatenate([np.where(missing, middle, raw), missing[:, holes]], axis=1)

    scaler = StandardScaler().fit(expand(cells))
    model = LogisticRegression(max_iter=400).fit(scaler.transform(expand(cells)), labels)

    def predict(raw: Floats) -> Floats:
        return np.asarray(model.predict_proba(scaler.transform(expand(raw)))[:, 1])

    return predict


def boosted(cells: Floats, labels: Floats) -> Model:
    """Return an XGBoost on the cells as they are; it takes NaN for missing."""
    data = xgboost.DMatrix(cells, label=labels, nthread=1)
    booster = xgboost.train(_BOOSTING, data, num_boost_round=_ROUNDS)

    def predict(raw: Floats) -> Floats:
        answer: Any = booster.predict(xgboost.DMatrix(raw, nthread=1))
        return np.asarray(answer, dtype=np.float64)

    return predict
