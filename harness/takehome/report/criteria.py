"""The criteria as a report shows them: each finding with the code around it and a small plot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, assert_never

from takehome.report.choice import rank
from takehome.report.gauge import Gauge, gauge
from takehome.report.listing import Excerpt, anchors, excerpt, listings
from takehome_graders.marks import Fault, Finding, Judged, Mark, NotAsked, NotJudged
from takehome_graders.registry import criteria

if TYPE_CHECKING:
    from takehome_graders.evidence import Evidence
    from takehome_graders.marks import Marks
    from takehome_graders.statuses import Fates


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A finding as a report shows it: with the code around its place, and a small plot."""

    anchor: str
    finding: Finding
    excerpt: Excerpt | None
    gauge: Gauge | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionSummary:
    """One criterion as a report shows it."""

    name: str
    title: str
    share: float
    """Of the weights of all that was asked."""
    mark: Mark
    cards: tuple[Card, ...]
    """The weightiest finding first."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found, the weightiest first."""
        return tuple(card.finding for card in self.cards)

    @property
    def points(self) -> float | None:
        """Points out of 100, or None where it is not judged."""
        return self.mark.points if isinstance(self.mark, Judged) else None

    @property
    def state(self) -> Literal["judged", "not judged", "not asked", "fault"]:
        """Whether it is judged; a fault is ours."""
        match self.mark:
            case Judged():
                return "judged"
            case NotJudged():
                return "not judged"
            case NotAsked():
                return "not asked"
            case Fault():
                return "fault"
            case _:
                assert_never(self.mark)


def summarised(marks: Marks, evidence: Evidence, told: Fates) -> tuple[CriterionSummary, ...]:
    """Return every criterion of the marks, in their order."""
    weights = {
        name: 0.0 if isinstance(mark, NotAsked) else marks.weights[name]
        for name, mark in marks.by_criterion.items()
    }
    whole = sum(weights.values())
    figures = {
        name: dict(mark.figures)
        for name, mark in marks.by_criterion.items()
        if isinstance(mark, Judged)
    }
    ordered = {
        name: () if isinstance(mark, Fault | NotAsked) else tuple(sorted(mark.findings, key=rank))
        for name, mark in marks.by_criterion.items()
    }
    anchored = [
        (f"{name}-{number}", finding)
        for name, found in ordered.items()
        for number, finding in enumerate(found, start=1)
    ]
    where, known = anchors(listings(evidence.sources, anchored)), criteria()
    cards = [
        Card(
            anchor=anchor,
            finding=finding,
            excerpt=excerpt(finding.place, evidence.sources, where),
            gauge=gauge(finding, told.plants, figures),
        )
        for anchor, finding in anchored
    ]
    return tuple(
        CriterionSummary(
            name=name,
            title=known[name].title if name in known else name,
            share=weights[name] / whole if whole else 0.0,
            mark=mark,
            cards=tuple(card for card in cards if card.anchor.rpartition("-")[0] == name),
        )
        for name, mark in marks.by_criterion.items()
    )
