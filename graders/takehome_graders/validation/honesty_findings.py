"""What there is to say about a claim and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takehome_graders.marks import Certainty, Finding
from takehome_graders.scale import FULL_POINTS

if TYPE_CHECKING:
    from takehome_graders.validation.honesty import Honesty

NAME: Final = "validation"


def honesty(told: Honesty, lost: float) -> tuple[Finding, ...]:
    """Return the findings about a claim that cost so many points."""
    found = [_gap(told, lost)]
    if told.claim.value > 1 or told.claim.value < 0:
        found.append(_impossible(told))
    elif told.claim.value > told.optimum + told.tolerance:
        found.append(_beyond_optimum(told, lost))
    interval = _interval(told)
    return (*found, interval) if interval else tuple(found)


def unclaimed() -> Finding:
    """Return the finding about a submission that predicts and claims nothing."""
    return Finding(
        criterion=NAME,
        tone="weakness",
        claim="Leaves no estimate of how good the model will be.",
        evidence="There was no `expected_score` after the run, or it was no number.",
        certainty=Certainty.OUTCOME,
        weight=FULL_POINTS,
        question="How good did you expect the model to be on next month's rows, and why?",
    )


def nothing_to_know() -> Finding:
    """Return the finding about a claim for a model that says the same of every row."""
    return Finding(
        criterion=NAME,
        tone="weakness",
        claim="Claims a score for a model that says the same of every row.",
        evidence="One number answers all rows right after training: its score is the base rate.",
        certainty=Certainty.OUTCOME,
        weight=FULL_POINTS,
        question="What kept you from a model that tells rows apart?",
    )


def _gap(told: Honesty, lost: float) -> Finding:
    evidence = (
        f"Claimed {told.claim.value:.3f}, realised {told.realised:.3f}"
        f" ({told.low:.3f} to {told.high:.3f}); within {told.tolerance:.3f} is noise,"
        f" and {told.lift:.3f} was there to gain over the prior."
    )
    if abs(told.gap) <= told.tolerance:
        return Finding(
            criterion=NAME,
            tone="strength",
            claim="Knew beforehand how good the model would be.",
            evidence=evidence,
            certainty=Certainty.OUTCOME,
            weight=FULL_POINTS,
            question="How did you choose the rows for your estimate, and what did you rule out?",
        )
    if told.gap > 0:
        return Finding(
            criterion=NAME,
            tone="weakness",
            claim=f"Claims {told.gap:.2f} more average precision than the model realises.",
            evidence=evidence,
            certainty=Certainty.OUTCOME,
            weight=round(lost, 2),
            question=(
                "Which rows and columns stood behind your estimate that will not be there"
                " when the model is used?"
            ),
        )
    return Finding(
        criterion=NAME,
        tone="weakness",
        claim=f"Claims {-told.gap:.2f} less average precision than the model realises.",
        evidence=evidence,
        certainty=Certainty.OUTCOME,
        weight=round(lost, 2),
        question="What made your validation harder than production, and what did that cost you?",
    )


def _impossible(told: Honesty) -> Finding:
    return Finding(
        criterion=NAME,
        tone="weakness",
        claim="Claims what average precision cannot be.",
        evidence=f"Claimed {told.claim.value:g}; average precision lies between 0 and 1.",
        certainty=Certainty.OUTCOME,
        weight=FULL_POINTS,
        question="What is `expected_score` an estimate of?",
    )


def _beyond_optimum(told: Honesty, lost: float) -> Finding:
    return Finding(
        criterion=NAME,
        tone="weakness",
        claim="Claims more than anybody could honestly achieve on these data.",
        evidence=(
            f"Claimed {told.claim.value:.3f}; who knew every true probability would reach"
            f" {told.optimum:.3f}."
        ),
        certainty=Certainty.OUTCOME,
        weight=round(lost / 2, 2),
        question="Did the score look too good to you at any point, and what did you then do?",
    )


def _interval(told: Honesty) -> Finding | None:
    low, high = told.claim.low, told.claim.high
    if low is None or high is None:
        return None
    holds = low <= told.realised <= high
    return Finding(
        criterion=NAME,
        tone="strength" if holds else "weakness",
        claim=(
            "What was realised lies within the interval that was claimed."
            if holds
            else "What was realised lies outside the interval that was claimed."
        ),
        evidence=f"Claimed {low:.3f} to {high:.3f}, realised {told.realised:.3f}.",
        certainty=Certainty.OUTCOME,
        # The interval earns no points: a wide one would always hold.
        weight=0.0,
        question="What does your interval cover: other rows, other labels, another month?",
    )
