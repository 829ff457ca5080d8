"""Tiers, not ranks: who can be told apart from whom.

A tier holds everybody who cannot be told apart from the best in it. Where two sat the same variant
their held-out performance is compared on the same resamples, else by their intervals.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from takehome.report.pairing import paired_spread

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from takehome.report.seat import Points, Seat

    Resampled = Mapping[int, NDArray[np.float64]]

_Z: Final = 1.96
_PAIRED: Final = "heldout"


def tiers(seats: Sequence[Seat], again: Resampled | None = None) -> tuple[tuple[Seat, ...], ...]:
    """Return the seats in tiers, the best first, and in each in an order that says nothing.

    Args:
        seats: All of them; those without a total stand in no tier.
        again: Held-out points in each resample, by sitting, for those whose variant others sat too.
    """
    left = sorted(
        (seat for seat in seats if seat.total is not None),
        key=lambda seat: (-(seat.total or 0.0), seat.shuffle),
    )
    found = []
    while left:
        best = left[0]
        tier = [seat for seat in left if seat is best or not told_apart(best, seat, again or {})]
        members = {id(seat) for seat in tier}
        left = [seat for seat in left if id(seat) not in members]
        found.append(tuple(sorted(tier, key=lambda seat: seat.shuffle)))
    return tuple(found)


def told_apart(one: Seat, other: Seat, again: Resampled) -> bool:
    """Return whether the totals of two differ by more than noise explains, 95 times of 100."""
    if one.total is None or other.total is None:
        return False
    return abs(one.total - other.total) > _Z * _spread(one, other, again)


def _spread(one: Seat, other: Seat, again: Resampled) -> float:
    first, second = again.get(one.sitting), again.get(other.sitting)
    if one.kit != other.kit or first is None or second is None:
        return math.hypot(one.spread, other.spread)
    shares = _share(one), _share(other)
    rest = math.hypot(_rest(one), _rest(other))
    return math.hypot(paired_spread(shares[0] * first, shares[1] * second), rest)


def _share(seat: Seat) -> float:
    judged = [points for points in seat.criteria.values() if points.points is not None]
    whole = sum(points.share for points in judged)
    own = seat.criteria.get(_PAIRED)
    return own.share / whole if own is not None and own.points is not None and whole else 0.0


def _rest(seat: Seat) -> float:
    """Return the standard error of what is not paired."""
    judged = {name: p for name, p in seat.criteria.items() if p.points is not None}
    whole = sum(points.share for points in judged.values()) or 1.0
    others = [_error(p) * p.share / whole for name, p in judged.items() if name != _PAIRED]
    return math.hypot(*others)


def _error(points: Points) -> float:
    if points.low is None or points.high is None:
        return 0.0
    return (points.high - points.low) / (2 * _Z)
