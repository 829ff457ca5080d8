"""The optimum of somebody who reads the leaks, on the training table's own labels.

Without a leak it is the mean over what an entity may be like, given the row itself. A *channel*,
a column that is filled or empty by the outcome and its age, multiplies the odds by how much more
often a positive of that age is filled. An *aggregate*, the share of positives among all training
rows of the entity, says how many positives they have between them: the probability of a row is
then the sum over all ways to place them, divided by the sum over all ways that it may be placed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from takehome_datasets.certify.ablation import ALL_LEAKS
from takehome_datasets.measures import average_precision
from takehome_datasets.scene import DAY, Scene, sigmoid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takehome_datasets.certify.case import Case
    from takehome_datasets.key import PlantRecord
    from takehome_datasets.tables import Column

Floats = NDArray[np.float64]

_NODES: Final = 21
_AGES: Final = 6
"""Into so many ages, equally full, the training rows are put to count a channel."""
_CHANNELS: Final = ("post-outcome", "missingness")
_AGGREGATE: Final = "future-aggregate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one leak tells of the training rows."""

    odds: Floats | None = None
    """By how much it multiplies the odds of each row."""
    totals: bool = False
    """Whether it tells how many positives each entity has."""


def ceilings(case: Case) -> dict[str, float]:
    """Return what each leak adds to the best score on the training labels, where that is known."""
    scene = case.made.dirty
    told = {leak.id: _told(scene, leak) for leak in case.leaks}
    known = {name: [one] for name, one in told.items() if one is not None}
    if len(known) == len(told) > 1:
        known[ALL_LEAKS] = [one for ones in known.values() for one in ones]
    base = label_probabilities(scene, ())
    found = {}
    for name, ones in known.items():
        p = label_probabilities(scene, ones)
        found[name] = average_precision(p, p) - average_precision(base, p)
    return found


def label_probabilities(scene: Scene, told: Sequence[Told]) -> Floats:
    """Return for each training row how likely its label is 1, to who reads those leaks."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(_NODES)
    weights = weights / weights.sum()
    rows = scene.calendar.training.rows
    chance = sigmoid(scene.visible_logit()[rows][:, None] + scene.hidden_weight * nodes)
    if scene.truth.immature:
        age = (scene.calendar.extraction - scene.moment[rows]) / DAY
        chance = chance * scene.delay.reported_within(age)[:, None]
    odds = np.ones(chance.shape[0])
    for one in told:
        if one.odds is not None:
            odds = odds * one.odds
    yes, no = chance * odds[:, None], 1.0 - chance
    if any(one.totals for one in told):
        return _given_totals(scene, yes, no, weights)
    return np.asarray((yes @ weights) / ((yes + no) @ weights))


def _told(scene: Scene, leak: PlantRecord) -> Told | None:
    columns = [scene.table.columns[name] for name in leak.columns if name in scene.table.columns]
    if len(columns) != 1:
        return None
    if leak.mechanism in _CHANNELS:
        return Told(odds=_counted(scene, columns[0]))
    if leak.mechanism == _AGGREGATE and _is_share(scene, columns[0]):
        return Told(totals=True)
    return None


def _counted(scene: Scene, column: Column) -> Floats:
    """Return how much likelier each row's being filled, or empty, is for a positive of its age."""
    rows = scene.calendar.training.rows
    label = scene.truth.labelled[rows]
    filled = ~np.isnan(column.state(extracted=True)[rows].astype(np.float64))
    odds = np.empty(label.size)
    for age in np.array_split(np.argsort(scene.moment[rows], kind="stable"), _AGES):
        positive, negative = (
            (np.sum(filled[age] & mine) + 0.5) / (np.sum(mine) + 1.0)
            for mine in (label[age], ~label[age])
        )
        odds[age] = np.where(filled[age], positive / negative, (1.0 - positive) / (1.0 - negative))
    return odds


def _is_share(scene: Scene, column: Column) -> bool:
    """Return whether a column is the share of positives among its entity's training rows."""
    rows = scene.calendar.training.rows
    owner, label = scene.entity[rows], scene.truth.labelled[rows]
    share = np.bincount(owner, weights=label) / np.maximum(np.bincount(owner), 1)
    told = column.state(extracted=True)[rows].astype(np.float64)
    return bool(np.allclose(told, share[owner], atol=10.0**-column.decimals))


def _given_totals(scene: Scene, yes: Floats, no: Floats, weights: Floats) -> Floats:
    rows = scene.calendar.training.rows
    owner, label = scene.entity[rows], scene.truth.labelled[rows]
    order = np.argsort(owner, kind="stable")
    edges = np.flatnonzero(np.diff(owner[order])) + 1
    found = np.zeros(label.size)
    for mine in np.split(order, edges):
        total = int(label[mine].sum())
        if total:
            found[mine] = _placed(yes[mine], no[mine], total, weights)
    return found


def _placed(yes: Floats, no: Floats, total: int, weights: Floats) -> Floats:
    """Return how likely each of some rows is positive, where so many of them are.

    The ways to place positives are counted from the front and from the back; a row's own are those
    where the rows before and after it have one less than all.
    """
    before = _ways(yes, no, total)
    after = _ways(yes[::-1], no[::-1], total)[::-1]
    everything = (before[-1, total] * weights).sum()
    found = np.empty(yes.shape[0])
    for k in range(yes.shape[0]):
        others = (before[k, :total] * after[k + 1, :total][::-1]).sum(axis=0)
        found[k] = (others * yes[k] * weights).sum() / everything
    return found


def _ways(yes: Floats, no: Floats, total: int) -> Floats:
    """Return, for the first 0, 1, … rows, the weight of all ways to have 0 … total positives."""
    ways = np.zeros((yes.shape[0] + 1, total + 1, yes.shape[1]))
    ways[0, 0] = 1.0
    for k in range(yes.shape[0]):
        ways[k + 1] = ways[k] * no[k]
        ways[k + 1, 1:] += ways[k, :-1] * yes[k]
    return ways
