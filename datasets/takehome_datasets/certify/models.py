"""The two models that the anchors are made of, with their settings fixed for good.

Both learn on one thread and from nothing but their arguments, so that a fit can be repeated.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import xgboost
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.preprocessing import StandardScaler

Floats = NDArray[np.float64]
Model = Callable[[Floats], Floats]
"""Cells in, one prediction a row out."""

_BOOSTING = {
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
    expand = _filling(cells)
    model = LogisticRegression(max_iter=400).fit(expand(cells), labels)

    def predict(raw: Floats) -> Floats:
        return np.asarray(model.predict_proba(expand(raw))[:, 1])

    return predict


def linear(cells: Floats, values: Floats) -> Model:
    """Return a linear regression on scaled cells, holes filled with the median and told."""
    expand = _filling(cells)
    model = Ridge(alpha=1.0).fit(expand(cells), values)

    def predict(raw: Floats) -> Floats:
        return np.asarray(model.predict(expand(raw)))

    return predict


def boosted(cells: Floats, labels: Floats) -> Model:
    """Return an XGBoost on the cells as they are; it takes NaN for missing."""
    return _boosted(cells, labels, "binary:logistic")


def boosted_number(cells: Floats, values: Floats) -> Model:
    """Return an XGBoost of numbers on the cells as they are; it takes NaN for missing."""
    return _boosted(cells, values, "reg:squarederror")


def _boosted(cells: Floats, labels: Floats, objective: str) -> Model:
    data = xgboost.DMatrix(cells, label=labels, nthread=1)
    settings = {**_BOOSTING, "objective": objective}
    booster = xgboost.train(settings, data, num_boost_round=_ROUNDS)

    def predict(raw: Floats) -> Floats:
        answer: Any = booster.predict(xgboost.DMatrix(raw, nthread=1))
        return np.asarray(answer, dtype=np.float64)

    return predict


def _filling(cells: Floats) -> Model:
    """Return what makes cells fit for a linear model, as it was learnt from some."""
    middle = np.nanmedian(cells, axis=0)
    holes = np.isnan(cells).any(axis=0)

    def expand(raw: Floats) -> Floats:
        missing = np.isnan(raw)
        return np.concatenate([np.where(missing, middle, raw), missing[:, holes]], axis=1)

    scaler = StandardScaler().fit(expand(cells))
    return lambda raw: np.asarray(scaler.transform(expand(raw)))
