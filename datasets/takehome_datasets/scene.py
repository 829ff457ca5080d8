"""A scene: everything that happened in one world, before and after the plants.

A world builds it, plants change it, and the variant is read off it. It holds the whole truth.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from takehome_datasets.errors import NumberOutcomeError
from takehome_datasets.names import Lexicon
from takehome_datasets.tables import Column, Table

if TYPE_CHECKING:
    from takehome_datasets.streams import Streams

DAY = 86_400
_NEAR = 1e-10
"""Of an intercept: much less than it is rounded by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """One stretch of time, and which of the events happened in it."""

    first: int
    """Its first day, counted from the start of the training period."""
    end: int
    """The first day that no longer belongs to it."""
    rows: slice


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """When everything happens. The training table is extracted at its last midnight."""

    starts: date
    training: Stretch
    windows: Mapping[str, Stretch]
    stream: Mapping[str, Stretch] = field(default_factory=dict)
    """After all that is scored. Without any rows, as long as it is not looked at."""

    def date_of(self, day: int) -> date:
        """Return the date of a day counted from the start of the training period."""
        return self.starts + timedelta(days=day)

    @property
    def extraction(self) -> int:
        """The second at which the training table was extracted."""
        return self.training.end * DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """How long an outcome takes to be reported: a Gamma(2) time, in days."""

    scale: float

    def reported_within(self, days: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the probability that an outcome is reported within so many days."""
        x = np.maximum(days, 0.0) / self.scale
        return np.asarray(-np.expm1(np.log1p(x) - x))

    def days_until(self, share: float) -> int:
        """Return after how many whole days that share of outcomes is reported."""
        days = np.arange(1000.0)
        return int(np.searchsorted(self.reported_within(days), share))

    def draw(self, rng: np.random.Generator, size: int) -> NDArray[np.float64]:
        """Return delays in days."""
        # Two exponentials by inversion: a rejection sampler could fall out of step between libms.
        first, second = rng.random((size, 2)).T
        return np.asarray(-self.scale * (np.log1p(-first) + np.log1p(-second)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of every event."""

    probability: NDArray[np.float64]
    """Given everything, the hidden effect of the entity too."""
    happened: NDArray[np.bool_]
    reported: NDArray[np.int64]
    """The second at which it was reported, or would have been."""
    labelled: NDArray[np.bool_]
    """As the training table has it."""
    immature: bool = False
    """Whether an outcome not yet reported at extraction is labelled as none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """How an outcome that is a number follows from what it hangs on."""

    middle: float
    """What it is about, before anything moves it; its logarithm where `log`."""
    noise: float
    """Standard deviation of what nothing tells; of its logarithm where `log`."""
    log: bool = False
    """Whether everything that it hangs on multiplies it, rather than adding to it."""
    decimals: int = 2
    """To which it is written down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What came of every event, where the outcome is a number."""

    mean: NDArray[np.float64]
    """Given everything, the hidden effect of the entity too."""
    value: NDArray[np.float64]
    reported: NDArray[np.int64]
    """The second at which it was reported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything that happened, event by event in the order of time."""

    calendar: Calendar
    lexicon: Lexicon
    tables: Mapping[str, Table]
    examples: str
    """The table whose rows are predicted: one row an event."""
    id_column: str
    outcome_column: str
    pinned: tuple[str, ...]
    """Columns of that table that stand in front, in this order."""
    moment: NDArray[np.int64]
    """The second of each event."""
    entity: NDArray[np.int64]
    """Whose event it is."""
    links: Mapping[str, NDArray[np.int64]]
    """For each other table, the row that belongs to each event."""
    terms: Mapping[str, NDArray[np.float64]]
    """The logit of the outcome, piece by piece. A piece that hangs on one column has its name."""
    hidden: NDArray[np.float64]
    """The standard normal effect of each entity, which nobody can see."""
    hidden_weight: float
    delay: Delay
    known_until: NDArray[np.int64]
    """Outcomes reported by this second can be known to who predicts the event."""
    intercept: float = 0.0
    outcome: Outcome | None = None
    numbers: Numbers | None = None
    """None where the outcome is a yes or no."""
    measured: Measured | None = None

    @property
    def table(self) -> Table:
        """The table of examples."""
        return self.tables[self.examples]

    @property
    def truth(self) -> Outcome:
        """The outcomes.

        Raises:
            NumberOutcomeError: They are numbers.
            RuntimeError: They have not been drawn yet.
        """
        if self.numbers is not None:
            raise NumberOutcomeError(f"{self.outcome_column} is a number, not a yes or no")
        if self.outcome is None:
            raise RuntimeError("the outcomes of this scene have not been drawn yet")
        return self.outcome

    @property
    def amounts(self) -> Measured:
        """The outcomes, where they are numbers.

        Raises:
            RuntimeError: They are none, or have not been drawn yet.
        """
        if self.measured is None:
            raise RuntimeError("the numbers of this scene have not been drawn yet")
        return self.measured

    def labels(self) -> NDArray[np.float64]:
        """Return the outcomes as the training table has them: 0 and 1, or numbers."""
        if self.numbers is not None:
            return self.amounts.value
        return self.truth.labelled.astype(np.float64)

    def visible_logit(self) -> NDArray[np.float64]:
        """Return the logit of each event without the hidden effect of its entity.

        Where the outcome is a number it is its mean, or the mean of its logarithm.
        """
        total = np.full(self.moment.size, self.intercept)
        # One after the other, in an order that does not depend on who added what first.
        for name in sorted(self.terms):
            total += self.terms[name]
        return total

    def with_column(self, column: Column, *, table: str | None = None) -> Scene:
        """Return the scene with a column added to a table, or put in place of its namesake."""
        name = table or self.examples
        return replace(self, tables={**self.tables, name: self.tables[name].with_column(column)})

    def with_term(self, name: str, values: NDArray[np.float64]) -> Scene:
        """Return the scene with a piece of the logit added or replaced."""
        return replace(self, terms={**self.terms, name: values})


def draw_outcomes(
    scene: Scene, *, prevalence: float, streams: Streams, intercept: float | None = None
) -> Scene:
    """Return the scene with its outcomes drawn, and its intercept solved unless it is given.

    The expected share of outcomes in the training period is the prevalence.
    """
    effect = scene.hidden_weight * scene.hidden[scene.entity]
    logit = scene.visible_logit() - scene.intercept + effect
    if intercept is None:
        intercept = solve_intercept(logit[scene.calendar.training.rows], prevalence)
    probability = sigmoid(logit + intercept)
    size = scene.moment.size
    happened = streams.rng(scene.examples, "outcome").random(size) < probability
    delays = scene.delay.draw(streams.rng(scene.examples, "delay"), size)
    return replace(
        scene,
        intercept=intercept,
        outcome=Outcome(
            probability=probability,
            happened=happened,
            reported=scene.moment + np.round(delays * DAY).astype(np.int64),
            labelled=happened,
        ),
    )


def draw_numbers(scene: Scene, *, streams: Streams) -> Scene:
    """Return the scene with its outcomes drawn, where they are numbers.

    Raises:
        RuntimeError: They are none.
    """
    if scene.numbers is None:
        raise RuntimeError(f"{scene.outcome_column} is no number")
    shape, size = scene.numbers, scene.moment.size
    scene = replace(scene, intercept=shape.middle)
    middle = scene.visible_logit() + scene.hidden_weight * scene.hidden[scene.entity]
    noise = shape.noise * streams.rng(scene.examples, "outcome").standard_normal(size)
    delays = scene.delay.draw(streams.rng(scene.examples, "delay"), size)
    value = np.exp(middle + noise) if shape.log else middle + noise
    return replace(
        scene,
        measured=Measured(
            mean=np.exp(middle + 0.5 * shape.noise**2) if shape.log else middle,
            value=np.round(value, shape.decimals),
            reported=scene.moment + np.round(delays * DAY).astype(np.int64),
        ),
    )


def scaled(scene: Scene, scale: float) -> Scene:
    """Return the scene with everything that the outcome hangs on made so many times as strong."""
    if scale == 1.0:
        return scene
    return replace(
        scene,
        terms={name: scale * values for name, values in scene.terms.items()},
        hidden_weight=scale * scene.hidden_weight,
    )


def sigmoid(logit: NDArray[Any]) -> NDArray[np.float64]:
    """Return the probability that belongs to a logit."""
    return np.asarray(1.0 / (1.0 + np.exp(-logit)))


def solve_intercept(logit: NDArray[np.float64], prevalence: float) -> float:
    """Return the intercept that gives the mean probability that is asked for."""
    low, high = -40.0, 40.0
    middle = math.log(prevalence / (1.0 - prevalence))
    for _ in range(60):
        chance = sigmoid(logit + middle)
        missing = prevalence - float(np.mean(chance))
        low, high = (middle, high) if missing > 0.0 else (low, middle)
        step = missing / max(float(np.mean(chance * (1.0 - chance))), 1e-300)
        if abs(step) < _NEAR:
            break
        # Newton's step, or half the way where it leads out of what is left.
        middle = middle + step if low < middle + step < high else 0.5 * (low + high)
    # Rounded: the last bits of `exp` differ between machines, and everything hangs on this number.
    return round(middle, 6)
