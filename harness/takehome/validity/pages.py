"""Pages: what was found, as tables for people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import mean
from typing import TYPE_CHECKING, Final

from takehome.validity.examination import Alarm, Gain
from takehome.validity.judging import Seat, Verdict
from takehome.validity.operators import NotFor
from takehome.validity.spread import Step, deviation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BEGIN: Final = "<!-- measured: begin -->"
END: Final = "<!-- measured: end -->"


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What came of an examination."""

    effort: str
    rows: int
    styles: tuple[str, ...]
    originals: tuple[Seat, ...]
    verdicts: tuple[Verdict, ...]
    not_for: tuple[NotFor, ...]
    alarms: tuple[Alarm, ...]
    read_alike: tuple[bool, ...]
    """Of each rewrite in every style: whether no more is read in it than in the original."""
    gains: tuple[Gain, ...]
    references: Mapping[str, Mapping[str, Seat]]
    """By reference and kit."""
    order: tuple[str, ...]
    steps: tuple[Step, ...]
    same_work: tuple[Seat, ...]
    """One submission, a variant each."""
    retests: tuple[float, ...]
    """Points of the total between two sittings of one submission on one variant."""
    missed: int
    """What should have sat and did not, for time was up."""


def written(page: str, found: Findings) -> str:
    """Return the page with its tables measured anew.

    Raises:
        ValueError: It has no place for them.
    """
    head, begin, rest = page.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"The page has no {BEGIN} and {END}.")
    return f"{head}{BEGIN}\n\n{told(found)}\n\n{END}{tail}"


def told(found: Findings) -> str:
    """Return all tables as Markdown."""
    parts = (
        [_stated(found)],
        _originals(found),
        _ladder(found),
        _mutants(found),
        _survivors(found),
        _strays(found),
        _alarms(found),
        _equating(found),
        _games(found),
    )
    return "\n\n".join("\n".join(part) for part in parts)


def _stated(found: Findings) -> str:
    left = f" {found.missed} sittings did not fit into the time." if found.missed else ""
    return (
        f"Measured with the effort `{found.effort}`: {found.rows:,} training rows, the styles "
        f"{', '.join(found.styles)}.{left}"
    )


def _originals(found: Findings) -> Iterator[str]:
    yield "### Careful originals"
    yield ""
    names = _criteria(found.originals)
    yield from _head("style", "outcome", *names, "total", "held against it")
    for seat in found.originals:
        points = [_points(seat, name) for name in names]
        held = "; ".join(f"{n}: {claim}" for n, claim in sorted(seat.weaknesses)) or "nothing"
        yield _row(seat.style, seat.outcome, *points, _number(seat.total), held)


def _ladder(found: Findings) -> Iterator[str]:
    yield "### Ladder"
    yield ""
    seats = {name: [*by_kit.values()] for name, by_kit in found.references.items() if by_kit}
    names = _criteria([seat for sats in seats.values() for seat in sats])
    yield from _head("reference", "n", *names, "total")
    for name, sats in seats.items():
        cells = []
        for criterion in names:
            points = [seat.points[criterion] for seat in sats if criterion in seat.points]
            cells.append(f"{mean(points):.1f}" if points else "·")
        totals = [seat.total for seat in sats if seat.total is not None]
        yield _row(name, len(sats), *cells, f"{mean(totals):.1f}" if totals else "·")
    yield ""
    yield from _head("step", "points apart", "standard errors", "n")
    for step in found.steps:
        names_of_step = f"{step.above} above {step.below}"
        yield _row(names_of_step, f"{step.apart:.1f}", f"{step.standard_errors:.1f}", step.n)


def _mutants(found: Findings) -> Iterator[str]:
    yield "### Mutants"
    yield ""
    by_operator: defaultdict[str, list[Verdict]] = defaultdict(list)
    for verdict in found.verdicts:
        by_operator[verdict.operator].append(verdict)
    yield from _head("operator", "killed", "n", "criteria that moved")
    for name, verdicts in sorted(by_operator.items()):
        asked = [verdict for verdict in verdicts if verdict.fate != "not asked"]
        killed = sum(verdict.fate == "killed" for verdict in asked)
        yield _row(name, killed, len(asked), _moved(verdicts))
    yield ""
    yield f"Where a style cannot have a fault: {len(found.not_for)} of them."
    yield ""
    for one in found.not_for:
        yield f"- {one.operator}, {one.style}: {one.reason}"


def _moved(verdicts: Sequence[Verdict]) -> str:
    falls: defaultdict[str, list[float]] = defaultdict(list)
    for verdict in verdicts:
        for criterion, fall in verdict.falls.items():
            falls[criterion].append(fall)
    moved = {name: mean(each) for name, each in falls.items() if abs(mean(each)) >= 1.0}
    return ", ".join(f"{name} {-fall:+.0f}" for name, fall in moved.items()) or "none"


def _survivors(found: Findings) -> Iterator[str]:
    yield "### Mutants that survived"
    yield ""
    survived = [verdict for verdict in found.verdicts if verdict.fate == "survived"]
    yield from _head("operator", "style", "why", "model worse by (se)", "claim worse by (se)")
    for verdict in survived:
        yield _row(verdict.operator, verdict.style, verdict.why, *_effects(verdict))


def _effects(verdict: Verdict) -> tuple[str, str]:
    model, claim = (f"{e.size:.3f} ({e.error:.3f})" for e in (verdict.model, verdict.claim))
    return model, claim


def _strays(found: Findings) -> Iterator[str]:
    yield "### Criteria that moved without a reason"
    yield ""
    yield from _head("operator", "style", "points lost")
    for verdict in found.verdicts:
        if verdict.strays:
            lost = ", ".join(f"{name} {fall:.1f}" for name, fall in verdict.strays.items())
            yield _row(verdict.operator, verdict.style, lost)


def _alarms(found: Findings) -> Iterator[str]:
    yield "### Harmless rewrites"
    yield ""
    false = [alarm for alarm in found.alarms if alarm.said]
    yield f"{len(false)} of {len(found.alarms)} that sat raised an alarm."
    yield ""
    more = len(found.read_alike) - sum(found.read_alike)
    yield f"More than in the original was read in the code of {more} of {len(found.read_alike)}."
    yield ""
    for alarm in false:
        yield f"- {alarm.style}, {alarm.how}: {'; '.join(alarm.said)}"


def _equating(found: Findings) -> Iterator[str]:
    yield "### Equating"
    yield ""
    yield "The same submission over variants."
    yield ""
    names = _criteria(found.same_work)
    totals = [seat.total for seat in found.same_work if seat.total is not None]
    yield from _head("", *names, "total", "n")
    points = {n: [s.points[n] for s in found.same_work if n in s.points] for n in names}
    for label, of in (("mean", mean), ("sd", deviation)):
        cells = [f"{of(points[name]):.1f}" for name in names]
        yield _row(label, *cells, f"{of(totals):.1f}" if totals else "·", len(totals))
    yield ""
    furthest = f"{max(found.retests):.2f} points apart at most" if found.retests else "not done"
    yield f"Twice on the same variant: {furthest} (n={len(found.retests)})."


def _games(found: Findings) -> Iterator[str]:
    yield "### Games"
    yield ""
    yield from _head("game", "style", "won")
    for gain in found.gains:
        won = ", ".join(f"{name} {points:+.1f}" for name, points in gain.won.items())
        yield _row(gain.game, gain.style, won or "nothing")


def _criteria(seats: Sequence[Seat]) -> list[str]:
    return [*dict.fromkeys(name for seat in seats for name in seat.points)]


def _points(seat: Seat, criterion: str) -> str:
    return _number(seat.points.get(criterion))


def _number(value: float | None) -> str:
    return "·" if value is None else f"{value:.1f}"


def _head(*names: str) -> Iterator[str]:
    yield _row(*names)
    yield _row(*("---" for _ in names))


def _row(*cells: object) -> str:
    return f"| {' | '.join(str(cell).replace('|', '/') for cell in cells)} |"
