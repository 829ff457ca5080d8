"""The verdict: can these data support this prediction, and did they say so?

What is true is the best that anybody could do (see `signal`). Where that is next to nothing, saying
so is right and everything else is wrong; where there is signal, saying that there is none is wrong.
Between the two, any verdict that gives a reason will do. Who says nothing has handed in a model all
the same, which is a verdict, though nobody stands by it: it earns half where it is right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takehome_graders.marks import Certainty, Finding, Judged, NotAsked
from takehome_graders.parts import Part, judged
from takehome_graders.scale import FULL_POINTS
from takehome_graders.signal import Support, ceiling, support

if TYPE_CHECKING:
    from takehome_datasets.key import Key
    from takehome_graders.evidence import Evidence

NAME: Final = "verdict"

_SUPPORTED: Final = "supported"
_NOT_SUPPORTED: Final = "not-supported"
_SILENT: Final = 0.5
_NO_REASON: Final = 0.8
"""Of the points of a verdict without a word of why."""


def grade(key: Key, evidence: Evidence) -> Judged | NotAsked:
    """Return the marks for the verdict whether the data support the prediction."""
    truth = support(key)
    if truth is None:
        return NotAsked(reason="How far these data support a prediction is not known.")
    said = evidence.answers.verdict if evidence.answers is not None else ""
    reasoned = evidence.answers is not None and bool(evidence.answers.verdict_why.strip())
    points = FULL_POINTS * _share(truth, said, reasoned=reasoned)
    best = ceiling(key) or 0.0
    return judged(
        [Part.counted("verdict", 1.0, points, _rest(truth))],
        certainty=Certainty.DECLARED,
        findings=[_finding(truth, said, best, points)],
        figures={"optimum_auc": best},
    )


def _share(truth: Support, said: str, *, reasoned: bool) -> float:
    right = {
        Support.SUPPORTED: (_SUPPORTED,),
        Support.NOT_SUPPORTED: (_NOT_SUPPORTED,),
        Support.ARGUABLE: (_SUPPORTED, _NOT_SUPPORTED),
    }[truth]
    if said in right:
        return 1.0 if reasoned else _NO_REASON
    silent = said not in (_SUPPORTED, _NOT_SUPPORTED)
    return _SILENT if silent and truth is not Support.NOT_SUPPORTED else 0.0


def _rest(truth: Support) -> str:
    if truth is Support.ARGUABLE:
        return "a verdict, with a word of why"
    return f"the verdict that the prediction is {truth.value} by these data, with a word of why"


def _finding(truth: Support, said: str, best: float, points: float) -> Finding:
    known = said in (_SUPPORTED, _NOT_SUPPORTED)
    word = said.replace("-", " ") if known else "nothing"
    good = points > FULL_POINTS / 2
    return Finding(
        criterion=NAME,
        tone="strength" if good else "weakness",
        claim=(
            f"Says that the data do {'not ' if said == _NOT_SUPPORTED else ''}support this"
            f" prediction, {'as they do' if truth is not Support.NOT_SUPPORTED else 'rightly'}."
            if good and said == _SUPPORTED
            else "Says that the data do not support this prediction, and is right."
            if good
            else "Does not say whether the data support this prediction."
            if not known
            else f"Says that this prediction is {word} by the data, and is wrong."
        ),
        evidence=(
            f"Said: {word}. Who knew every true probability would put a positive above a negative"
            f" in {best:.0%} of all pairs; half of them is chance."
        ),
        certainty=Certainty.DECLARED,
        weight=round(max(points, FULL_POINTS - points), 2),
        question="What would have had to be in the data for you to say the opposite?",
    )
