"""Experiments: ship or not, how large the effect is, how sure that is, and what is wrong with it.

Three tenths are for the decision, two for the effect, two for its interval and three for the flaws.
The effect is judged in units of the error that an honest analysis has, so that nobody is asked to
know more than the data tell; an interval has to hold the truth and to be no wider than it need be.
Flaws are matched by the words that their plants accept; what matches nothing costs, because a list
of every flaw there is would else be the best answer.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from takehome_graders.marks import Certainty, Finding, Judged, NotAsked
from takehome_graders.naming import is_kind
from takehome_graders.parts import Part, judged, shares_of
from takehome_graders.scale import FULL_POINTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from takehome_datasets.key import Experiment, Key, PlantRecord
    from takehome_graders.deliverables import Shipping
    from takehome_graders.evidence import Evidence

NAME: Final = "experiments"

_NEAR_ENOUGH: Final = 2.0
"""Honest standard errors, within which an effect is right."""
_FAR: Final = 5.0
"""Beyond which it is nothing like it."""
_HONEST_WIDTH: Final = 3.92
"""Honest standard errors, that an interval of 95 percent is wide."""
_TOO_WIDE: Final = 3.0
"""Times the honest width, from which on an interval says nothing."""
_FALSE_FLAW: Final = 0.5
"""Of a flaw, that naming one costs which is not there."""


def grade(key: Key, evidence: Evidence) -> Judged | NotAsked:
    """Return the marks for the decision on an experiment."""
    truth = key.experiment
    if truth is None or "decision" not in evidence.asked.deliverables:
        return NotAsked(reason="This challenge asks for no decision on an experiment.")
    said = evidence.shipping
    if said is None:
        return _nothing_decided()
    flaws = [plant for plant in key.plants if plant.id in truth.flaws]
    found, false = _flaws(said, flaws)
    parts = list(_parts(truth, said, flaws, found, false))
    return judged(
        parts,
        certainty=Certainty.OUTCOME,
        findings=list(_findings(truth, said, flaws, found, false, parts)),
        figures={"flaws": len(flaws), "found": len(found), "false": len(false)},
    )


def _flaws(said: Shipping, flaws: Sequence[PlantRecord]) -> tuple[list[PlantRecord], list[str]]:
    found = [plant for plant in flaws if any(is_kind(plant, words) for words in said.flaws)]
    false = [words for words in said.flaws if not any(is_kind(plant, words) for plant in flaws)]
    return found, false


def _parts(
    truth: Experiment,
    said: Shipping,
    flaws: Sequence[PlantRecord],
    found: Sequence[PlantRecord],
    false: Sequence[str],
) -> Iterator[Part]:
    right = FULL_POINTS * (said.ship == truth.ship)
    yield Part.counted("decision", 3.0, right, "the decision that the true effect calls for")
    yield Part.counted("effect", 2.0, _effect(truth, said), "an effect within its honest error")
    yield Part.counted(
        "interval", 2.0, _interval(truth, said), "an interval that holds the truth and little else"
    )
    if flaws:
        share = (len(found) - _FALSE_FLAW * len(false)) / len(flaws)
        yield Part.counted("flaws", 3.0, FULL_POINTS * share, "what is wrong with the experiment")


def _effect(truth: Experiment, said: Shipping) -> float:
    if said.effect is None or not math.isfinite(said.effect) or not truth.error > 0:
        return 0.0
    away = abs(said.effect - truth.effect) / truth.error
    return FULL_POINTS * (1 - max(0.0, away - _NEAR_ENOUGH) / (_FAR - _NEAR_ENOUGH))


def _interval(truth: Experiment, said: Shipping) -> float:
    low, high = said.low, said.high
    if low is None or high is None or not math.isfinite(high - low) or not truth.error > 0:
        return 0.0
    if not low <= truth.effect <= high:
        return 0.0
    width = (high - low) / (_HONEST_WIDTH * truth.error)
    return FULL_POINTS * (1 - max(0.0, width - 1.5) / (_TOO_WIDE - 1.5))


def _findings(
    truth: Experiment,
    said: Shipping,
    flaws: Sequence[PlantRecord],
    found: Sequence[PlantRecord],
    false: Sequence[str],
    parts: Sequence[Part],
) -> Iterator[Finding]:
    shares = shares_of(parts)
    right = said.ship == truth.ship
    yield _told(
        right,
        "Decides as the true effect calls for." if right else "Decides against the true effect.",
        f"Decided to {'ship' if said.ship else 'leave it'}; the true effect is {truth.effect:g}.",
        shares["decision"] * FULL_POINTS,
        "What would have made you decide otherwise?",
    )
    holds = _interval(truth, said) > 0
    yield _told(
        holds,
        "Gives an interval that holds the true effect." if holds else "Its interval is none.",
        f"Said {_number(said.effect)} ({_number(said.low)} to {_number(said.high)}); the truth is"
        f" {truth.effect:g}, and an honest analysis knows it to {truth.error:g}.",
        (shares["interval"] + shares["effect"]) * FULL_POINTS,
        "What does your interval cover, and what does it not?",
    )
    for plant in flaws:
        seen = plant in found
        yield _told(
            seen,
            f"{'Saw' if seen else 'Did not see'} what is wrong with the experiment: "
            f"{plant.mechanism.replace('-', ' ')}.",
            plant.story,
            shares["flaws"] * FULL_POINTS / len(flaws),
            plant.question,
            plant=plant.id,
        )
    for words in false:
        yield Finding(
            criterion=NAME,
            tone="note",
            claim="Names a flaw that matches none that was planted.",
            evidence=f"For a person to read: {words}.",
            certainty=Certainty.DECLARED,
            weight=0.0,
            question="How did you see it?",
        )


def _told(
    good: bool,  # noqa: FBT001 - what decides everything else
    claim: str,
    evidence: str,
    weight: float,
    question: str,
    plant: str | None = None,
) -> Finding:
    return Finding(
        criterion=NAME,
        tone="strength" if good else "weakness",
        claim=claim,
        evidence=evidence,
        certainty=Certainty.OUTCOME,
        weight=round(weight, 2),
        question=question,
        plant=plant,
    )


def _number(value: float | None) -> str:
    return "nothing" if value is None else f"{value:g}"


def _nothing_decided() -> Judged:
    rest = "a decision, with its effect, its interval, and what is wrong with the experiment"
    return judged(
        [Part.counted("decision", 1.0, 0.0, rest)],
        certainty=Certainty.OUTCOME,
        findings=[
            _told(
                False,  # noqa: FBT003 - nothing was decided
                "Leaves no decision.",
                "There was no `decision` after the run, or it could not be read.",
                FULL_POINTS,
                "Would you have shipped it?",
            )
        ],
        figures={},
    )
