"""Drift: what changed, where and since when; does the model hold up; is the alarm raised in time?

Up to three parts. *Named*: every planted drift that began before the training table ends, weighed
by what it costs, with four tenths for its kind and three each for its place and its date; false
alarms cost a little. *Resilience*: what skill is lost after the drift, in units of what an honest
XGBoost loses; who has learnt less than an honest logistic regression has less to lose, and earns
less by it. *Monitor*, where it is asked for: half for the first alarm being in time, a quarter each
for kind and place, and all of it only as far as alarms are not false.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from takehome_graders.drift.findings import findings
from takehome_graders.drift.monitoring import monitoring
from takehome_graders.drift.naming import match_drift
from takehome_graders.marks import Certainty, Judged, NotAsked, NotJudged
from takehome_graders.parts import Part, judged
from takehome_graders.prices import weight
from takehome_graders.scale import FULL_POINTS, ranking_ruler
from takehome_graders.standing import Standing, standings

if TYPE_CHECKING:
    from takehome_datasets.key import Key
    from takehome_graders.drift.naming import NamedDrifts
    from takehome_graders.evidence import Evidence
    from takehome_graders.resampling import Floats

_FALSE_ALARM: Final = 0.15
"""Of what a drift of middling weight is worth."""
_LEAST_LOSS: Final = 0.05
"""Skill: where the anchor loses less, losses are told in units of this."""
_PER_LOSS: Final = 30.0
"""Points that a loss like the anchor's costs."""


def grade(key: Key, evidence: Evidence) -> Judged | NotJudged | NotAsked:
    """Return the marks for drift."""
    asked = "monitor" in evidence.asked.deliverables and bool(key.stream)
    if not asked and not any(plant.kind == "drift" for plant in key.plants):
        return NotAsked(reason="Nothing drifts in this challenge.")
    told = match_drift(key, evidence.answers)
    parts = [part for part in (_named(told), _resilience(key, evidence)) if part is not None]
    watched = monitoring(key, evidence) if asked else None
    if watched is not None:
        rest = "alarms that come in time, and only then"
        parts.append(Part.counted("monitor", 4.0, watched.points, rest))
    if not parts:
        return NotJudged(reason="No window after the drift was answered, and none could be named.")
    outcome = any(part.name != "named" for part in parts)
    return judged(
        parts,
        certainty=Certainty.OUTCOME if outcome else Certainty.DECLARED,
        findings=findings(key, evidence, told, parts, watched),
        figures=watched.figures if watched is not None else {},
    )


def _named(told: NamedDrifts) -> Part | None:
    if not told.drifts:
        return None
    weights = [weight(seen.plant) for seen in told.drifts]
    credit = sum(w * seen.credit for w, seen in zip(weights, told.drifts, strict=True))
    credit -= _FALSE_ALARM * len(told.false_alarms) * float(np.mean(weights))
    rest = "naming what drifts by kind, place and date"
    return Part.counted("named", 3.0, FULL_POINTS * credit / sum(weights), rest)


def _resilience(key: Key, evidence: Evidence) -> Part | None:
    found = standings(key, evidence, ("near", "later"))
    near, later = found.get("near"), found.get("later")
    if not isinstance(near, Standing) or not isinstance(later, Standing):
        return None
    rest = "holding up after the drift"
    anchors = [ranking_ruler(standing.scale) for standing in (near, later)]
    if anchors[0] is None or anchors[1] is None:
        return None
    unit = max(anchors[0].xgboost - anchors[1].xgboost, _LEAST_LOSS)
    enough = max(anchors[0].logistic, _LEAST_LOSS)

    def points(before: Floats, after: Floats) -> Floats:
        held = np.maximum(FULL_POINTS - _PER_LOSS * np.maximum(before - after, 0.0) / unit, 0.0)
        return np.asarray(held * np.clip(before / enough, 0.0, 1.0))

    once = points(np.array([near.ranking.skill]), np.array([later.ranking.skill]))
    again = points(near.ranking.skills, later.ranking.skills) if near.sure else None
    return Part.sampled("resilience", 3.0, float(once[0]), again, rest=rest)
