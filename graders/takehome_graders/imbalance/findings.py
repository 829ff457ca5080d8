"""What there is to say about rare outcomes: their probabilities, decisions and labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takehome_graders.marks import Certainty, Finding
from takehome_graders.parts import shares_of
from takehome_graders.scale import FULL_POINTS, LOGISTIC_POINTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from takehome_datasets.key import Key
    from takehome_graders.imbalance.deciding import Deciding
    from takehome_graders.parts import Part
    from takehome_graders.standing import Standing

NAME: Final = "imbalance"
_GOOD: Final = 80.0

_CLAIMS: Final[Mapping[str, tuple[str, str]]] = {
    "ranking": (
        "Puts the rare rows on top, where somebody looks at them.",
        "Of the rare rows, many stand where nobody will look at them.",
    ),
    "calibration": (
        "Its probabilities have the size that they say.",
        "Its probabilities are wrong in size, whatever their order.",
    ),
    "decisions": (
        "Decides about as well as its probabilities allow.",
        "Decides worse than its probabilities allow.",
    ),
    "labels": (
        "Saw that the youngest labels are not settled yet.",
        "Does not say that the youngest labels are not settled yet.",
    ),
}
_QUESTIONS: Final[Mapping[str, str]] = {
    "ranking": "How many rows can somebody look at, and how many positives are among those?",
    "calibration": "What did class weights or resampling do to the size of the probabilities?",
    "decisions": "Where does the threshold come from, and what do the two mistakes cost?",
    "labels": "What do the labels of the last weeks of training say?",
}


def findings(
    key: Key, near: Standing, parts: Sequence[Part], decided: Deciding | None
) -> Iterator[Finding]:
    """Yield a finding for every part that went clearly well or badly."""
    shares = shares_of(parts)
    for part in parts:
        good, bad = _CLAIMS[part.name]
        if LOGISTIC_POINTS <= part.points < _GOOD and part.name != "decisions":
            continue
        strong = part.points >= _GOOD
        share = shares[part.name]
        plants = [p for p in key.plants if p.kind == "imbalance" and p.since is not None]
        yield Finding(
            criterion=NAME,
            tone="strength" if strong else "weakness",
            claim=good if strong else bad,
            evidence=_evidence(part, near, decided),
            certainty=Certainty.DECLARED if part.name == "labels" else Certainty.OUTCOME,
            weight=round(share * max(part.points, FULL_POINTS - part.points), 2),
            question=_QUESTIONS[part.name],
            plant=plants[0].id if part.name == "labels" and plants else None,
        )
    if decided is not None and decided.over > 1:
        yield Finding(
            criterion=NAME,
            tone="weakness",
            claim="Acts on more rows than anybody can look at.",
            evidence=f"It acts on {decided.share:.1%} of the rows, {decided.over:.1f} times what"
            " the brief allows; the rest is left undone, whichever it is.",
            certainty=Certainty.OUTCOME,
            weight=round(shares["decisions"] * (FULL_POINTS - decided.points), 2),
            question="Who works through what `decide` acts on?",
        )


def _evidence(part: Part, near: Standing, decided: Deciding | None) -> str:
    said, true = near.predictions.mean(), near.window.probability.mean()
    match part.name:
        case "ranking":
            return (
                f"{part.points:.0f} of 100 between knowing the base rate only and knowing every"
                " probability, among the rows that somebody can look at."
            )
        case "calibration":
            return f"It says {said:.2%} on average where {true:.2%} is true."
        case "labels":
            return "By answers.toml, where it stands under leaks or drift."
    if decided is None:
        return "There was no decision for every row of the window."
    return (
        f"Saves {decided.saved:.3f} a row; the best threshold on the same probabilities saves"
        f" {decided.own_best:.3f}, who knew every probability {decided.optimum:.3f}, and who knows"
        f" the base rate only {decided.blind:.3f}."
    )
