"""What a strong answer to a question contains, so that whoever asks can hear it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

if TYPE_CHECKING:
    from collections.abc import Iterable

    from takehome_datasets.key import PlantRecord
    from takehome_graders.marks import Finding

_BY_CRITERION: Final = {
    "heldout": (
        "Names one step, what it earned on rows held back in time, and one that earned nothing."
        " Knows how good a plain model would have been."
    ),
    "validation": (
        "Says on which rows the estimate was taken, why these stand for the coming weeks, and"
        " what the split kept apart: time, and rows of one entity. Gives the noise of the number."
    ),
    "leakage": (
        "For each column asks when its value came into being, not how strong it is. Compares"
        " how it is filled in training and at the moment of prediction."
    ),
    "imbalance": (
        "Tells ranking from probability, knows what resampling does to the latter, and derives"
        " the threshold from the cost of the two mistakes."
    ),
    "drift": (
        "Names a signal that would show it before outcomes mature, its threshold, after how many"
        " days it would speak, and who would do what then."
    ),
    "production": (
        "Knows what the code does with a category it has never seen, a column that is missing and"
        " an empty table, and would rather fail loudly than guess."
    ),
    "reproducibility": (
        "Says what is pinned and seeded, what is not, and how large the difference between two"
        " runs is."
    ),
    "economy": "Sets what the last points earned beside what they cost to fit, serve and keep.",
}
_BY_WORD: Final = (
    ("probabilit", _BY_CRITERION["imbalance"]),
    ("notice this in production", _BY_CRITERION["drift"]),
    (
        "too good",
        (
            "Takes a score that nobody could reach as a reason to look for what gives the answer"
            " away, and tells what they looked at first."
        ),
    ),
    (
        "interval",
        (
            "Tells the noise of rows from the noise of labels and from next month being another"
            " month, and which of them the interval covers."
        ),
    ),
)
"""Words of a question that say more about its answer than the criterion that it comes from."""
_OTHERWISE: Final = "Points at a line and a number of their own, and says what they would do next."


def strong_answer(finding: Finding, plants: Iterable[PlantRecord]) -> str:
    """Return what a strong answer to the finding's question contains."""
    plant = next((plant for plant in plants if plant.id == finding.plant), None)
    if plant is None:
        asked = finding.question.lower()
        by_criterion = _BY_CRITERION.get(finding.criterion, _OTHERWISE)
        return next((answer for word, answer in _BY_WORD if word in asked), by_criterion)
    return f"{plant.story} {_about(plant, finding)}"


def _about(plant: PlantRecord, finding: Finding) -> str:
    match plant.kind:
        case "leak":
            seen = finding.tone == "strength"
            return (
                "Tells how they noticed, and how they would make sure for the next column."
                if seen
                else "Works this out aloud from when the value is written, and says which check"
                " would have shown it."
            )
        case "decoy":
            return "Judges by when it is known, not by how strong it is or what it is called."
        case "imbalance":
            return _BY_CRITERION["imbalance"]
        case "drift":
            return _BY_CRITERION["drift"]
        case "mess":
            return "Has looked at the raw values, and treats training and production alike."
        case _:
            assert_never(plant.kind)
