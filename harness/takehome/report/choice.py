"""Which findings to show first, and what to ask about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from takehome.report.strong import strong_answer
from takehome_graders.evidence import Place
from takehome_graders.marks import Certainty, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from takehome_datasets.key import PlantRecord

SHOWN: Final = 3
ASKED: Final = 6
HELD: Final = 3
"""Questions to hold when there is time for no more."""

_TONES: Final = {"weakness": 0, "strength": 1, "note": 2}
_CERTAINTIES: Final = {certainty: number for number, certainty in enumerate(Certainty)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A finding with the points of the total that hang on it."""

    finding: Finding
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question for the interview, and what it rests on."""

    text: str
    because: str
    strong: str
    """What a strong answer contains."""
    place: Place | None
    anchor: str
    """Of the finding that it rests on, on the page."""


def rank(finding: Finding) -> tuple[float, int, int, str]:
    """Return what findings of one criterion are ordered by: the weightiest, then the surest."""
    return -finding.weight, _TONES[finding.tone], _CERTAINTIES[finding.certainty], finding.claim


def weigh(criteria: Iterable[tuple[float, Iterable[Finding]]]) -> tuple[Weighed, ...]:
    """Return all findings, the weightiest in the total first.

    Args:
        criteria: For each the share of the weights that it has, and its findings.
    """
    found = [
        Weighed(finding=finding, points=share * finding.weight)
        for share, findings in criteria
        for finding in findings
    ]
    return tuple(sorted(found, key=lambda w: (-w.points, *rank(w.finding)[1:])))


def choose(found: Sequence[Weighed], *tones: str) -> tuple[Finding, ...]:
    """Return the three findings of these tones to show first.

    Every criterion has its first word before one has its second, or the loudest would have all.
    """
    seen: dict[str, int] = {}
    turns = []
    for weighed in found:
        criterion = weighed.finding.criterion
        if weighed.finding.tone in tones and weighed.points > 0:
            turns.append((seen.setdefault(criterion, 0), weighed.finding))
            seen[criterion] += 1
    return tuple(finding for _, finding in sorted(turns, key=lambda turn: turn[0])[:SHOWN])


def questions(
    found: Sequence[Weighed], plants: Sequence[PlantRecord], anchors: Mapping[int, str]
) -> tuple[Question, ...]:
    """Return what to ask, each question once, weaknesses first.

    Every criterion has its first question before one has its second.

    Args:
        found: All findings, the weightiest first.
        plants: What was planted.
        anchors: Where each finding stands on the page, by its `id`.
    """
    asked: dict[str, tuple[int, Question]] = {}
    turns: dict[str, int] = {}
    for weighed in sorted(found, key=lambda w: _TONES[w.finding.tone]):
        finding = weighed.finding
        if finding.question and finding.question not in asked:
            turn = turns.setdefault(finding.criterion, 0)
            turns[finding.criterion] += 1
            question = Question(
                text=finding.question,
                because=finding.claim,
                strong=strong_answer(finding, plants),
                place=finding.place,
                anchor=anchors[id(finding)],
            )
            asked[finding.question] = (turn, question)
    ordered = sorted(asked.values(), key=lambda item: item[0])
    return tuple(question for _, question in ordered)[:ASKED]
