"""Economy: what the lift cost, beside a plain XGBoost on the same data.

What was bought is the skill in the window right after training, as a share of what an honest
XGBoost has; more than that share is not bought twice. What was paid is the time of the fit, by its
share of the time that the brief grants: a quarter is free, because a busy machine is nobody's
fault, and from there each doubling costs until the whole of it is used. Skill beyond the anchor's
pays for time, so that a network that learns for ten minutes keeps its points where it is better,
and loses them where it buys nothing.

The anchor's own time is no part of this: it was fitted on another machine.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from takehome_graders.marks import Certainty, Finding, Judged, NotAsked, NotJudged
from takehome_graders.parts import Part, judged
from takehome_graders.replies import Unusable
from takehome_graders.scale import FULL_POINTS, log_loss_ruler, ranking_ruler
from takehome_graders.standing import standings

if TYPE_CHECKING:
    from takehome_datasets.key import Key, Scale
    from takehome_graders.evidence import Evidence
    from takehome_graders.resampling import Floats
    from takehome_graders.standing import Standing

NAME: Final = "economy"
WINDOW: Final = "near"

FREE: Final = 0.25
"""Of the time that is granted for the fit."""
DEAR: Final = 0.6
"""Of the points, that all of that time costs who buys nothing with it."""
PAYS: Final = 0.05
"""Skill beyond the anchor's that pays for all of that time."""
_LEAST_SKILL: Final = 0.05


def grade(key: Key, evidence: Evidence) -> Judged | NotJudged | NotAsked:
    """Return the marks for economy."""
    if "predict" not in evidence.asked.deliverables:
        return NotAsked(reason="This challenge asks for no `predict`.")
    near = standings(key, evidence, (WINDOW,)).get(WINDOW)
    if near is None or isinstance(near, Unusable):
        return NotJudged(reason=near.reason if near else f'The key has no window "{WINDOW}".')
    anchor = anchor_skill(near.scale)
    if anchor < _LEAST_SKILL:
        return NotJudged(reason="An honest XGBoost learns nothing here, so nothing has a price.")
    spent = _spent(evidence)
    if spent is None:
        return NotJudged(reason="The time of its fit, or the time that was granted, is not known.")
    points = float(_points(np.array([_skill(near)]), anchor, spent)[0])
    again = _points((near.probability.skills + near.ranking.skills) / 2, anchor, spent)
    part = Part.sampled(
        "value",
        1.0,
        points,
        again if near.sure else None,
        rest="as much skill as an honest XGBoost has, in less time, or more skill in that time",
    )
    return judged(
        [part],
        certainty=Certainty.OUTCOME,
        findings=[_finding(near, anchor, spent, evidence, points)],
        figures={
            "skill": _skill(near),
            "xgboost_skill": anchor,
            "fit_share": spent,
            "fit_s": evidence.fit_s or 0.0,
        },
    )


def anchor_skill(scale: Scale) -> float:
    """Return the skill of an honest XGBoost, half by probability and half by ranking."""
    rulers = (log_loss_ruler(scale), ranking_ruler(scale))
    return sum(ruler.xgboost for ruler in rulers if ruler is not None) / len(rulers)


def _skill(near: Standing) -> float:
    return (near.probability.skill + near.ranking.skill) / 2


def _spent(evidence: Evidence) -> float | None:
    granted, fit_s = evidence.asked.fit_s, evidence.fit_s
    if granted is None or fit_s is None or not granted > 0:
        return None
    share = fit_s / granted
    return share if math.isfinite(share) and share >= 0 else None


def _points(skill: Floats, anchor: float, spent: float) -> Floats:
    bought = np.clip(skill / anchor, 0.0, 1.0)
    time = min(1.0, max(0.0, math.log(max(spent, FREE) / FREE) / math.log(1 / FREE)))
    paid = np.clip((skill - anchor) / PAYS, 0.0, 1.0)
    return FULL_POINTS * bought * (1.0 - DEAR * time * (1.0 - paid))


def _finding(
    near: Standing, anchor: float, spent: float, evidence: Evidence, points: float
) -> Finding:
    skill = _skill(near)
    dear = spent > FREE and skill < anchor + PAYS
    claim = "What it learnt is worth the time that it took."
    if skill < anchor / 2:
        claim = "It buys little: a plain XGBoost learns more than twice as much."
    elif dear:
        claim = "It takes its time, and buys no more than a plain XGBoost does."
    return Finding(
        criterion=NAME,
        tone="weakness" if skill < anchor / 2 or dear else "strength",
        claim=claim,
        evidence=(
            f"Skill {skill:.2f} right after training, an honest XGBoost {anchor:.2f};"
            f" the fit took {evidence.fit_s or 0.0:.0f} s, {spent:.0%} of what was granted."
        ),
        certainty=Certainty.OUTCOME,
        weight=round(max(points, FULL_POINTS - points), 2),
        question="What would a model of half the cost have lost?",
    )
