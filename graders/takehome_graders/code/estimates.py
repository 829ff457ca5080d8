"""Statistics: what was estimated over which rows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from takehome_graders.code.rows import Rows
from takehome_graders.evidence import Place


class Strength(Enum):
    """What a statistic carries from the rows that it was taken over."""

    ESTIMATE = auto()
    VOCABULARY = auto()
    """Only which values there are."""
    COPIES = auto()
    """Rows themselves, repeated or interpolated."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Statistic:
    """Something estimated over rows."""

    what: str
    strength: Strength
    rows: Rows
    place: Place


Stats = frozenset[Statistic]
NO_STATS: Stats = frozenset()
