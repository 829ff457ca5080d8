"""What there is to say about input that surprises, neighbours, and pace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takehome_graders.marks import Certainty, Finding
from takehome_graders.parts import shares_of
from takehome_graders.production.trials import Family
from takehome_graders.scale import FULL_POINTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from takehome_graders.evidence import Evidence
    from takehome_graders.parts import Part
    from takehome_graders.production.trials import Trial

NAME: Final = "production"

_WRONG: Final[Mapping[str, str]] = {
    "batch:alone": "What it says of a row depends on whether others come with it.",
    "batch:shuffled": "What it says of a row depends on the order in which rows come.",
    "batch:halves": "What it says of a row depends on which others come with it.",
    "production:new-category": "Has no answer for a category that training never had.",
    "production:missing-column": "Breaks without a word where a column is missing.",
    "production:extra-column": "Is thrown off by a column that it does not need.",
    "production:reordered-columns": "Is thrown off by columns in another order.",
    "production:other-types": "Is thrown off by the same values, written otherwise.",
    "production:empty-table": "Has no answer for a table without rows.",
    "production:one-row": "Says something else of a row that comes alone.",
    "production:late-rows": "Has no answer for rows that come in late.",
    "pace:one": "Is too slow for one row.",
    "pace:many": "Is too slow for many rows.",
}
_QUESTIONS: Final[Mapping[Family, str]] = {
    Family.BATCH: "What in `predict` looks at more than one row, and what is it in production?",
    Family.FAULT: "What did you expect to be different in production, and who should notice?",
    Family.PACE: "Where does the time of one answer go?",
}
_RIGHT: Final[Mapping[Family, str]] = {
    Family.BATCH: "Says the same of a row, whatever rows come with it.",
    Family.FAULT: "Has an answer for input that is not what it was.",
    Family.PACE: "Answers in time.",
}


def findings(
    tried: Sequence[Trial], parts: Sequence[Part], evidence: Evidence
) -> Iterator[Finding]:
    """Yield what went wrong, trial by trial, and what all of a family went right in."""
    shares = shares_of(parts)
    for family in Family:
        of_family = [trial for trial in tried if trial.family is family]
        if not of_family:
            continue
        share = shares[family.value]
        for trial in of_family:
            if trial.points < FULL_POINTS:
                lost = share * (FULL_POINTS - trial.points) / len(of_family)
                yield _wrong(trial, lost, evidence)
        if all(trial.points == FULL_POINTS for trial in of_family):
            yield Finding(
                criterion=NAME,
                tone="strength",
                claim=_RIGHT[family],
                evidence=" ".join(dict.fromkeys(trial.told for trial in of_family)),
                certainty=Certainty.BEHAVIOUR,
                weight=round(share * FULL_POINTS, 2),
                question=_QUESTIONS[family],
            )


def _wrong(trial: Trial, lost: float, evidence: Evidence) -> Finding:
    refusal = evidence.refusal(trial.probe)
    return Finding(
        criterion=NAME,
        tone="weakness",
        claim=_WRONG[trial.probe],
        evidence=trial.told,
        certainty=Certainty.BEHAVIOUR,
        weight=round(lost, 2),
        question=_QUESTIONS[trial.family],
        place=refusal.place if refusal is not None else None,
    )
