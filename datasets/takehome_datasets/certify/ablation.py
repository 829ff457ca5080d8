"""What every plant costs whoever does not see it: the price, measured by ablation.

The honest XGBoost anchor is fitted once more as somebody fits it who ignores one plant and does
all else as before. To ignore a plant is to read its columns as the files have them: leaks as of
extraction in training, cells with their mess. Two kinds need words of their own. Who ignores
immature labels learns from all rows; and as the anchor itself does nothing about a change of
concept, what that one costs is what dropping the column would have brought once its meaning has
changed. A decoy's price is what it costs to drop it.

Prices are those of somebody who has 30 000 rows to learn from, however many there are: a dozen more
fits on all of a large table would take minutes and say the same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from takehome_datasets.certify.design import Design, written_features
from takehome_datasets.certify.models import boosted
from takehome_datasets.measures import average_precision, log_losses

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from takehome_datasets.certify.case import Case
    from takehome_datasets.key import PlantRecord

Floats = NDArray[np.float64]

_FIRST, _LAST = "near", "later"
_MOST_ROWS: Final = 30_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What one plant costs, in skill, in one window."""

    plant: str
    window: str
    value: float
    """Skill of who sees it less skill of who does not."""
    error: float
    """Standard error over the window's entities, the two fits as they are."""
    precision_lost: float
    """Average precision of the one less that of the other, in the same window."""

    @property
    def sure(self) -> bool:
        """Whether it is more than noise of the window."""
        return self.value >= SURE * self.error


SURE: Final = 3.0
"""Standard errors beyond which a difference counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fit:
    """What one more XGBoost reads and learns from."""

    design: Design
    rows: NDArray[np.int64]


def prices(case: Case, *, asked: Callable[[PlantRecord], bool] | None = None) -> tuple[Price, ...]:
    """Return the price of every plant that has one, in the order of the records.

    The last is that of all leaks together, where there is more than one.

    Args:
        case: The variant.
        asked: Says whose price is wanted; left out, all are.
    """
    found = []
    honest = _answers(case, _Fit(design=case.anchors.design, rows=case.anchors.rows))
    for record in case.made.records:
        if asked is not None and not asked(record):
            continue
        if record.mechanism == "concept":
            if record.columns:
                found.append(_minding(case, record, honest[_LAST]))
            continue
        fit = _ignoring(case, record)
        if fit is not None:
            others = _answers(case, fit)
            found.append(_price(case, record.id, _FIRST, honest[_FIRST], others[_FIRST]))
    if len(case.leaks) > 1:
        deaf = _answers(case, listening(case, case.leaks))
        found.append(_price(case, ALL_LEAKS, _FIRST, honest[_FIRST], deaf[_FIRST]))
    return tuple(found)


ALL_LEAKS: Final = "leak.*"
"""What the prices and baits of all leaks together are filed under."""


def listening(case: Case, leaks: Sequence[PlantRecord]) -> _Fit:
    """Return what somebody fits who does all else well, and keeps those leaks."""
    return _Fit(design=with_written(case, leaks), rows=case.anchors.rows)


def with_written(case: Case, records: Sequence[PlantRecord]) -> Design:
    """Return the anchors' design with the columns of those plants as the files have them."""
    columns = [column for record in records for column in record.columns]
    features = {
        name: cells
        for column in columns
        for name, cells in written_features(case.made.dirty, column).items()
    }
    return case.anchors.design.without(columns).with_features(features)


def _ignoring(case: Case, record: PlantRecord) -> _Fit | None:
    anchors = case.anchors
    match record.kind, record.mechanism:
        case "imbalance", "immature-labels":
            training = case.made.clean.calendar.training.rows
            return _Fit(design=anchors.design, rows=np.arange(training.start, training.stop))
        case "imbalance", _:
            return None
        case "decoy", _:
            return _Fit(design=anchors.design.without(record.columns), rows=anchors.rows)
        case _ if record.columns:
            return listening(case, [record])
    return None


def _minding(case: Case, record: PlantRecord, honest: Floats) -> Price:
    """Return what the honest anchor loses because it does nothing about a change of concept."""
    minding = _Fit(design=case.anchors.design.without(record.columns), rows=case.anchors.rows)
    return _price(case, record.id, _LAST, _answers(case, minding)[_LAST], honest)


def _answers(case: Case, fit: _Fit) -> dict[str, Floats]:
    """Fit, and return the predictions for both windows."""
    clean = case.made.clean
    rows = thinned(fit.rows)
    labels = clean.truth.labelled[rows].astype(np.float64)
    model = boosted(fit.design.cells[rows], labels)
    windows = clean.calendar.windows
    return {name: model(fit.design.cells[windows[name].rows]) for name in (_FIRST, _LAST)}


def thinned(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return some of the rows, as many from every stretch of time, where they are very many."""
    if rows.size <= _MOST_ROWS:
        return rows
    return np.asarray(rows[np.linspace(0, rows.size - 1, _MOST_ROWS).astype(np.int64)])


def _price(case: Case, plant: str, window: str, honest: Floats, other: Floats) -> Price:
    rows = case.made.clean.calendar.windows[window].rows
    p, scale = case.best[window], case.scales[window]
    lost = log_losses(other, p) - log_losses(honest, p)
    unit = scale.prior.log_loss - scale.optimum.log_loss
    return Price(
        plant=plant,
        window=window,
        value=float(np.mean(lost)) / unit,
        error=clustered_error(lost, case.made.clean.entity[rows]) / unit,
        precision_lost=average_precision(honest, p) - average_precision(other, p),
    )


def clustered_error(values: Floats, groups: NDArray[np.int64]) -> float:
    """Return the standard error of a mean over rows that stand or fall together in groups."""
    _, index = np.unique(groups, return_inverse=True)
    sums = np.bincount(index, weights=values - float(np.mean(values)))
    return float(math.sqrt(np.sum(np.square(sums))) / values.size)
