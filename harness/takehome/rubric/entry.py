"""One thing that one person said about a sitting, as it is kept for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EntryKind(StrEnum):
    """What was said."""

    LEVEL = "level"
    """A level, 1 to 4, for an item of the rubric."""
    OVERRIDE = "override"
    """Points, 0 to 100, beside the automatic points of a criterion."""
    COMMENT = "comment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that one person said."""

    reader: str
    at: datetime
    kind: EntryKind
    about: str
    """An item of the rubric, a criterion, or `all`."""
    value: float | None
    """The level or the points; None for a comment."""
    reason: str
    """Why; for a comment what it says."""
    before: str
    """What stood there before, in words: the reader's own last word, else the automatic points."""
    rubric: int
    """The version of the rubric that was read with."""
