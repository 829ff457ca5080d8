"""The candidate's version: what is fair to tell, made from an allow-list.

Whoever sits the challenge next must learn nothing from it about what was planted. So nothing is
taken out of the interviewer's report: this page is put together from the few values below, in words
of its own, and what a candidate could not know by then is not among them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from takehome.report.candidate_words import AREAS, ENDED
from takehome.report.rendering import template
from takehome_graders.scale import LOGISTIC_POINTS, XGBOOST_POINTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takehome.report.summary import Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One area, how it went, and what there is to learn."""

    title: str
    went: str
    learn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One number on the axis of the metric, with its name."""

    name: str
    value: float
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """Everything that a candidate is told."""

    candidate: str
    title: str
    received_at: datetime
    attempt: int
    of: int
    ended: str
    cell: int | None
    line: int | None
    levels: tuple[Level, ...]
    told: str
    lessons: tuple[Lesson, ...]


_STRONG: Final = XGBOOST_POINTS
_FAIR: Final = LOGISTIC_POINTS
_WORDS: Final = {"near": "What it reached right afterwards", "later": "What it reached later on"}


def feedback(summary: Summary) -> Feedback:
    """Return what a candidate is told, value by value from an allow-list."""
    place = summary.ending.place
    return Feedback(
        candidate=summary.about.candidate,
        title=summary.about.title,
        received_at=summary.about.received_at,
        attempt=summary.about.attempt,
        of=summary.about.of,
        ended=ENDED[summary.outcome],
        cell=place.cell if place else None,
        line=place.line if place else None,
        levels=tuple(_levels(summary)),
        told=_told(summary),
        lessons=tuple(_lessons(summary)),
    )


def render(told: Feedback) -> str:
    """Return the page. The same feedback gives the same bytes."""
    reach = max((level.value for level in told.levels), default=1.0) or 1.0
    return template("candidate.html.j2").render(told=told, reach=reach)


def _levels(summary: Summary) -> Iterator[Level]:
    if summary.claimed is not None:
        yield Level(name="What you expected", value=min(1.0, max(0.0, summary.claimed)), own=True)
    for window in summary.windows:
        if window.window in _WORDS:
            yield Level(name=_WORDS[window.window], value=window.average_precision, own=True)
    near = next((w for w in summary.windows if w.window == "near"), None)
    if near is not None:
        scale = near.scale
        yield Level(
            name="A plain logistic regression", value=scale.logistic.average_precision, own=False
        )
        yield Level(name="A plain XGBoost", value=scale.xgboost.average_precision, own=False)
        yield Level(
            name="The best that anybody could do", value=scale.optimum.average_precision, own=False
        )


def _told(summary: Summary) -> str:
    match summary.word:
        case "kept":
            return "You knew beforehand how good it would be. Few do."
        case "overclaimed":
            return "It reached less than you expected, by more than luck explains."
        case "underclaimed":
            return "It reached more than you expected, by more than luck explains."
        case None:
            return ""


def _lessons(summary: Summary) -> Iterator[Lesson]:
    for criterion in summary.asked:
        if criterion.name in AREAS:
            title, learn = AREAS[criterion.name]
            yield Lesson(title=title, went=_went(criterion.points), learn=learn)


def _went(points: float | None) -> str:
    if points is None:
        return "not judged"
    if points >= _STRONG:
        return "strong"
    return "fair" if points >= _FAIR else "room to grow"
