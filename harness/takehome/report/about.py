"""Whose report it is, and of what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What neither marks nor evidence nor key know, and a report has to say."""

    candidate: str
    challenge: str
    """The name of its folder."""
    title: str
    """The title of the challenge."""
    version: int
    """Of the challenge."""
    received_at: datetime
    attempt: int
    """Which of the candidate's submissions this is, counted from 1."""
    of: int
    """How many submissions the candidate has handed in."""
    late: bool
    """Whether it came after the due date."""
    sitting: int
    software: str
    """Our version."""
