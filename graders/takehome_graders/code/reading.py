"""What the reading of code says: signs with their places, and pairs of fit and judgement.

A sign is a hint with a line number. It never weighs what was seen in behaviour.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from takehome_graders.evidence import Place


class Kind(StrEnum):
    """What a sign is about. The list is closed."""

    PREPROCESSING = "preprocessing leak"
    OVERLAP = "overlap"
    TRAINING_SCORE = "training score"
    MULTI_TEST = "multi-test"
    MISSING_SPLIT = "missing split"
    IGNORES_TIME = "split ignoring time"
    IGNORES_ENTITY = "split ignoring entity"
    MISLEADING_METRIC = "misleading metric"
    TUNED_ON_TEST = "tuned on the final test"
    STOPPED_ON_TEST = "early stopping on the reported rows"
    UNPINNED = "unpinned randomness"
    REFITTED_ON_TEST = "preprocessing fitted on test"
    LOOKS_AHEAD = "looks ahead in time"


class Sureness(StrEnum):
    """How sure the reading is of a sign, from strongest to weakest."""

    SURE = "sure"
    """Every step between the two places was followed."""
    LIKELY = "likely"
    """One step rests on a habit: a name, a default, an order."""
    POSSIBLE = "possible"
    """It depends on data that the text does not show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFacts:
    """What the data dictionary says that a reader of code must know."""

    time_columns: tuple[str, ...] = ()
    entity_columns: tuple[str, ...] = ()
    outcome: str | None = None
    prevalence: float | None = None
    """The share of positive outcomes; None where it is not a yes or no."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One thing read in the code."""

    kind: Kind
    place: Place
    related: tuple[Place, ...]
    """What it was seen from: the fit, the split, the evaluation."""
    sureness: Sureness
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A model's fit with one evaluation of it, and what ties their rows."""

    fit: Place
    judged: Place
    preprocessing: bool
    """A statistic that shaped the training rows was taken over rows that are judged."""
    overlap: bool
    """The judged rows, or copies of them, were trained on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A stretch of code that could not be read, and why."""

    place: Place
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything read in a submission's sources."""

    signs: tuple[Sign, ...]
    pairs: tuple[Pair, ...]
    unread: tuple[Unread, ...]
    """Empty where all was read. What stands here is not innocent, only unread."""
