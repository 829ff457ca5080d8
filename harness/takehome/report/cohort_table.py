"""Many sittings as a table for a spreadsheet, and as a document for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from takehome.report.csv_table import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takehome.report.cohort import Cohort
    from takehome.report.seat import Seat


def as_csv(found: Cohort) -> str:
    """Return one row a sitting, as a table for a spreadsheet."""
    criteria = dict.fromkeys(name for seat in found.seats for name in seat.criteria)
    plants = [plant.id for plant in found.plants]
    header = ("tier", "who", "sitting", "outcome", "total", "low", "high", "claimed", "realised")
    rows = [
        (
            tier,
            seat.name,
            seat.sitting,
            seat.outcome.value,
            seat.total,
            seat.low,
            seat.high,
            seat.claimed,
            seat.realised,
            *(seat.criteria[n].points if n in seat.criteria else None for n in criteria),
            *(seat.plants[p][1].value if p in seat.plants else None for p in plants),
            ", ".join(seat.readers),
        )
        for tier, seat in _tiered(found)
    ]
    return table((*header, *criteria, *plants, "read_by"), rows)


def document(found: Cohort) -> dict[str, Any]:
    """Return the comparison as one versioned document."""
    return {
        "schema": "takehome/comparison@1",
        "title": found.title,
        "blind": found.blind,
        "sittings": [
            {
                "tier": tier,
                "who": seat.name,
                "sitting": seat.sitting,
                "kit": seat.kit,
                "outcome": seat.outcome.value,
                "total": seat.total,
                "low": seat.low,
                "high": seat.high,
                "claimed": seat.claimed,
                "realised": seat.realised,
                "criteria": {name: points.points for name, points in seat.criteria.items()},
                "plants": {id_: status.value for id_, (_, status) in seat.plants.items()},
                "readers": list(seat.readers),
            }
            for tier, seat in _tiered(found)
        ],
        "plants": [
            {
                "id": p.id,
                "kind": p.kind,
                "counts": p.counts,
                "well": p.well,
                "tells": p.tells,
                "verdict": p.verdict,
            }
            for p in found.plants
        ],
    }


def _tiered(found: Cohort) -> Iterator[tuple[int | None, Seat]]:
    for number, tier in enumerate(found.tiers, start=1):
        yield from ((number, seat) for seat in tier)
    yield from ((None, seat) for seat in found.untold)
