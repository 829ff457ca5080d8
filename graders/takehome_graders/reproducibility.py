"""Reproducibility: run again on the same data, does it come to the same predictions and claim?

Seven tenths are for the predictions, two for the claim, and one for the same answer to the same
question asked twice. What counts is how far they lie apart, so that the last digit of a sum costs
nothing. Where permuted labels move no prediction, the model was not fitted here: that it comes out
the same proves nothing, and earns nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from takehome_graders.apart import Apart, apart, restlessness
from takehome_graders.evidence import Change, Outcome
from takehome_graders.interventions.reading import interventions
from takehome_graders.listening import REPEAT
from takehome_graders.marks import Certainty, Finding, Judged, NotAsked, NotJudged
from takehome_graders.parts import Part, judged, shares_of
from takehome_graders.scale import FULL_POINTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from takehome_datasets.key import Key
    from takehome_graders.evidence import Claim, Evidence

NAME: Final = "reproducibility"

_FAR: Final = 0.2
"""Of all that is predicted: apart by so much, the second run made another model."""
_FAR_CLAIM: Final = 0.2
"""Of what there was to gain: likewise for the claim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Again:
    """Two runs on the same data, side by side."""

    predictions: Apart
    claim: float | None
    """How far the claims lie apart, as a share of what there was to gain."""


def grade(key: Key, evidence: Evidence) -> Judged | NotJudged | NotAsked:
    """Return the marks for reproducibility."""
    if "predict" not in evidence.asked.deliverables:
        return NotAsked(reason="This challenge asks for no `predict`.")
    again = _again(key, evidence)
    if again is None:
        return NotJudged(reason=_why_not(evidence))
    if interventions(key, evidence).fitted.here is False:
        return _not_fitted(again)
    parts = list(_parts(key, evidence, again))
    return judged(
        parts,
        certainty=Certainty.BEHAVIOUR,
        findings=[_finding(again, parts)],
        figures={
            "reproduced": float(not again.predictions.moved and not again.claim),
            "moved": again.predictions.moved,
            "change": again.predictions.change,
            "largest": again.predictions.largest,
            **({"claim_apart": again.claim} if again.claim is not None else {}),
        },
    )


def _again(key: Key, evidence: Evidence) -> _Again | None:
    whole = key.training.moment.size if key.training is not None else None
    for rerun in evidence.reruns:
        # On a sample of the rows it is another model that is fitted, and rightly so.
        if rerun.change is not Change.NOTHING or (whole is not None and rerun.rows < whole):
            continue
        for window in key.windows:
            one = evidence.reply(window.name)
            other = next((r for r in rerun.replies if r.probe == window.name), None)
            found = apart(one, other) if one is not None and other is not None else None
            if found is not None:
                return _Again(predictions=found, claim=_claims(key, evidence.claim, rerun.claim))
    return None


def _claims(key: Key, one: Claim | None, other: Claim | None) -> float | None:
    if one is None or other is None:
        return None
    scale = key.scales.get("near")
    lift = scale.optimum.average_precision - scale.prior.average_precision if scale else 0.0
    found = abs(one.value - other.value) / (lift if lift > 0 else 1.0)
    return found if math.isfinite(found) else None


def _why_not(evidence: Evidence) -> str:
    told = [each.reason for each in evidence.not_rerun if each.change is Change.NOTHING]
    told += [
        each.ending.message
        for each in evidence.reruns
        if each.change is Change.NOTHING and each.ending.outcome is not Outcome.COMPLETED
    ]
    return " ".join(["It was not run a second time on the same data.", *told])


def _parts(key: Key, evidence: Evidence, again: _Again) -> Iterator[Part]:
    yield Part.counted(
        "predictions",
        7.0,
        FULL_POINTS * (1 - again.predictions.change / _FAR),
        "predictions that are the same in another run",
    )
    if again.claim is not None:
        yield Part.counted(
            "claim",
            2.0,
            FULL_POINTS * (1 - again.claim / _FAR_CLAIM),
            "a claim that is the same in another run",
        )
    if any(evidence.reply(f"{REPEAT}{window.name}") for window in key.windows):
        yield Part.counted(
            "repeat",
            1.0,
            FULL_POINTS * (restlessness(key, evidence) == 0),
            "the same answer to the same question",
        )


def _finding(again: _Again, parts: Sequence[Part]) -> Finding:
    shares = shares_of(parts)
    lost = sum(shares[part.name] * (FULL_POINTS - part.points) for part in parts)
    same = not again.predictions.moved and not again.claim
    claims = "" if again.claim is None else f" The claims lie {again.claim:.1%} of the lift apart."
    return Finding(
        criterion=NAME,
        tone="strength" if same else "weakness" if lost >= 1 else "note",
        claim=(
            "Comes to the same when it is run again."
            if same
            else "Comes to something else when it is run again on the same data."
        ),
        evidence=(
            f"Run again, {again.predictions.moved:.1%} of {again.predictions.rows:,} predictions"
            f" are others, by {again.predictions.largest:.4f} at most.{claims}"
        ),
        certainty=Certainty.BEHAVIOUR,
        weight=round(FULL_POINTS if same else lost, 2),
        question=(
            "What did you pin so that it comes out the same?"
            if same
            else "Which step draws at random, and how far does the result hang on it?"
        ),
    )


def _not_fitted(again: _Again) -> Judged:
    return Judged(
        points=0.0,
        low=0.0,
        high=0.0,
        certainty=Certainty.BEHAVIOUR,
        findings=(
            Finding(
                criterion=NAME,
                tone="weakness",
                claim="The model was not fitted here: its predictions do not hang on the labels.",
                evidence="Run again with all labels permuted, no prediction moved.",
                certainty=Certainty.BEHAVIOUR,
                weight=FULL_POINTS,
                question="Where and on what was this model fitted?",
            ),
        ),
        rest="A model that is fitted in the run, on the data of the kit.",
        figures={"reproduced": 0.0, "moved": round(again.predictions.moved, 6)},
    )
