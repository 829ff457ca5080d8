"""What a sitting has left behind so far, and how it ends where nobody in the box can say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from takehome_graders.deliverables import Alarm, Decided, Shipping
from takehome_graders.evidence import Answer, Claim, Ending, Outcome, Refusal
from takehome_graders.recording.events import Recording


@dataclass(slots=True, kw_only=True)
class Left:
    """What a sitting has left behind so far."""

    packages: Mapping[str, str] = field(default_factory=dict)
    claim: Claim | None = None
    fit_s: float | None = None
    problems: tuple[str, ...] = ()
    replies: list[Answer] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    decided: list[Decided] = field(default_factory=list)
    alarms: list[Alarm] = field(default_factory=list)
    shipping: Shipping | None = None
    log: str = ""
    watched: dict[int, str] = field(default_factory=dict)
    """By the number that a probe was asked under: its name, where models' outputs are told."""
    recording: Recording | None = None
    ending: Ending | None = None


def died(during: str) -> Ending:
    """Return the ending of a box that closed while it was waited for."""
    return Ending(
        outcome=Outcome.FAILED,
        during=during,
        message="The program ended in the middle of the sitting, with everything in the sandbox.",
    )


def ours(during: str, message: str) -> Ending:
    """Return the ending that is our fault."""
    return Ending(outcome=Outcome.INFRASTRUCTURE, during=during, message=message)
