"""The optimum: the best that anybody could predict from what can be observed.

Each entity has one hidden effect. What is known about its past outcomes makes some values of the
effect more likely than others; the attainable probability of a row is the mean over what remains,
by Gauss-Hermite quadrature.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from takehome_datasets.past import Past
from takehome_datasets.scene import DAY, Scene, sigmoid

Floats = NDArray[np.float64]

PROBABILITY_DECIMALS = 9
_NODES = 21
_LEAST = 1e-300
_CHUNK = 1 << 14
"""Pairs of rows that are looked at together: so few that they stay in the cache."""
_BLOCK = 64
"""So few probabilities are multiplied before a logarithm is taken: no product vanishes."""


def attainable(scene: Scene, rows: slice) -> Floats:
    """Return the attainable Bayes probability of those events.

    For each event it takes into account the outcomes of the same entity since the training period
    began, as far as they were reported when they could last be known; where labels are immature, a
    payment without a report may still be a chargeback, and counts so.
    """
    # Rounded: the nodes come from an eigenvalue problem, whose last bits depend on the machine.
    nodes, weights = (np.round(part, 12) for part in np.polynomial.hermite_e.hermegauss(_NODES))
    logit = scene.visible_logit()
    wanted = np.zeros(scene.moment.size, dtype=np.bool_)
    wanted[rows] = True
    row, past = known_pairs(scene, wanted)
    place = row - rows.start
    belief = np.zeros((_NODES, logit[rows].size))
    for start in range(0, row.size, _CHUNK):
        some = slice(start, start + _CHUNK)
        happened, maturity = _evidence(scene, row[some], past[some])
        heads = _heads(place[some])
        # One exponential a pair, and one a node, rather than one for every pair at every node.
        odds = np.exp(-logit[past[some]])
        signed, silent = np.where(happened, maturity, -maturity), (~happened).astype(np.float64)
        for k, node in enumerate(nodes):
            seen = odds * math.exp(-scene.hidden_weight * node)
            seen += 1.0
            np.divide(signed, seen, out=seen)
            seen += silent
            likelihood = np.log(np.maximum(np.multiply.reduceat(seen, heads), _LEAST))
            np.add.at(belief[k], place[some][heads], likelihood)
    posterior = weights[:, None] * np.exp(belief - belief.max(axis=0))
    posterior /= posterior.sum(axis=0)
    shifted = logit[rows] + scene.hidden_weight * nodes[:, None]
    return np.asarray(np.round((posterior * sigmoid(shifted)).sum(axis=0), PROBABILITY_DECIMALS))


def _heads(place: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where blocks begin: with every row, and after so many pairs of one row."""
    begins = np.ones(place.size, dtype=np.bool_)
    begins[1:] = place[1:] != place[:-1]
    begins[::_BLOCK] = True
    return np.flatnonzero(begins)


def known_pairs(
    scene: Scene, wanted: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return every wanted event with every one of its past that its predictor may know of."""
    row, past = Past.of(scene.entity, scene.moment).pairs(wanted)
    begins = scene.calendar.training.first * DAY
    known = (scene.moment[past] >= begins) & (scene.moment[past] < scene.known_until[row])
    return row[known], past[known]


def _evidence(
    scene: Scene, row: NDArray[np.int64], past: NDArray[np.int64]
) -> tuple[NDArray[np.bool_], Floats]:
    """Return whether each past event is known to have happened, and how sure a silence is."""
    truth, until = scene.truth, scene.known_until[row]
    happened = truth.happened[past] & (truth.reported[past] < until)
    maturity = scene.delay.reported_within((until - scene.moment[past]) / DAY)
    if not truth.immature:
        labelled = scene.moment[past] < scene.calendar.extraction
        happened = np.where(labelled, truth.happened[past], happened)
        maturity = np.where(labelled, 1.0, maturity)
    # A probability of 0 for what did happen cannot come up; one of exactly 0 days could.
    return happened, np.maximum(maturity, 1e-12)
