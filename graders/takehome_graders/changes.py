"""What is otherwise when the same evidence is marked again, and why.

The evidence is the same, so it is the rubric or a grader that changed: other weights, points of a
part that moved, a criterion that could be judged now and could not be before, findings that came or
went.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from takehome_graders.marks import Fault, Judged, Mark, NotAsked, NotJudged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from takehome_graders.marks import Marks

_SAME: Final = 0.005
"""Points and weights are kept to two decimals."""
_MOST: Final = 3
_PART: Final = ".points"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One criterion, or the total, that is otherwise than it was."""

    name: str
    """Of the criterion; `total` for the total."""
    before: str
    """Points, or the state, as it was."""
    after: str
    why: tuple[str, ...]


def changes(before: Marks, after: Marks) -> tuple[Changed, ...]:
    """Return what is otherwise in the later marks, criterion by criterion, and the total last."""
    names = dict.fromkeys((*before.weights, *after.weights))
    found = [each for name in names if (each := _changed(name, before, after)) is not None]
    if found or _differ(before.total, after.total):
        why = (f"Follows from {', '.join(each.name for each in found)}.",) if found else ()
        was, now = _points(before.total), _points(after.total)
        found.append(Changed(name="total", before=was, after=now, why=why))
    return tuple(found)


def _changed(name: str, before: Marks, after: Marks) -> Changed | None:
    was, now = before.by_criterion.get(name), after.by_criterion.get(name)
    why = [*_weights(name, before, after), *_reasons(was, now)]
    if not why:
        return None
    return Changed(name=name, before=_state(was), after=_state(now), why=tuple(why))


def _weights(name: str, before: Marks, after: Marks) -> Iterator[str]:
    shares = [_share(marks.weights, name) for marks in (before, after)]
    if _differ(100 * shares[0], 100 * shares[1]):
        yield f"The rubric gives it {shares[1]:.0%} of the weights, where it was {shares[0]:.0%}."


def _share(weights: Mapping[str, float], name: str) -> float:
    whole = sum(weights.values())
    return weights.get(name, 0.0) / whole if whole else 0.0


def _reasons(was: Mark | None, now: Mark | None) -> Iterator[str]:
    if was is None or now is None:
        return
    if isinstance(was, Judged) and isinstance(now, Judged):
        yield from _moved(was, now)
    elif type(was) is not type(now) or _reason(was) != _reason(now):
        yield _reason(now) or _reason(was)


def _moved(was: Judged, now: Judged) -> Iterator[str]:
    if not _differ(was.points, now.points):
        if _differ(was.low, now.low) or _differ(was.high, now.high):
            yield "Its interval is another."
        return
    parts = {
        name: (was.figures.get(name), now.figures.get(name))
        for name in dict.fromkeys((*was.figures, *now.figures))
        if name.endswith(_PART) and _differ(was.figures.get(name), now.figures.get(name))
    }
    ordered = sorted(parts, key=lambda name: (-_distance(*parts[name]), name))
    if ordered:
        told = [f"{name.removesuffix(_PART)} {_arrow(*parts[name])}" for name in ordered[:_MOST]]
        yield f"Points of its parts: {', '.join(told)}."
    claims = [{finding.claim: finding.weight for finding in mark.findings} for mark in (was, now)]
    for word, here, there in (("New", claims[1], claims[0]), ("Gone", claims[0], claims[1])):
        told = sorted((c for c in here if c not in there), key=lambda c: (-here[c], c))
        if told:
            yield f"{word}: {' '.join(told[:_MOST])}"
    if not ordered and claims[0] == claims[1]:
        yield "The grader adds the same up in another way."


def _reason(mark: Mark) -> str:
    match mark:
        case NotJudged(reason=reason) | NotAsked(reason=reason):
            return reason
        case Fault(traceback=traceback):
            return f"A grader of ours broke down: {traceback.strip().rpartition(chr(10))[2]}"
        case Judged():
            return ""


def _state(mark: Mark | None) -> str:
    match mark:
        case Judged(points=points):
            return _points(points)
        case NotJudged():
            return "not judged"
        case NotAsked():
            return "not asked"
        case Fault():
            return "a fault of ours"
        case None:
            return "no criterion"


def _points(value: float | None) -> str:
    return "nothing" if value is None else f"{value:.1f}"


def _arrow(was: float | None, now: float | None) -> str:
    return f"{_points(was)} → {_points(now)}"


def _differ(was: float | None, now: float | None) -> bool:
    return (was is None) != (now is None) or _distance(was, now) > _SAME


def _distance(was: float | None, now: float | None) -> float:
    return abs((now or 0.0) - (was or 0.0))
