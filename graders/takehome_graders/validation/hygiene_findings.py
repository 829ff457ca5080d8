"""What there is to say about the scheme behind a claim, as it was recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takehome_graders.code import Kind
from takehome_graders.evidence import Place
from takehome_graders.marks import Certainty, Finding
from takehome_graders.validation.hygiene import Hygiene, Matter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from takehome_graders.code import Sign
    from takehome_graders.recording.events import Spot
    from takehome_graders.validation.hygiene import Fault

NAME: Final = "validation"

KINDS: Final = {
    Kind.OVERLAP: Matter.OVERLAP,
    Kind.PREPROCESSING: Matter.PREPARED,
    Kind.STOPPED_ON_TEST: Matter.STOPPED,
    Kind.TUNED_ON_TEST: Matter.CHOSEN,
    Kind.IGNORES_TIME: Matter.TIME,
    Kind.IGNORES_ENTITY: Matter.ENTITY,
    Kind.MULTI_TEST: Matter.LOOKS,
}
"""Which matter of the recording a kind of sign in the code is about."""

_CLAIMS: Final = {
    Matter.OVERLAP: "Judged the model on rows on which it had been fitted.",
    Matter.PREPARED: "{what} had learned from the rows that the claim was judged on.",
    Matter.STOPPED: "Training of {what} was watched on the rows that the claim was judged on.",
    Matter.CHOSEN: "{what} had chosen on the rows that the claim was judged on.",
    Matter.TIME: "Fitted on rows that came after those it was judged on.",
    Matter.ENTITY: "Judged on more familiar faces than production will show.",
    Matter.TWINS: "Judged on rows that repeat rows it was fitted on.",
    Matter.IMMATURE: "Judged on rows whose outcome was not final.",
    Matter.LOOKS: "Judged many models on the rows that the claim was judged on.",
    Matter.RESEEDED: "Made the same split again with other seeds.",
}
_QUESTIONS: Final = {
    Matter.OVERLAP: "Which rows are in both, and what does that do to the score?",
    Matter.PREPARED: "What did the rows that you judge on tell this step, and would it matter?",
    Matter.STOPPED: "On which rows did training stop, and on which did you report?",
    Matter.CHOSEN: "Which rows were left that no decision had looked at?",
    Matter.TIME: "What does this split know that production will not?",
    Matter.ENTITY: "What happens for somebody whom the model has never seen?",
    Matter.TWINS: "How did you look for rows that are there more than once?",
    Matter.IMMATURE: "When is an outcome final, and what are the latest rows worth until then?",
    Matter.LOOKS: "How often did you look at these rows before you reported on them?",
    Matter.RESEEDED: "Why so many seeds, and which of them did you report?",
}


def found(told: Hygiene, lost: float, signs: Sequence[Sign]) -> Iterator[Finding]:
    """Give what is to be said about a scheme.

    Args:
        told: What was recorded.
        lost: The points that the claim lost because it was too high.
        signs: What was read in the code; what it says too is told here and not again.
    """
    for fault in told.faults:
        yield _finding(
            fault, lost, [sign for sign in signs if KINDS.get(sign.kind) is fault.matter]
        )
    if not told.rests_on and told.scheme.evaluations:
        yield _unseen(told)
    if told.whole and not any(not fault.minor for fault in told.faults):
        yield _sound(told)
    if told.scheme.unresolved:
        yield _unresolved(told)


def place_of(spot: Spot) -> Place | None:
    """Return where in the submission something happened, where that is known."""
    return Place(file=spot.file, cell=spot.cell or None, line=spot.line) if spot.line else None


def _finding(fault: Fault, lost: float, signs: Sequence[Sign]) -> Finding:
    also = "; ".join(dict.fromkeys(str(sign.place) for sign in signs))
    if fault.minor:
        harm = "A step that knows no labels moves a score by next to nothing: no points hang on it."
    elif lost > 0:
        harm = "The claim did not hold, and what that cost is told beside it."
    else:
        harm = "The claim held all the same: no points hang on it."
    return Finding(
        criterion=NAME,
        tone="note" if fault.minor else "weakness",
        claim=_CLAIMS[fault.matter].format(what=fault.what or "A step"),
        evidence=(
            f"Recorded while it ran: {fault.numbers}."
            f"{f' Read in the code too, at {also}.' if also else ''} {harm}"
        ),
        certainty=Certainty.RUN_TIME,
        # Not more points: half of those that the claim lost, for its place among the findings.
        weight=0.0 if fault.minor else round(lost / 2, 2),
        question=_QUESTIONS[fault.matter],
        place=place_of(fault.spot),
    )


def _unseen(told: Hygiene) -> Finding:
    seen = len(told.scheme.evaluations)
    return Finding(
        criterion=NAME,
        tone="note",
        claim="The claim is none of the scores that were seen computed.",
        evidence=(
            f"Of {seen} recorded judgements none has its value, nor do means of them."
            " It may have been computed by hand. No points hang on it."
        ),
        certainty=Certainty.RUN_TIME,
        weight=0.0,
        question="How was `expected_score` computed, and on which rows?",
    )


def _sound(told: Hygiene) -> Finding:
    judged = sum(each.judged for each in told.rests_on)
    order = ", and came after all of those" if all(each.before for each in told.rests_on) else ""
    return Finding(
        criterion=NAME,
        tone="strength",
        claim="The claim rests on rows that its models had not learned from.",
        evidence=(
            f"Recorded while it ran: {judged} judged rows in {len(told.rests_on)} judgements were"
            f" apart from what was fitted on{order}. A clean record earns no points by itself."
        ),
        certainty=Certainty.RUN_TIME,
        weight=0.0,
        question="Why did you split the rows in this way and no other?",
        place=place_of(told.rests_on[0].spot),
    )


def _unresolved(told: Hygiene) -> Finding:
    total = told.scheme.traced + told.scheme.unresolved
    return Finding(
        criterion=NAME,
        tone="note",
        claim="Some of what was done could not be traced to rows.",
        evidence=(
            f"{told.scheme.unresolved} of {total} recorded fits, predictions, splits and scores."
            " Nothing is concluded from them, for or against."
        ),
        certainty=Certainty.RUN_TIME,
        weight=0.0,
    )
