"""The plan of a sitting's re-runs: what is changed, on how many rows, and in which order.

Each costs a share of what the fit had cost. They stand in the order of what they can settle, as far
as the time that the challenge allows; what is left out is said with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from takehome_graders.evidence import Change, NotRerun

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FIXED: Final = 0.2
"""The share of a fit that is spent however few the rows are."""
SAMPLE: Final = 10_000
"""Rows that are enough to see what moves."""
_POSITIVES: Final = 60
"""That a sample should have at least, or a claim is all noise."""
_PART: Final = 4
"""A sample is no more than one part in so many, where that leaves rows enough."""
_LEAST: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a sitting before anything is executed again."""

    rows: int
    """Of the training examples."""
    positives: int
    completed: bool
    heard: bool
    """Whether the recorder was heard."""
    claimed: bool
    twins: tuple[str, ...]
    """Ids of the leaks that a twin can be without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One re-run."""

    change: Change
    plants: tuple[str, ...]
    rows: int
    cost: float
    """As a share of the fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is executed again, in this order, and what is not."""

    steps: tuple[Step, ...]
    left: tuple[NotRerun, ...]


def plan(facts: Facts, budget: float) -> Plan:
    """Return the plan of all re-runs.

    Args:
        facts: Of the sitting.
        budget: What all of them may cost, as a share of the fit.
    """
    steps: list[Step] = []
    left: list[NotRerun] = []
    spent = 0.0
    for step in _wanted(facts):
        why = _hindered(facts, step) or _dear(step, spent, budget)
        if why:
            left.append(NotRerun(change=step.change, plants=step.plants, reason=why))
        else:
            steps.append(step)
            spent += step.cost
    return Plan(steps=tuple(steps), left=tuple(left))


def sample_size(rows: int, positives: int) -> int:
    """Return on how many rows a re-run is enough.

    >>> sample_size(40_000, 1200), sample_size(4000, 200), sample_size(1500, 60)
    (10000, 2000, 1500)
    """
    enough = _POSITIVES * rows // max(positives, 1)
    return min(max(min(SAMPLE, rows // _PART), enough, _LEAST), rows)


def cost(rows: int, of: int) -> float:
    """Return what a re-run on some rows costs, as a share of the fit on all."""
    return FIXED + (1 - FIXED) * rows / max(of, 1)


def _wanted(facts: Facts) -> Iterator[Step]:
    sample = sample_size(facts.rows, facts.positives)
    yield _step(facts, Change.NOTHING, sample)
    yield _step(facts, Change.ALL_LABELS, sample)
    if sample < facts.rows:
        # Whether it is reproduced shows on all rows alone, and is marked by itself.
        yield _step(facts, Change.NOTHING, facts.rows)
    yield _step(facts, Change.FEATURES, sample)
    yield _step(facts, Change.LABELS, sample)
    if facts.twins:
        yield _step(facts, Change.TWIN, sample, facts.twins)
    for plant in facts.twins if len(facts.twins) > 1 else ():
        yield _step(facts, Change.TWIN, sample, (plant,))


def _step(facts: Facts, change: Change, rows: int, plants: Sequence[str] = ()) -> Step:
    return Step(change=change, plants=tuple(plants), rows=rows, cost=cost(rows, facts.rows))


def _hindered(facts: Facts, step: Step) -> str:
    if not facts.completed:
        return "The sitting did not complete."
    if step.change in {Change.FEATURES, Change.LABELS}:
        if not facts.heard:
            return (
                "The recorder was not heard, so that nobody knows which rows it judged itself on."
            )
        if not facts.claimed:
            return "Nothing is claimed, so that nobody knows which rows it judged itself on."
    return ""


def _dear(step: Step, spent: float, budget: float) -> str:
    if budget <= 0:
        return "The challenge allows no time for re-runs."
    if spent + step.cost > budget + 1e-9:
        return (
            f"It would have taken {step.cost:.1f} times as long as the fit, and of the"
            f" {budget:g} that re-runs may take {spent:.1f} had been spent."
        )
    return ""
