"""Looking back: counts and sums over past windows, and the state that an entity is in by them.

Nothing here can reach the future: a window ends before the moment of its own row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from takehome_datasets.engine.primitive import (
    MEASURED,
    MOMENT,
    ROWS,
    TABLE,
    Primitive,
    register,
)
from takehome_datasets.past import Past
from takehome_datasets.scene import DAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takehome_datasets.engine.graph import Node
    from takehome_datasets.engine.site import Floats, Integers, Site


def _past(site: Site, table: str) -> Past:
    rows = site.tables[table]
    if rows.past is None:
        rows.past = Past.of(rows.owner, rows.moment)
    return rows.past


def _seconds(node: Node) -> int:
    return round(node.number("days") * DAY)


def _count(site: Site, node: Node, _values: Sequence[Any]) -> Integers:
    return _past(site, node.table).count(_seconds(node))


def _total(site: Site, node: Node, values: Sequence[Any]) -> Floats:
    cents = np.round(values[1] * 100.0).astype(np.int64)
    return _past(site, node.table).total(cents, _seconds(node)) / 100.0


def _count_of(site: Site, node: Node, _values: Sequence[Any]) -> Integers:
    other = str(node.settings["events"])
    first, here = _window(site, other, node.table, seconds=_seconds(node))
    return here - first


def _since(site: Site, node: Node, values: Sequence[Any]) -> Floats:
    moment, other = values[1], str(node.settings["events"])
    rows = site.tables[other]
    first, here = _window(site, other, node.table, seconds=None)
    if not rows.size:
        return np.full(moment.size, np.nan)
    last = rows.moment[_past(site, other).order][np.maximum(here - 1, 0)]
    return np.where(here > first, (moment - last) / DAY, np.nan)


def _window(site: Site, table: str, of: str, *, seconds: int | None) -> tuple[Integers, Integers]:
    """Return which of the sorted events of a table lie in the window before those of another."""
    owner, moment = site.tables[of].owner, site.tables[of].moment
    rows, past = site.tables[table], _past(site, table)
    low = min(int(moment.min()), int(rows.moment.min(initial=0)))
    width = max(int(moment.max()), int(rows.moment.max(initial=0))) - low + 1
    theirs = (rows.owner * width + (rows.moment - low))[past.order]
    own = owner * width
    here = own + (moment - low)
    start = own if seconds is None else np.maximum(here - seconds, own)
    # Looked up one entity after the other, which stays in the cache.
    order = _past(site, of).order
    found = np.empty((2, owner.size), dtype=np.int64)
    found[0, order] = np.searchsorted(theirs, start[order], side="left")
    found[1, order] = np.searchsorted(theirs, here[order], side="left")
    return found[0], found[1]


def _state(_site: Site, node: Node, values: Sequence[Any]) -> Any:
    edges = np.asarray(node.settings["from"], dtype=np.float64)
    return np.searchsorted(edges, values[0], side="right").astype(np.int32)


register(
    Primitive(
        name="count@1",
        meaning="how many events the entity had in the days before each event",
        takes=(TABLE,),
        gives="count",
        settings=frozenset({"days"}),
        shows=True,
        evaluate=_count,
    )
)
register(
    Primitive(
        name="total@1",
        meaning="the sum of a number over the events of the entity in the days before",
        takes=(TABLE, MEASURED),
        gives="number",
        settings=frozenset({"days"}),
        evaluate=_total,
    )
)
register(
    Primitive(
        name="count_of@1",
        meaning="how many events of another table the entity had in the days before",
        takes=(ROWS, MOMENT, TABLE),
        gives="count",
        settings=frozenset({"days", "events"}),
        evaluate=_count_of,
        crosses=True,
    )
)
register(
    Primitive(
        name="since@1",
        meaning="the days since the entity's last event of another table",
        takes=(ROWS, MOMENT, TABLE),
        gives="number",
        settings=frozenset({"events"}),
        evaluate=_since,
        crosses=True,
    )
)
register(
    Primitive(
        name="state@1",
        meaning="the state that something is in, by how much has happened to it",
        takes=(MEASURED,),
        gives="code",
        settings=frozenset({"from", "levels"}),
        evaluate=_state,
    )
)
