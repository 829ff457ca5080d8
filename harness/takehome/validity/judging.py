"""Judging marks by what is known: did the fault cost what it had to, and nothing else?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from takehome.validity.effects import Effect
from takehome_graders.marks import Fault, Judged, NotJudged

if TYPE_CHECKING:
    from takehome.validity.operators import Operator
    from takehome_graders.marks import Finding, Marks

ALLOWED: Final = 2.0
"""Points that a criterion may move without a reason."""
_BY_MODEL: Final = frozenset({"heldout", "imbalance"})
_BY_CLAIM: Final = frozenset({"validation"})
_NUMBER: Final = re.compile(r"[-+]?\d[\d.,]*")

Fate = Literal["killed", "survived", "not asked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """What was marked of one sitting."""

    name: str
    """What sat, such as `pipeline` or `pipeline, split-at-random`."""
    style: str
    kit: str
    outcome: str
    points: Mapping[str, float]
    """By criterion, those that were judged."""
    silent: Mapping[str, str]
    """Why the others were not, by criterion."""
    weaknesses: frozenset[tuple[str, str]]
    """Criterion and claim of every finding that is held against it, without its numbers."""
    notes: frozenset[tuple[str, str]]
    """Likewise of every other finding that is no strength."""
    faults: tuple[str, ...]
    """Criteria whose grader broke down."""
    total: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of one mutant."""

    operator: str
    style: str
    kit: str
    fate: Fate
    why: str
    falls: Mapping[str, float]
    """Points lost, by criterion; negative where points were won."""
    strays: Mapping[str, float]
    """Those of criteria that the fault has no business with, beyond what is allowed."""
    model: Effect
    claim: Effect


def seat_of(name: str, style: str, outcome: str, marks: Marks) -> Seat:
    """Return what of a sitting's marks is held against what is known."""
    judged = {n: m for n, m in marks.by_criterion.items() if isinstance(m, Judged)}
    silent = {n: m for n, m in marks.by_criterion.items() if isinstance(m, NotJudged)}
    findings = [finding for mark in judged.values() for finding in mark.findings]
    findings += [finding for mark in silent.values() for finding in mark.findings]
    return Seat(
        name=name,
        style=style,
        kit=marks.kit,
        outcome=outcome,
        points={n: m.points for n, m in judged.items()},
        silent={n: m.reason for n, m in silent.items()},
        weaknesses=frozenset(map(_told, (f for f in findings if f.tone == "weakness"))),
        notes=frozenset(map(_told, (f for f in findings if f.tone == "note"))),
        faults=tuple(n for n, m in marks.by_criterion.items() if isinstance(m, Fault)),
        total=marks.total,
    )


def judge(operator: Operator, before: Seat, after: Seat, model: Effect, claim: Effect) -> Verdict:
    """Hold what a fault cost against what it had to cost.

    Beyond noise every criterion that it had to move fell by its price at least; within noise there
    is a finding that was not there before, and nothing was lost.
    """
    falls = {n: before.points[n] - after.points[n] for n in before.points if n in after.points}
    strays = {n: f for n, f in falls.items() if n not in operator.moves and abs(f) > ALLOWED}
    due = {n: price for n, price in operator.moves.items() if price and n in falls}
    real = {n: p for n, p in due.items() if _is_due(operator, n, model, claim)}
    silenced = [n for n in operator.moves if n in before.points and n not in after.points]
    fate: Fate
    if real:
        short = {n: p for n, p in real.items() if falls[n] < p}
        fate = "survived" if short else "killed"
        why = ", ".join(f"{n} fell {falls[n]:.1f} of {p:g}" for n, p in (short or real).items())
    elif silenced:
        fate, why = "killed", f"not judged any more: {', '.join(silenced)}"
    elif not any(n in before.points for n in _priced(operator)):
        fate, why = "not asked", f"not judged before: {', '.join(sorted(_priced(operator)))}"
    else:
        fate, why = _within_noise(operator, before, after, (model, claim))
    return Verdict(
        operator=operator.name,
        style=before.style,
        kit=before.kit,
        fate=fate,
        why=why,
        falls=falls,
        strays=strays,
        model=model,
        claim=claim,
    )


def alarms(before: Seat, after: Seat) -> tuple[str, ...]:
    """Return what is held against a harmless rewrite and not against what it is a rewrite of."""
    lost = [
        f"{n} fell {before.points[n] - after.points[n]:.1f}"
        for n in before.points
        if before.points[n] - after.points.get(n, 0.0) > ALLOWED
    ]
    new = [f"{n}: {claim}" for n, claim in sorted(after.weaknesses - before.weaknesses)]
    return (*lost, *new)


def gains(before: Seat, after: Seat) -> Mapping[str, float]:
    """Return what a game won beside the same submission without it, beyond what is allowed."""
    won = {n: after.points[n] - before.points.get(n, 0.0) for n in after.points}
    return {n: points for n, points in won.items() if points > ALLOWED}


def _is_due(operator: Operator, criterion: str, model: Effect, claim: Effect) -> bool:
    if operator.certain:
        return True
    if criterion in _BY_CLAIM:
        return claim.is_real
    if criterion in _BY_MODEL:
        return model.is_real
    # What it says, listens to and answers elsewhere is there or is not: no noise is in it.
    return True


def _priced(operator: Operator) -> frozenset[str]:
    """Return the criteria that a fault has to move; where it has to move none, all it may."""
    priced = frozenset(n for n, price in operator.moves.items() if price)
    return priced or frozenset(operator.moves)


def _within_noise(
    operator: Operator, before: Seat, after: Seat, effects: tuple[Effect, Effect]
) -> tuple[Fate, str]:
    lost = {
        n: before.points[n] - after.points[n]
        for n in operator.moves
        if n in before.points
        and n in after.points
        # Where the model or its claim really moved, what hangs on that is no loss for nothing.
        and before.points[n] - after.points[n] > ALLOWED
        and not _is_due(operator, n, *effects)
    }
    new = (after.weaknesses | after.notes) - (before.weaknesses | before.notes)
    told = sorted(claim for n, claim in new if n in operator.moves)
    if lost:
        cost = ", ".join(f"{n} fell {points:.1f}" for n, points in lost.items())
        return "survived", f"no effect beyond noise, and yet {cost}"
    if told:
        return "killed", f"no effect beyond noise; found: {told[0]}"
    return "survived", "no effect beyond noise, and nothing was found"


def _told(finding: Finding) -> tuple[str, str]:
    return finding.criterion, _NUMBER.sub("#", finding.claim)
