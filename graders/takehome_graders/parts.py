"""The parts of a criterion, and how they become one mark.

A part that could not be told is left out, and the others share its place. The noise of different
parts is taken to be independent, so it adds up in squares.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from takehome_graders.marks import Judged
from takehome_graders.resampling import interval
from takehome_graders.scale import FULL_POINTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from takehome_graders.marks import Certainty, Finding
    from takehome_graders.resampling import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a criterion: points of its own, out of 100."""

    name: str
    """As its figure is called."""
    share: float
    """Of the criterion, in any unit."""
    points: float
    low: float
    high: float
    rest: str
    """What would have earned the rest of it, to follow "for"."""

    @classmethod
    def counted(cls, name: str, share: float, points: float, rest: str) -> Part:
        """Return a part whose points are counted and not sampled: they have no noise."""
        sure = _within(points)
        return cls(name=name, share=share, points=sure, low=sure, high=sure, rest=rest)

    @classmethod
    def sampled(
        cls, name: str, share: float, points: float, again: Floats | None, *, rest: str
    ) -> Part:
        """Return a part with its interval; without resamples nothing is known about its noise."""
        sure = _within(points)
        low, high = (
            (0.0, FULL_POINTS) if again is None else interval(np.clip(again, 0, FULL_POINTS))
        )
        return cls(
            name=name,
            share=share,
            points=sure,
            low=min(low, sure),
            high=max(high, sure),
            rest=rest,
        )


def judged(
    parts: Sequence[Part],
    *,
    certainty: Certainty,
    findings: Iterable[Finding],
    figures: Mapping[str, float],
) -> Judged:
    """Return the mark that parts make.

    Raises:
        ValueError: There is no part.
    """
    if not parts:
        raise ValueError("a mark needs one part at least")
    shares = shares_of(parts)
    points = sum(shares[part.name] * part.points for part in parts)
    below = math.hypot(*(shares[part.name] * (part.points - part.low) for part in parts))
    above = math.hypot(*(shares[part.name] * (part.high - part.points) for part in parts))
    told = {f"{part.name}.points": part.points for part in parts} | dict(figures)
    rounded = round(_within(points), 2)
    return Judged(
        points=rounded,
        low=min(rounded, round(_within(points - below), 2)),
        high=max(rounded, round(_within(points + above), 2)),
        certainty=certainty,
        findings=tuple(findings),
        rest=_rest(parts, shares),
        # Rounded, so that another machine's last bit of a logarithm is not another mark.
        figures={name: round(value, 6) for name, value in told.items() if math.isfinite(value)},
    )


def shares_of(parts: Sequence[Part]) -> dict[str, float]:
    """Return the share of each part in the criterion, by name; together they are one."""
    whole = sum(part.share for part in parts)
    return {part.name: part.share / whole for part in parts}


def _rest(parts: Sequence[Part], shares: Mapping[str, float]) -> str:
    lost = {part.rest: shares[part.name] * (FULL_POINTS - part.points) for part in parts}
    largest = sorted(lost.items(), key=lambda item: (-item[1], item[0]))
    said = [f"{points:.0f} for {what}" for what, points in largest[:3] if points >= 1]
    return f"Most of the rest lies here: {', '.join(said)}." if said else "Nothing is left."


def _within(points: float) -> float:
    return min(max(float(points), 0.0), FULL_POINTS)
