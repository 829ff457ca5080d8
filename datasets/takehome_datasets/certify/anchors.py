"""Anchors: honest models of ours, fitted on a variant, that fix the points of its scale.

They see the table as a careful candidate would have cleaned it: leaks dropped, units mended,
missing values missing, and only labels that have matured. What only a cleaned table needs to know
is taken from the truth; what is learnt, is learnt from the training rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import xgboost
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from takehome_datasets.certify.design import Design, honest_design
from takehome_datasets.key import Measures, Scale
from takehome_datasets.measures import measure
from takehome_datasets.plants.labels import MATURE_SHARE
from takehome_datasets.scene import DAY, Scene

Floats = NDArray[np.float64]
Model = Callable[[Floats], Floats]

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


def scales(clean: Scene, dropped: frozenset[str], best: Mapping[str, Floats]) -> dict[str, Scale]:
    """Return the fixed points of each window.

    Args:
        clean: The scene before its cells were messed up.
        dropped: The columns of the table of examples that leak.
        best: The attainable probabilities of each window.
    """
    design = honest_design(clean, dropped)
    calendar, truth = clean.calendar, clean.truth
    training = np.arange(clean.moment.size)[calendar.training.rows]
    if truth.immature:
        mature = calendar.extraction - clean.delay.days_until(MATURE_SHARE) * DAY
        training = training[clean.moment[training] < mature]
    labels = truth.labelled[training].astype(np.float64)
    linear = _logistic(design, training, labels)
    boosted = _xgboost(design, training, labels)
    prior = float(np.mean(labels))
    found = {}
    for name, window in calendar.windows.items():
        p, cells = best[name], design.cells[window.rows]
        found[name] = Scale(
            prior=_rounded(np.full(p.size, prior), p),
            logistic=_rounded(linear(cells), p),
            xgboost=_rounded(boosted(cells), p),
            optimum=_rounded(p, p),
        )
    return found


def _rounded(q: Floats, p: Floats) -> Measures:
    """Measure, to as many decimals as do not depend on the machine that fitted."""
    found = measure(q, p)
    return Measures(
        log_loss=round(found.log_loss, 5),
        brier=round(found.brier, 5),
        auc=round(found.auc, 5),
        average_precision=round(found.average_precision, 5),
    )


def _logistic(design: Design, rows: NDArray[np.int64], labels: Floats) -> Model:
    cells = design.cells[rows]
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


def _xgboost(design: Design, rows: NDArray[np.int64], labels: Floats) -> Model:
    data = xgboost.DMatrix(design.cells[rows], label=labels, nthread=1)
    booster = xgboost.train(_BOOSTING, data, num_boost_round=_ROUNDS)

    def predict(raw: Floats) -> Floats:
        answer: Any = booster.predict(xgboost.DMatrix(raw, nthread=1))
        return np.asarray(answer, dtype=np.float64)

    return predict
