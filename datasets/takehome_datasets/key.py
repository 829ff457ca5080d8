"""The key: everything about a variant that only the graders may see.

It is plain data: words, numbers, dates, bytes and arrays. Writing it to disk is the business of
whoever owns the disk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

PlantKind = Literal["leak", "decoy", "imbalance", "drift", "mess"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantRecord:
    """One thing put into the data on purpose, as the graders and the report need to know it."""

    id: str
    """Stable across variants, such as `leak.refunded-amount`."""
    kind: PlantKind
    mechanism: str
    """What is wrong, in one of the words a challenge's answers may use, such as `post-outcome`."""
    table: str
    columns: tuple[str, ...]
    """As they are named in this variant."""
    story: str
    """One or two sentences for the interviewer, in this variant's names."""
    question: str
    """What to ask a candidate about it."""
    since: date | None = None
    until: date | None = None
    passes: bool = False
    """Whether everything is as before from `until` on; else it stays as it has become by then."""
    accepted: tuple[str, ...] = ()
    """Words for the kind that count as having seen it, in a candidate's answers."""
    price: float | None = None
    """What it costs whoever does not see it (a decoy: whoever drops it), in skill. The mean over
    the challenge's variants, so that the same work earns the same on each of them; None where that
    was never measured."""
    bait: float | None = None
    """What a leak adds to a naive validation score: likewise a mean, or None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberTruth:
    """What is true of each row of a window whose outcome is a number."""

    mean: NDArray[np.float64]
    """The attainable conditional expectation: the best anybody could say."""
    variance: NDArray[np.float64]
    """Of the outcome around it, which nobody can get below."""
    outcome: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The hidden rows of one stretch of production, and what is true of each."""

    name: str
    """`near` (right after the training period) or `later` (after the drift)."""
    starts: date
    ends: date
    """The first day that no longer belongs to it."""
    ids: NDArray[np.int64]
    probability: NDArray[np.float64]
    """The attainable Bayes probability: the best anybody could say from what can be observed. Empty
    where the outcome is a number."""
    outcome: NDArray[np.int8]
    """Empty where the outcome is a number."""
    day: NDArray[np.int32]
    """Days since the training period began."""
    entity: NDArray[np.int64]
    """Rows of one entity stand or fall together: intervals resample entities, not rows."""
    folder: Mapping[str, bytes]
    """The files of the folder that `predict` is given, by name, such as `payments.csv`."""
    number: NumberTruth | None = None
    """Where the outcome is a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterfactual:
    """One leaking column of a window, filled with values from the training extract."""

    plant: str
    window: str
    table: str
    """The file it stands in, such as `payments.csv`."""
    column: str
    cells: tuple[str, ...]
    """One CSV field a row, in the order of the window's file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeutralCells:
    """One column of the training files, as it is where a plant is not there."""

    plant: str
    table: str
    """The file it stands in, such as `payments.csv`."""
    column: str
    cells: bytes
    """One CSV field a line, in the order of the file's rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingRows:
    """What is true of each row of the training examples, in the order of the kit's file."""

    moment: NDArray[np.float64]
    """Days since the training period began."""
    entity: NDArray[np.int64]
    twin: NDArray[np.int64]
    """The same number for rows that repeat each other."""
    mature: NDArray[np.bool_]
    """Whether outcomes of its age had been reported, all but a few, when the file was extracted:
    before that, a 0 may be an outcome that is still to come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What a decision costs, in the brief's unit, a row each."""

    miss: float
    """Not having acted on a positive outcome."""
    alarm: float
    """Having acted on a negative one."""
    capacity: float | None = None
    """The largest share of rows that can be acted on; None where there is no limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment:
    """What is true of an experiment whose analyst has to decide."""

    effect: float
    """The true effect, in the brief's unit."""
    error: float
    """The standard error that an honest analysis of these data has."""
    ship: bool
    """Whether the effect is worth shipping."""
    flaws: tuple[str, ...] = ()
    """Ids of the plants that are its flaws."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamWindow:
    """One window of production, as a `monitor` is shown it."""

    name: str
    """Such as `stream:3`, counted from 1 in the order of time."""
    starts: date
    ends: date
    folder: Mapping[str, bytes]
    """As for `predict`, with a column for the outcome: 1 where it was reported before the window
    ended, 0 where outcomes as old as it had been reported then, all but a few; else empty."""
    ids: NDArray[np.int64]
    plants: tuple[str, ...]
    """Ids of the drifts that are at work in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """How good predictions are, judged against true probabilities (see `measures`)."""

    log_loss: float
    brier: float
    auc: float
    average_precision: float
    value: float | None = None
    """What acting on them saves a row, in the brief's unit; None where it names no costs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The fixed points of one window: what stands at 0, 40, 70 and 100."""

    prior: Measures
    logistic: Measures
    xgboost: Measures
    optimum: Measures


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberMeasures:
    """How good predicted numbers are, judged against true means (see `number_measures`)."""

    rmse: float
    r2: float
    """The share of the outcome's variance that they account for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberScale:
    """The fixed points of one window whose outcome is a number."""

    prior: NumberMeasures
    """Says the mean of the training rows of every row."""
    linear: NumberMeasures
    xgboost: NumberMeasures
    optimum: NumberMeasures


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What only the graders see."""

    kit: str
    """The kit's public id; tells nothing about the seed."""
    challenge: str
    version: int
    content_hash: str
    """Over the canonical values of the kit's tables and of everything in this key."""
    metric: Literal["average_precision", "rmse"]
    """`rmse` where the outcome is a number."""
    table: str
    """The file of the examples, such as `payments.csv`."""
    id_column: str
    outcome_column: str
    time_columns: tuple[str, ...]
    """Of the examples: when a row happened. Production lies after all of training."""
    names: Mapping[str, str]
    """From canonical names of columns and tokens to this variant's."""
    plants: tuple[PlantRecord, ...]
    windows: tuple[Window, ...]
    counterfactuals: tuple[Counterfactual, ...]
    scales: Mapping[str, Scale]
    """By the name of the window. Empty where the outcome is a number."""
    training_ends: date
    training: TrainingRows | None = None
    """None for a key made before this was kept."""
    costs: Costs | None = None
    """Where the brief names costs or a capacity."""
    stream: tuple[StreamWindow, ...] = ()
    """Where `monitor` is a deliverable."""
    neutral: tuple[NeutralCells, ...] = ()
    """Of each plant that a twin can be without (see `twins`)."""
    experiment: Experiment | None = None
    """Where `decision` is a deliverable."""

    number_scales: Mapping[str, NumberScale] = field(default_factory=dict)
    """By the name of the window, where the outcome is a number."""

    def window(self, name: str) -> Window:
        """Return the window of that name.

        Raises:
            KeyError: There is none.
        """
        for window in self.windows:
            if window.name == name:
                return window
        raise KeyError(name)
