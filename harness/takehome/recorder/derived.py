"""Tables that calls made: a column or two of each, by which whatever is cut from it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from .carriers import Carrier, distinct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .rowsets import RowSet
    from .sight import Sight

_KEPT: Final = 24
_SEARCHED: Final = 8
_PROBED: Final = 16
_WIDE: Final = 64
_HALF: Final = 0.5
_SURE: Final = 0.999
LEAST: Final = 0.3
"""Which share of a column's values a carrier has to know before it is searched."""


class Made(NamedTuple):
    """Carriers of a table that a call made, with the columns in which they stood."""

    origin: int
    width: int
    carriers: list[tuple[int, Carrier]]


class Derived:
    """The tables that were made last."""

    def __init__(self) -> None:
        self._made: list[Made] = []

    def add(self, sight: Sight, rows: RowSet, origin: int) -> None:
        """Remember a table that a call made; 0 for one that nobody was seen to make."""
        carriers = []
        for at in telling(sight, 2):
            values = np.array(sight.column(at), dtype=np.float64)
            name = sight.names[at] if sight.names else ""
            carriers.append((at, Carrier(name, values, rows.ids, rows.space)))
        if carriers:
            self._made.append(Made(origin, sight.width, carriers))
            del self._made[:-_KEPT]

    def adopt(self, origin: int, width: int, columns: list[tuple[int, Any]], ids: Any) -> None:
        """Remember a table that a call in another process made."""
        carriers = [(at, Carrier("", values, ids)) for at, values in columns]
        self._made.append(Made(origin, width, carriers))

    def all(self) -> list[Made]:
        """Return the tables, the oldest first."""
        return list(self._made)

    def pairs(self, sight: Sight) -> Iterator[tuple[int, list[tuple[int, Carrier]]]]:
        """Give carriers, and their columns here, of tables that this seems to be cut from."""
        probe = np.linspace(0, sight.n - 1, min(_PROBED, sight.n)).astype(int)
        for made in self._made[: -_SEARCHED - 1 : -1]:
            found = []
            for place, carrier in made.carriers:
                same = made.width == sight.width
                at = place if same else sight.named(carrier.name) if carrier.name else -1
                if at >= 0 and held(sight, at, carrier, probe) >= LEAST:
                    found.append((at, carrier))
            if found:
                yield made.origin, found


def telling(sight: Sight, most: int) -> list[int]:
    """Return the columns by which rows of an object are best told apart."""
    found: list[tuple[float, int]] = []
    sure = 0
    for at in range(min(sight.width, _WIDE)):
        values = sight.column(at)
        share = distinct(values) if values is not None else 0.0
        if share > _HALF:
            found.append((-share, at))
            sure += share > _SURE
            if sure == most:
                break
    return [at for _, at in sorted(found)[:most]]


def held(sight: Sight, at: int, carrier: Carrier, probe: Any) -> float:
    """Return which share of some values of a column a carrier knows."""
    values = sight.column(at)
    if values is None:
        return 0.0
    some = values[probe]
    some = some[np.isfinite(some)]
    return float(carrier.knows(some).mean()) if len(some) else 0.0


def searched(sight: Sight, pairs: list[tuple[int, Carrier]]) -> tuple[Any, str]:
    """Return the row of each value; two carriers have to agree where the first has gaps."""
    at, carrier = pairs[0]
    values = sight.column(at)
    ids = carrier.find(values)
    lost = ids < 0
    if not lost.any():
        return ids, "values"
    if lost.mean() > 1 - LEAST / 2:
        return None, ""
    if len(pairs) == 1:
        return ids, "values"
    other_at, other = pairs[1]
    its = sight.column(other_at)
    theirs = other.find(its)
    mine_silent = ~np.isfinite(values) | carrier.silent(theirs)
    its_silent = ~np.isfinite(its) | other.silent(ids)
    kept = (ids == theirs) | ((theirs < 0) & its_silent)
    ids = np.where(kept, ids, np.where(lost & mine_silent, theirs, -1)).astype(np.int32)
    return ids, "agreeing values"
