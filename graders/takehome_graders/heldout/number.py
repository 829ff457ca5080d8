"""Held-out performance where the outcome is a number: how far predictions lie from the true mean.

The measure is the expected squared error, against true means and variances. Between the prior, who
says the mean of every row, and the optimum, who says each row's true mean, an honest linear model
fixes 40 and an honest XGBoost 70, as they do where the outcome is a yes or no.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from takehome_datasets.key import NumberMeasures, NumberScale
from takehome_datasets.number_measures import measure_number, squared_errors
from takehome_graders.heldout.findings import NAME, SHARES, WORDS, where
from takehome_graders.marks import Certainty, Finding, Judged, NotJudged
from takehome_graders.parts import Part, judged
from takehome_graders.replies import Unusable, joined
from takehome_graders.resampling import resampled, stream
from takehome_graders.scale import FULL_POINTS, number_ruler

if TYPE_CHECKING:
    from collections.abc import Mapping

    from takehome_datasets.key import Key, NumberTruth, Window
    from takehome_graders.evidence import Evidence
    from takehome_graders.resampling import Floats, Resamples


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """The predictions of one window on its scale."""

    part: Part
    measures: NumberMeasures
    scale: NumberScale
    skill: float


def grade_number(key: Key, evidence: Evidence) -> Judged | NotJudged:
    """Return the marks for held-out performance on a number."""
    again = resampled([window.entity for window in key.windows], stream("standing", key.kit))
    found = {w.name: _placed(key, evidence, w, again) for w in key.windows if w.name in SHARES}
    placed = {name: each for name, each in found.items() if isinstance(each, _Placed)}
    missing = [each.reason for each in found.values() if isinstance(each, Unusable)]
    if not placed:
        return NotJudged(reason=" ".join(missing) or "The key has no hidden window.")
    mark = judged(
        [each.part for each in placed.values()],
        certainty=Certainty.OUTCOME,
        findings=[],
        figures={
            name: value
            for window, each in placed.items()
            for name, value in (
                (f"{window}.rmse", each.measures.rmse),
                (f"{window}.r2", each.measures.r2),
                (f"{window}.skill", each.skill),
            )
        },
    )
    return Judged(
        points=mark.points,
        low=mark.low,
        high=mark.high,
        certainty=mark.certainty,
        findings=(_place_on_scale(mark, placed), *_unanswered(missing, placed)),
        rest=mark.rest,
        figures=mark.figures,
    )


def _placed(key: Key, evidence: Evidence, window: Window, again: Resamples) -> _Placed | Unusable:
    answer, scale = joined(evidence.reply(window.name), window), key.number_scales.get(window.name)
    if isinstance(answer, Unusable):
        return answer
    ruler = number_ruler(scale) if scale is not None else None
    if window.number is None or scale is None or ruler is None:
        return Unusable(
            reason=f'In the window "{window.name}" nobody can do better than the prior.'
        )
    measures = measure_number(answer.values, window.number)
    skill = ruler.skill(-(measures.rmse**2))
    part = Part.sampled(
        window.name,
        SHARES[window.name],
        float(ruler.points(np.array([skill]))[0]),
        ruler.points(_skills(answer.values, window.number, window, again))
        if again.enough
        else None,
        rest=f"coming nearer to the true mean {WORDS[window.name]}",
    )
    return _Placed(part=part, measures=measures, scale=scale, skill=skill)


def _skills(
    q: Floats,
    truth: NumberTruth,
    window: Window,
    again: Resamples,
) -> Floats:
    """Return skill in each resample, between that resample's own prior and optimum."""
    blind = np.full_like(truth.mean, truth.mean.mean())
    errors, prior, best = (
        again.mean(window.entity, squared_errors(each, truth)) for each in (q, blind, truth.mean)
    )
    return np.asarray((prior - errors) / np.maximum(prior - best, 1e-12))


def _place_on_scale(mark: Judged, placed: Mapping[str, _Placed]) -> Finding:
    claim, tone = where(mark.points, mark.low, mark.high)
    told = "; ".join(
        f"{WORDS[name]} {each.part.points:.0f} points, an error of {each.measures.rmse:.4g}"
        f" (prior {each.scale.prior.rmse:.4g}, linear {each.scale.linear.rmse:.4g},"
        f" XGBoost {each.scale.xgboost.rmse:.4g}, optimum {each.scale.optimum.rmse:.4g})"
        for name, each in placed.items()
    )
    return Finding(
        criterion=NAME,
        tone=tone,
        claim=claim,
        evidence=f"{told[0].upper()}{told[1:]}.",
        certainty=Certainty.OUTCOME,
        weight=round(mark.points if tone == "strength" else FULL_POINTS - mark.points, 2),
        question="Which single step earned the most on unseen data, and how do you know?",
    )


def _unanswered(missing: list[str], placed: Mapping[str, _Placed]) -> list[Finding]:
    return [
        Finding(
            criterion=NAME,
            tone="weakness",
            claim="One stretch of production was never predicted; the other stands alone.",
            evidence=reason,
            certainty=Certainty.OUTCOME,
            weight=FULL_POINTS * (1 - max(SHARES[name] for name in placed)),
            question="What in these rows did the code not expect?",
        )
        for reason in missing
    ]
