"""Validation strategy: did they know beforehand how good they are, and what does the code say?

The claim is held against what was realised right after training, in units of what there was to
gain. Within the tolerance, which comes from the noise of both numbers, nothing is lost; beyond it
an overclaim costs twice what an underclaim does.

Why a claim did not hold is told beside it, and costs nothing more: what was recorded came from
inside the sandbox, and what is read in the code may never have run. Only a claim that stays above
chance where all labels were permuted costs more than its gap, by as much of it as stays: that was
seen from outside. A model that says the same of every row has nothing to be known beforehand: where
the data support a prediction, a claim about it earns nothing.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from takehome_graders.marks import Certainty, Judged, NotAsked, NotJudged
from takehome_graders.replies import Unusable
from takehome_graders.resampling import interval
from takehome_graders.scale import FULL_POINTS
from takehome_graders.signal import Support, support
from takehome_graders.standing import standings
from takehome_graders.validation.honesty import Honesty, compare
from takehome_graders.validation.honesty_findings import honesty, nothing_to_know, unclaimed
from takehome_graders.validation.scheme_findings import beside

if TYPE_CHECKING:
    from takehome_datasets.key import Key
    from takehome_graders.evidence import Evidence
    from takehome_graders.marks import Finding

WINDOW: Final = "near"


def grade(key: Key, evidence: Evidence) -> Judged | NotJudged | NotAsked:
    """Return the marks for validation strategy."""
    if "expected_score" not in evidence.asked.deliverables:
        return NotAsked(reason="This challenge asks for no `expected_score`.")
    shown = beside(key, evidence)
    near = standings(key, evidence, (WINDOW,)).get(WINDOW)
    if near is None or isinstance(near, Unusable):
        return NotJudged(
            reason="There is nothing to hold a claim against. "
            + (near.reason if near else f'The key has no window "{WINDOW}".'),
            findings=shown.findings(0.0),
        )
    claim = evidence.claim
    if claim is None or not math.isfinite(claim.value):
        return _nothing_claimed(unclaimed(), shown.findings(0.0))
    if np.ptp(near.predictions) == 0 and support(key) is Support.SUPPORTED:
        return _nothing_claimed(nothing_to_know(), shown.findings(0.0))
    told = compare(key, claim, near)
    honest = float(told.points(np.array([told.realised]))[0])
    points = honest * (1 - shown.stays)
    low, high = interval(told.points(near.precision_again)) if near.sure else (0.0, FULL_POINTS)
    low, high = low * (1 - shown.stays), high * (1 - shown.stays)
    lost = FULL_POINTS - honest
    return Judged(
        points=round(points, 2),
        low=round(min(low, points), 2),
        high=round(max(high, points), 2),
        certainty=Certainty.OUTCOME,
        findings=(
            *honesty(told, lost),
            *shown.findings(lost if told.gap > told.tolerance else 0.0),
        ),
        rest=(
            "Nothing is left."
            if points >= FULL_POINTS
            else f"An estimate within {told.tolerance:.3f} of what the model then realised."
        ),
        figures=_figures(told),
    )


def _nothing_claimed(why: Finding, said: tuple[Finding, ...]) -> Judged:
    return Judged(
        points=0.0,
        low=0.0,
        high=0.0,
        certainty=Certainty.OUTCOME,
        findings=(why, *said),
        rest="An `expected_score`, computed in the run on rows that the model had not seen.",
        figures={},
    )


def _figures(told: Honesty) -> dict[str, float]:
    figures = {
        "claimed": told.claim.value,
        "realised": told.realised,
        "realised.low": told.low,
        "realised.high": told.high,
        "gap": told.gap,
        "gap_in_lifts": told.gap / told.lift,
        "tolerance": told.tolerance,
    }
    return {name: round(value, 6) for name, value in figures.items()}
