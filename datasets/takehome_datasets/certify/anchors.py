"""Anchors: honest models of ours, fitted on a variant, that fix the points of its scale.

They see the table as a careful candidate would have cleaned it: leaks dropped, units mended,
missing values missing, and only labels that have matured. What only a cleaned table needs to know
is taken from the truth; what is learnt, is learnt from the training rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from takehome_datasets.certify.design import Design, honest_design
from takehome_datasets.certify.models import Model, boosted, logistic
from takehome_datasets.key import Costs, Measures, Scale
from takehome_datasets.measures import measure
from takehome_datasets.plants.labels import MATURE_SHARE
from takehome_datasets.scene import DAY, Scene

if TYPE_CHECKING:
    from collections.abc import Mapping

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchors:
    """The honest models of one variant, fitted."""

    design: Design
    """What they read, of every event."""
    rows: NDArray[np.int64]
    """The events that they learnt from."""
    labels: Floats
    linear: Model
    trees: Model

    @property
    def prior(self) -> float:
        """What somebody says of every row who knows only how many outcomes there were."""
        return float(np.mean(self.labels))


def scales(
    clean: Scene,
    dropped: frozenset[str],
    best: Mapping[str, Floats],
    costs: Costs | None = None,
) -> dict[str, Scale]:
    """Return the fixed points of each window.

    Args:
        clean: The scene before its cells were messed up.
        dropped: The columns of the table of examples that leak.
        best: The attainable probabilities of each window.
        costs: What decisions cost, where the brief says so.
    """
    anchors = fit_anchors(clean, dropped)
    windows = clean.calendar.windows
    return {
        name: place(anchors, window.rows, best[name], costs) for name, window in windows.items()
    }


def fit_anchors(clean: Scene, dropped: frozenset[str]) -> Anchors:
    """Fit the honest models on the training rows whose labels have settled.

    Args:
        clean: The scene before its cells were messed up.
        dropped: The columns of the table of examples that leak.
    """
    design = honest_design(clean, dropped)
    rows = mature_rows(clean)
    labels = clean.truth.labelled[rows].astype(np.float64)
    cells = design.cells[rows]
    return Anchors(
        design=design,
        rows=rows,
        labels=labels,
        linear=logistic(cells, labels),
        trees=boosted(cells, labels),
    )


def place(anchors: Anchors, rows: slice, p: Floats, costs: Costs | None = None) -> Scale:
    """Return the fixed points of the window with those rows, whose attainable probability is p."""
    cells = anchors.design.cells[rows]
    return Scale(
        prior=_rounded(np.full(p.size, anchors.prior), p, costs),
        logistic=_rounded(anchors.linear(cells), p, costs),
        xgboost=_rounded(anchors.trees(cells), p, costs),
        optimum=_rounded(p, p, costs),
    )


def mature_rows(clean: Scene) -> NDArray[np.int64]:
    """Return the training rows that an honest modeller learns from: labels that have settled."""
    training = np.arange(clean.moment.size)[clean.calendar.training.rows]
    if not clean.truth.immature:
        return training
    mature = clean.calendar.extraction - clean.delay.days_until(MATURE_SHARE) * DAY
    return np.asarray(training[clean.moment[training] < mature])


def _rounded(q: Floats, p: Floats, costs: Costs | None) -> Measures:
    """Measure, to as many decimals as do not depend on the machine that fitted."""
    found = measure(q, p, costs)
    return Measures(
        log_loss=round(found.log_loss, 5),
        brier=round(found.brier, 5),
        auc=round(found.auc, 5),
        average_precision=round(found.average_precision, 5),
        value=None if found.value is None else round(found.value, 5),
    )
