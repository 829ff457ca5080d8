"""Many sittings on one page: tiers, who saw what, which plant tells people apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from takehome.report.rendering import template
from takehome.report.seat import Seat
from takehome.report.tiers import tiers
from takehome_graders.statuses import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from takehome.report.tiers import Resampled

FEWEST: Final = 5
"""Sittings below which nothing is said about a plant."""

_BINS: Final = 10
_WELL: Final = frozenset({Status.CAUGHT, Status.LEFT_ALONE})
_BADLY: Final = frozenset({Status.MISSED, Status.USED, Status.NAMED_BUT_USED, Status.FALSE_ALARM})
_TELLS: Final = 0.2
"""The correlation with the total from which a plant tells people apart."""


Verdict = Literal[
    "tells people apart",
    "tells little",
    "broken: who does well elsewhere fails here",
    "everybody treats it well",
    "nobody treats it well",
    "too few to say",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantColumn:
    """One planted thing across all sittings."""

    id: str
    kind: str
    counts: dict[str, int]
    """By status."""
    judged: int
    well: float | None
    """The share of those judged who treated it well."""
    tells: float | None
    """How treating it well goes with the total, from -1 to 1; None where nothing can be said."""
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """The points of one criterion across all sittings."""

    title: str
    counts: tuple[int, ...]
    """In ten bins from 0 to 100."""
    judged: int
    median: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """Many sittings of one challenge."""

    title: str
    blind: bool
    tiers: tuple[tuple[Seat, ...], ...]
    untold: tuple[Seat, ...]
    """Sittings without a total, which stand in no tier."""
    plants: tuple[PlantColumn, ...]
    distributions: tuple[Distribution, ...]
    unread: tuple[Seat, ...]
    """Those that nobody has read."""

    @property
    def seats(self) -> tuple[Seat, ...]:
        """Everybody, in the order of the page."""
        return tuple(seat for tier in self.tiers for seat in tier) + self.untold


def cohort(
    seats: Sequence[Seat], *, title: str, blind: bool = True, again: Resampled | None = None
) -> Cohort:
    """Return what many sittings come to, whatever order they are given in."""
    ordered = sorted(seats, key=lambda seat: seat.shuffle)
    found = tiers(ordered, again)
    return Cohort(
        title=title,
        blind=blind,
        tiers=found,
        untold=tuple(seat for seat in ordered if seat.total is None),
        plants=tuple(_plants(ordered)),
        distributions=tuple(_distributions(ordered)),
        unread=tuple(seat for seat in ordered if not seat.readers),
    )


def render(found: Cohort) -> str:
    """Return the page. The same sittings give the same bytes."""
    most = max((max(d.counts) for d in found.distributions), default=1) or 1
    criteria = {
        name: points.title for seat in found.seats for name, points in seat.criteria.items()
    }
    return template("cohort.html.j2").render(
        cohort=found,
        criteria=criteria,
        most=most,
        classes=_CLASSES,
    )


def _plants(seats: Sequence[Seat]) -> Iterator[PlantColumn]:
    kinds = {id_: kind for seat in seats for id_, (kind, _) in seat.plants.items()}
    for id_ in sorted(kinds, key=lambda id_: (_KINDS.index(kinds[id_]), id_)):
        told = [(s.plants[id_][1], s.total) for s in seats if id_ in s.plants]
        counts: dict[str, int] = {}
        for status, _ in told:
            counts[status.value] = counts.get(status.value, 0) + 1
        judged = [
            (status in _WELL, total)
            for status, total in told
            if status in _WELL | _BADLY and total is not None
        ]
        well = sum(good for good, _ in judged) / len(judged) if judged else None
        tells = _correlation(judged)
        yield PlantColumn(
            id=id_,
            kind=kinds[id_],
            counts=counts,
            judged=len(judged),
            well=well,
            tells=tells,
            verdict=_verdict(len(judged), well, tells),
        )


def _correlation(judged: list[tuple[bool, float]]) -> float | None:
    if len(judged) < FEWEST:
        return None
    goods, totals = [float(good) for good, _ in judged], [total for _, total in judged]
    size = len(judged)
    mean_good, mean_total = sum(goods) / size, sum(totals) / size
    over = sum((g - mean_good) * (t - mean_total) for g, t in zip(goods, totals, strict=True))
    below = sum((g - mean_good) ** 2 for g in goods) * sum((t - mean_total) ** 2 for t in totals)
    return round(over / below**0.5, 4) if below > 0 else None


def _verdict(judged: int, well: float | None, tells: float | None) -> Verdict:
    if judged < FEWEST or well is None:
        return "too few to say"
    if well == 1:
        return "everybody treats it well"
    if well == 0:
        return "nobody treats it well"
    if tells is not None and tells <= -_TELLS:
        return "broken: who does well elsewhere fails here"
    return "tells people apart" if tells is not None and tells >= _TELLS else "tells little"


def _distributions(seats: Sequence[Seat]) -> Iterator[Distribution]:
    titles = {name: points.title for seat in seats for name, points in seat.criteria.items()}
    rows = [
        (title, [s.criteria[n].points for s in seats if n in s.criteria])
        for n, title in titles.items()
    ]
    for title, found in [("Total", [seat.total for seat in seats]), *rows]:
        values = sorted(value for value in found if value is not None)
        counts = [0] * _BINS
        for value in values:
            counts[min(_BINS - 1, int(value / 100 * _BINS))] += 1
        yield Distribution(
            title=title,
            counts=tuple(counts),
            judged=len(values),
            median=values[len(values) // 2] if values else None,
        )


_KINDS: Final = ("leak", "decoy", "imbalance", "drift", "mess")
_CLASSES: Final = {status: status.value.replace(" ", "-") for status in Status}
"""Of the cells of the heat map; each has a sign, for colours alone would tell some nothing."""
