"""What graders write: points with their reasons.

A criterion is judged, not judged, not asked, or broken by a fault of ours. None of them is ever a
number in disguise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from takehome_graders.evidence import Place


class Certainty(StrEnum):
    """How something is known, from strongest to weakest."""

    OUTCOME = "seen in outcome"
    BEHAVIOUR = "seen in behaviour"
    DECLARED = "declared"
    RUN_TIME = "seen at run time"
    CODE = "read in code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing seen, with where it was seen, how sure we are, and what to ask about it."""

    criterion: str
    tone: Literal["strength", "weakness", "note"]
    claim: str
    """One sentence that stands on its own."""
    evidence: str
    """The number or the words that show it."""
    certainty: Certainty
    weight: float
    """Points that hang on it, out of the criterion's 100; orders findings."""
    question: str = ""
    place: Place | None = None
    plant: str | None = None
    """The id of the plant that it is about."""
    column: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Points on one criterion."""

    points: float
    """Out of 100."""
    low: float
    high: float
    """The interval of the points, 95 percent."""
    certainty: Certainty
    findings: tuple[Finding, ...]
    rest: str
    """What would have earned the rest."""
    figures: Mapping[str, float]
    """The numbers behind the points, by name, for the report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotJudged:
    """A criterion that could not be judged, and why."""

    reason: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAsked:
    """A criterion that this challenge gives no occasion for: its weight counts for nothing."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A grader of ours broke down. It costs nobody a point."""

    traceback: str


Mark = Judged | NotJudged | NotAsked | Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """All marks of one sitting under one rubric."""

    kit: str
    submission: str
    weights: Mapping[str, float]
    """By criterion, as the challenge declares them."""
    by_criterion: Mapping[str, Mark]
    total: float | None
    """Out of 100, over what was judged; None where nothing was."""
    low: float | None
    high: float | None
    judged_share: float
    """The share of the weights of what was asked that the total stands on."""
