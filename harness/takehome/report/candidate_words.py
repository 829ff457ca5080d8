"""What a candidate is told, in words that give nothing of a challenge away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takehome_graders.evidence import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

ENDED: Final[Mapping[Outcome, str]] = {
    Outcome.COMPLETED: "Your submission ran from top to bottom and answered everything we asked.",
    Outcome.FAILED: "Your submission raised an exception before it was done.",
    Outcome.TIMED_OUT: "Your submission needed more time than the brief allows.",
    Outcome.OUT_OF_MEMORY: "Your submission needed more memory than the brief allows.",
    Outcome.OVER_LIMIT: "Your submission started or wrote more than the brief allows.",
    Outcome.UNREADABLE: "We could not read what you handed in.",
    Outcome.CONTRACT_BROKEN: "Your submission ran, but `predict` did not answer as the brief asks.",
    Outcome.ENVIRONMENT: "Your submission needs a package that the kit's environment has not.",
    Outcome.INFRASTRUCTURE: "Our machine failed. It is our fault, and costs you nothing.",
}
"""How the sitting ended."""

AREAS: Final[Mapping[str, tuple[str, str]]] = {
    "heldout": (
        "Rows that nobody had seen",
        (
            "Fit the plainest honest model first and keep its number beside yours. What does not "
            "beat it on later rows, it does not need."
        ),
    ),
    "validation": (
        "Knowing it beforehand",
        (
            "Hold back what comes later in time, keep all rows of one customer on one side, and "
            "decide everything before you look at the rows held back. Then give the number with "
            "its noise."
        ),
    ),
    "leakage": (
        "What may be used at that moment",
        (
            "For every column ask when its value came into being, and compare how it is filled on "
            "old rows and on the newest. What is too good deserves a question before it deserves "
            "a model."
        ),
    ),
    "imbalance": (
        "Rare outcomes and decisions",
        (
            "Rank and probability are two things: class weights and resampling bend the second. A "
            "threshold follows from what the two mistakes cost."
        ),
    ),
    "drift": (
        "Months later",
        (
            "Look at how columns and outcomes move over time, and say beforehand which number you "
            "would watch and when it should wake somebody."
        ),
    ),
    "production": (
        "Input that surprises",
        (
            "Let `predict` meet a category it never saw, an empty table and a single row before "
            "production does."
        ),
    ),
    "reproducibility": (
        "The same again",
        (
            "Seed what is random, pin what is imported, and run it once from top to bottom in a "
            "fresh environment before you hand it in."
        ),
    ),
    "economy": (
        "What it costs",
        "Set what the last points earned beside the time it takes to fit and to answer.",
    ),
    "verdict": (
        "Whether the data can tell",
        (
            "Ask first what a model would have to know, and whether it is in the data before the "
            "moment of the decision. To say that it is not is an answer."
        ),
    ),
    "experiments": (
        "Reading an experiment",
        (
            "Check that the groups were made as planned before you compare them, and give the "
            "effect with its interval before the decision."
        ),
    ),
    "communication": (
        "Telling others",
        "Begin with the decision, then the number it rests on, then what would change it.",
    ),
}
"""For each criterion what it is called, and what there is to learn."""
