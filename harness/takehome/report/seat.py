"""One sitting among many: what of its summary a comparison needs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from takehome_graders.evidence import Outcome
from takehome_graders.statuses import Status

if TYPE_CHECKING:
    from takehome.report.summary import Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """Points on one criterion, with their interval; None where it is not judged."""

    title: str
    share: float
    points: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One sitting among many."""

    name: str
    """What the comparison calls it: the kit, or the candidate where names are asked for."""
    sitting: int
    kit: str
    outcome: Outcome
    total: float | None
    low: float | None
    high: float | None
    judged_share: float
    claimed: float | None
    realised: float | None
    word: Literal["kept", "overclaimed", "underclaimed"] | None
    criteria: Mapping[str, Points]
    plants: Mapping[str, tuple[str, Status]]
    """Kind and status of each planted thing, by its id, which is the same in every variant."""
    readers: tuple[str, ...]
    report: str | None = None
    """A link, relative to the page."""

    @property
    def spread(self) -> float:
        """The standard error of the total, as its interval tells it."""
        if self.low is None or self.high is None:
            return 0.0
        return (self.high - self.low) / (2 * 1.96)

    @property
    def shuffle(self) -> str:
        """What those who cannot be told apart are ordered by: always the same, and by no merit."""
        return hashlib.sha256(f"order {self.kit} {self.sitting}".encode()).hexdigest()


def seat(summary: Summary, *, blind: bool, report: str | None = None) -> Seat:
    """Return what of a summary a comparison needs.

    Args:
        summary: Of one sitting.
        blind: Whether it goes by its kit and not by the candidate's name.
        report: Where its report is, relative to the page.
    """
    return Seat(
        name=summary.kit if blind else summary.about.candidate,
        sitting=summary.about.sitting,
        kit=summary.kit,
        outcome=summary.outcome,
        total=summary.total,
        low=summary.low,
        high=summary.high,
        judged_share=summary.judged_share,
        claimed=summary.claimed,
        realised=summary.realised,
        word=summary.word,
        criteria={
            c.name: Points(
                title=c.title,
                share=c.share,
                points=c.points,
                low=getattr(c.mark, "low", None),
                high=getattr(c.mark, "high", None),
            )
            for c in summary.criteria
        },
        plants={fate.plant.id: (fate.plant.kind, fate.status) for fate in summary.fates},
        readers=summary.people.readers,
        report=report,
    )
