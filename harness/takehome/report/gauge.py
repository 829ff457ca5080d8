"""The small plot beside a finding: two or three numbers on one axis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takehome_graders.marks import Finding
    from takehome_graders.statuses import Fate

_HEADROOM = 1.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One number on the axis."""

    label: str
    value: float
    shape: Literal["dot", "diamond", "line"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """Numbers on one axis, from 0."""

    of: str
    """What is measured."""
    ticks: tuple[Tick, ...]

    def at(self, tick: Tick) -> float:
        """Return where a number stands, in percent of the axis."""
        reach = max((t.value for t in self.ticks), default=0.0) * _HEADROOM
        return round(100 * min(max(tick.value / reach, 0.0), 1.0), 2) if reach > 0 else 0.0


def gauge(
    finding: Finding, fates: Sequence[Fate], figures: dict[str, dict[str, float]]
) -> Gauge | None:
    """Return the small plot of a finding, or None where it has no two numbers to compare.

    Args:
        finding: What it stands beside.
        fates: Of all plants.
        figures: The numbers behind each criterion.
    """
    heard = next(
        (fate.listening for fate in fates if fate.plant.id == finding.plant and fate.listening),
        None,
    )
    if finding.criterion == "leakage" and heard is not None and heard.listens:
        return Gauge(
            of="average precision",
            ticks=(
                Tick(label="as in production", value=heard.precision, shape="dot"),
                Tick(label="filled as in training", value=heard.precision_filled, shape="diamond"),
            ),
        )
    own = figures.get(finding.criterion, {})
    about_the_claim = finding.criterion == "validation" and "laimed" in finding.evidence
    if about_the_claim and {"claimed", "realised"} <= own.keys():
        return Gauge(
            of="average precision",
            ticks=(
                Tick(label="realised", value=own["realised"], shape="dot"),
                Tick(label="claimed", value=min(1.0, own["claimed"]), shape="diamond"),
            ),
        )
    return None
