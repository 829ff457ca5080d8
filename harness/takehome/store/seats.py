"""What a comparison needs of each sitting, kept when it is marked and read many at a time.

Evidence is large and a cohort has many sittings: setting them side by side opens none of it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from takehome.report.seat import Seat
from takehome.store import plain
from takehome.store.tables import Invitation, Marked, Said, Sat, Submitted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Seated:
    """A sitting as it is compared, and whose it is."""

    seat: Seat
    """It goes by its kit."""
    candidate: str
    challenge: str


def keep(session: Session, marking: int, seat: Seat) -> None:
    """Keep how a sitting is compared, beside the marks that it follows from."""
    row = session.get_one(Marked, marking)
    row.seat = plain.to_bytes(replace(seat, readers=(), report=None))


def seated(session: Session, sittings: Sequence[int]) -> Mapping[int, Seated]:
    """Return those of the sittings for whose newest marks it was kept how they are compared."""
    newest = select(func.max(Marked.id)).group_by(Marked.sitting_id)
    query = (
        select(Marked.sitting_id, Marked.seat, Invitation.candidate, Invitation.challenge)
        .join(Sat, Sat.id == Marked.sitting_id)
        .join(Submitted, Submitted.id == Sat.submission_id)
        .join(Invitation, Invitation.kit == Submitted.kit)
        .where(Marked.id.in_(newest), Marked.seat.is_not(None))
    )
    wanted, readers = set(sittings), _readers(session)
    return {
        sitting: Seated(
            seat=replace(
                plain.from_bytes(Seat, kept), readers=tuple(dict.fromkeys(readers[sitting]))
            ),
            candidate=candidate,
            challenge=challenge,
        )
        for sitting, kept, candidate, challenge in session.execute(query)
        if sitting in wanted and kept is not None
    }


def _readers(session: Session) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for sitting, reader in session.execute(select(Said.sitting_id, Said.reader).order_by(Said.id)):
        found[sitting].append(reader)
    return found
