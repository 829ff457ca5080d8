"""Imbalance and decisions: do the rare rows come out on top, in the right size, and acted on?

Up to four parts, of which those count that can be told. *Ranking*: of the positives that can be
reached by looking at as many rows as the brief allows, or as there are positives, how many are.
*Calibration*: what a correction of the probabilities' size alone, against the true ones, would
win. *Decisions*, where `decide` is asked for: what they save, beside the best that a threshold
makes of the same probabilities, and beside what the optimum saves. *Labels*, where some had not
matured: that it was seen. All of it right after training; what comes later belongs to drift.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from takehome_datasets.measures import log_losses
from takehome_graders.heldout.calibration import recalibrated
from takehome_graders.imbalance.deciding import deciding
from takehome_graders.imbalance.findings import findings
from takehome_graders.marks import Certainty, Judged, NotAsked, NotJudged
from takehome_graders.parts import Part, judged
from takehome_graders.replies import Unusable
from takehome_graders.scale import FULL_POINTS
from takehome_graders.standing import standings
from takehome_graders.statuses import labels_named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takehome_datasets.key import Key
    from takehome_graders.evidence import Evidence
    from takehome_graders.imbalance.deciding import Deciding
    from takehome_graders.resampling import Floats
    from takehome_graders.standing import Standing

WINDOW: Final = "near"

_FREE: Final = 0.02
"""Of the lift: no finite number of rows tells the size of probabilities better than this."""
_ALL_LOST: Final = 0.4
"""Of the lift, thrown away by wrong size alone."""


def grade(key: Key, evidence: Evidence) -> Judged | NotJudged | NotAsked:
    """Return the marks for imbalance and decisions."""
    if "predict" not in evidence.asked.deliverables:
        return NotAsked(reason="This challenge asks for no `predict`.")
    if key.metric == "rmse":
        return NotAsked(reason="The outcome is a number: nothing about it is rare.")
    near = standings(key, evidence, (WINDOW,)).get(WINDOW)
    if near is None or isinstance(near, Unusable):
        return NotJudged(reason=near.reason if near else f'The key has no window "{WINDOW}".')
    asked = key.costs is not None and "decide" in evidence.asked.deliverables
    decided = deciding(key, evidence, near) if asked else None
    named = labels_named(key, evidence)
    parts = [_ranking(key, near), _calibration(near)]
    if asked:
        parts += _decisions(decided)
    if named is not None:
        rest = "seeing that the youngest labels are not settled"
        parts.append(Part.counted("labels", 2.0, FULL_POINTS * named, rest))
    return judged(
        parts,
        certainty=Certainty.OUTCOME,
        findings=findings(key, near, parts, decided),
        figures={
            "said": float(near.predictions.mean()),
            "true": float(near.window.probability.mean()),
            **(decided.figures if decided is not None else {}),
        },
    )


def _ranking(key: Key, near: Standing) -> Part:
    p, entity, again = near.window.probability, near.window.entity, near.resamples
    room = key.costs.capacity if key.costs and key.costs.capacity else float(p.mean())
    found, best = (_top(q, room) * p for q in (near.predictions, p))
    blind = room * p
    lift = float(np.mean(best - blind))
    rest = "rare rows that stand higher"
    if not lift > 0:
        return Part.counted("ranking", 3.0, FULL_POINTS, rest)
    points = FULL_POINTS * float(np.mean(found - blind)) / lift
    lifts = np.maximum(again.mean(entity, best - blind), lift / 20)
    points_again = FULL_POINTS * again.mean(entity, found - blind) / lifts
    return Part.sampled("ranking", 3.0, points, points_again if near.sure else None, rest=rest)


def _top(q: Floats, room: float) -> Floats:
    """Return how far each row is among the first ones, equal ones sharing what room is left."""
    _, inverse, counts = np.unique(-q, return_inverse=True, return_counts=True)
    before = np.cumsum(counts) - counts
    return np.asarray(np.clip((room * q.size - before) / counts, 0.0, 1.0)[inverse])


def _calibration(near: Standing) -> Part:
    q, p, scale = near.predictions, near.window.probability, near.scale
    lift = scale.prior.log_loss - scale.optimum.log_loss
    lost = (log_losses(q, p) - log_losses(recalibrated(q, p), p)) / lift

    def points(size: Floats) -> Floats:
        return FULL_POINTS * (1 - np.maximum(size - _FREE, 0) / (_ALL_LOST - _FREE))

    again = points(near.resamples.mean(near.window.entity, lost)) if near.sure else None
    return Part.sampled(
        "calibration",
        3.0,
        float(points(np.array([lost.mean()]))[0]),
        again,
        rest="probabilities of the right size",
    )


def _decisions(decided: Deciding | None) -> Iterator[Part]:
    rest = "decisions that cost less with the same probabilities"
    if decided is None:
        yield Part.counted("decisions", 3.0, 0.0, rest)
    else:
        yield Part.sampled("decisions", 3.0, decided.points, decided.points_again, rest=rest)
