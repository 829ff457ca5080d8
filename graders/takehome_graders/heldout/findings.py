"""What there is to say about held-out performance: its place, the drift, the probabilities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from takehome_graders.marks import Certainty, Finding
from takehome_graders.scale import FULL_POINTS, LOGISTIC_POINTS, XGBOOST_POINTS, ranking_ruler
from takehome_graders.signal import Support, ceiling, support

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from takehome_datasets.key import Key
    from takehome_graders.heldout.calibration import Calibration
    from takehome_graders.standing import Standing

NAME: Final = "heldout"
SHARES: Final[Mapping[str, float]] = {"near": 0.6, "later": 0.4}
"""Of the windows, in the points."""
WORDS: Final[Mapping[str, str]] = {"near": "right after training", "later": "after the drift"}
"""For the windows, as a reader of the report should hear them."""

_Tone = Literal["strength", "weakness", "note"]
_GOOD: Final = (LOGISTIC_POINTS + XGBOOST_POINTS) / 2
_WORTH_SAYING: Final = 2.0
"""Points below which wrong probabilities are not worth a finding."""
_WELL_CALIBRATED: Final = 10.0
_TOO_HIGH: Final = 1.25
_TOO_LOW: Final = 0.8
_DIFFERENCE: Final = 0.02
"""Of the achievable lift, below which a drop is like the anchor's whatever its noise."""


def findings(
    key: Key,
    judged: Mapping[str, Standing],
    sizes: Mapping[str, Calibration],
    missing: tuple[str, ...],
    bounds: tuple[float, float, float],
) -> Iterator[Finding]:
    """Yield all findings; `bounds` are points with their interval."""
    yield _place_on_scale(judged, bounds)
    if support(key) is Support.NOT_SUPPORTED:
        yield _capped(key)
    if "near" in judged and "later" in judged:
        yield _drop(key, judged["near"], judged["later"])
    yield from _probabilities(judged, sizes)
    for reason in missing:
        yield Finding(
            criterion=NAME,
            tone="weakness",
            claim="One stretch of production was never predicted; the other stands alone.",
            evidence=reason,
            certainty=Certainty.OUTCOME,
            weight=FULL_POINTS * (1 - max(SHARES[name] for name in judged)),
            question="What in these rows did the code not expect?",
        )
    outside = sum(s.outside for s in judged.values())
    if outside:
        yield Finding(
            criterion=NAME,
            tone="weakness",
            claim="Some of its probabilities are none: they lie outside 0 and 1.",
            evidence=f"{outside:,} answers were moved to the nearer end before they were measured.",
            certainty=Certainty.OUTCOME,
            weight=_WELL_CALIBRATED,
            question="What does `predict` return, and how would someone downstream read it?",
        )


def _place_on_scale(judged: Mapping[str, Standing], bounds: tuple[float, float, float]) -> Finding:
    points, low, high = bounds
    claim, tone = where(points, low, high)
    return Finding(
        criterion=NAME,
        tone=tone,
        claim=claim,
        evidence=_sentence("; ".join(_beside_anchors(name, s) for name, s in judged.items())),
        certainty=Certainty.OUTCOME,
        weight=round(points if tone == "strength" else FULL_POINTS - points, 2),
        question=(
            "Which single step earned the most on unseen data, and how do you know?"
            if tone == "strength"
            else "A plain XGBoost without the planted columns does better. Where was the rest lost?"
        ),
    )


def _capped(key: Key) -> Finding:
    return Finding(
        criterion=NAME,
        tone="note",
        claim="These data cannot support this prediction, so that more than forty points are luck.",
        evidence=(
            "Who knew every true probability would put a positive above a negative in"
            f" {ceiling(key) or 0.0:.0%} of all pairs; half of them is chance."
        ),
        certainty=Certainty.OUTCOME,
        weight=0.0,
        question="Would you put this model into production, and what would you watch?",
    )


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def where(points: float, low: float, high: float) -> tuple[str, _Tone]:
    """Return the place of a mark among the anchors, in words, and whether that is good."""
    if low > XGBOOST_POINTS:
        return "Does better on unseen rows than an honest XGBoost.", "strength"
    if high >= XGBOOST_POINTS:
        return "Cannot be told apart from an honest XGBoost on unseen rows.", "strength"
    if low > LOGISTIC_POINTS:
        return (
            "Stands between an honest logistic regression and an honest XGBoost on unseen rows.",
            "strength" if points >= _GOOD else "note",
        )
    if high >= LOGISTIC_POINTS:
        return (
            "Cannot be told apart from an honest logistic regression on unseen rows.",
            "weakness",
        )
    if points > 0:
        return "Does worse on unseen rows than an honest logistic regression.", "weakness"
    return "Knows no more about unseen rows than the base rate.", "weakness"


def _beside_anchors(name: str, s: Standing) -> str:
    return (
        f"{WORDS[name]}: {s.points:.0f} points,"
        f" average precision {s.measures.average_precision:.3f}"
        f" (prior {s.scale.prior.average_precision:.3f},"
        f" logistic {s.scale.logistic.average_precision:.3f},"
        f" XGBoost {s.scale.xgboost.average_precision:.3f},"
        f" optimum {s.scale.optimum.average_precision:.3f}){_saved(s)}"
    )


def _saved(s: Standing) -> str:
    best = s.scale.optimum.value
    if s.measures.value is None or best is None:
        return ""
    return f"; acted on, it saves {s.measures.value:.3f} a row of {best:.3f} that could be saved"


def _drop(key: Key, near: Standing, later: Standing) -> Finding:
    own = near.ranking.skill - later.ranking.skill
    spread = float(np.std(near.ranking.skills - later.ranking.skills))
    anchor_near, anchor_later = _anchor(near), _anchor(later)
    extra = own - (anchor_near - anchor_later)
    margin = max(_DIFFERENCE, 2 * spread)
    # What has learned little has little to lose: holding up is no merit of it.
    learned = near.ranking.skill > anchor_near - margin
    claim, tone = _after_drift(extra, margin, learned=learned)
    drifts = [p for p in key.plants if p.kind == "drift"]
    return Finding(
        criterion=NAME,
        tone=tone,
        claim=claim,
        evidence=(
            f"Average precision goes from {near.measures.average_precision:.3f} to"
            f" {later.measures.average_precision:.3f}; the XGBoost anchor's from"
            f" {near.scale.xgboost.average_precision:.3f} to"
            f" {later.scale.xgboost.average_precision:.3f}."
        ),
        certainty=Certainty.OUTCOME,
        weight=round(min(SHARES["later"] * FULL_POINTS, abs(near.points - later.points)), 2),
        question="How would you notice this in production, and after how many days?",
        plant=drifts[0].id if len(drifts) == 1 else None,
    )


def _after_drift(extra: float, margin: float, *, learned: bool) -> tuple[str, _Tone]:
    if extra > margin:
        return "After the drift it loses more than an honest XGBoost does.", "weakness"
    if extra < -margin and learned:
        return "After the drift it holds up better than an honest XGBoost does.", "strength"
    if learned:
        return "After the drift it falls like an honest XGBoost does.", "note"
    return "After the drift it has little to lose: it had learned little.", "note"


def _anchor(s: Standing) -> float:
    ruler = ranking_ruler(s.scale)
    return ruler.xgboost if ruler else 0.0


def _probabilities(
    judged: Mapping[str, Standing], sizes: Mapping[str, Calibration]
) -> Iterator[Finding]:
    weight = sum(SHARES[name] for name in judged)
    regained = sum(SHARES[name] * sizes[name].regained for name in judged) / weight
    name = "near" if "near" in judged else next(iter(judged))
    size, standing = sizes[name], judged[name]
    says = (
        f"On rows {WORDS[name]} it says {size.said:.2%} on average where {size.true:.2%} is true;"
        f" right in size, in the same order, its probabilities would be worth"
        f" {regained:.0f} points more."
    )
    if regained >= _WORTH_SAYING:
        yield Finding(
            criterion=NAME,
            tone="weakness",
            claim=_wrong_size(size, standing),
            evidence=says,
            certainty=Certainty.OUTCOME,
            weight=round(regained, 2),
            question=(
                "What does a probability of yours mean after class weights or resampling,"
                " and what would a decision by cost do with it?"
            ),
        )
    elif standing.probability.points >= _GOOD:
        yield Finding(
            criterion=NAME,
            tone="strength",
            claim="Its probabilities can be taken at their word.",
            evidence=f"On rows {WORDS[name]} it says {size.said:.2%} on average"
            f" where {size.true:.2%} is true.",
            certainty=Certainty.OUTCOME,
            weight=_WELL_CALIBRATED,
            question="How did you make sure that a probability of 0.2 means one in five?",
        )


def _wrong_size(size: Calibration, standing: Standing) -> str:
    ratio = size.said / size.true
    wrong = "in the right order, but wrong in size"
    if ratio > _TOO_HIGH:
        wrong = f"{ratio:.1f} times too high"
    elif ratio < _TOO_LOW:
        wrong = f"{1 / max(ratio, 1e-6):.1f} times too low"
    worse = standing.probability.skill < 0
    beyond = ", and worse than telling everybody the base rate" if worse else ""
    return f"Its probabilities are {wrong}{beyond}."
