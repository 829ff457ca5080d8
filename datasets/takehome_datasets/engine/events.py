"""Events: what happens to entities, in busy hours and quiet seasons."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from takehome_datasets.engine.primitive import (
    CODE,
    MEASURED,
    MOMENT,
    ROWS,
    TABLE,
    Primitive,
    register,
)
from takehome_datasets.engine.site import Floats, Integers, Rows, Spell
from takehome_datasets.scene import DAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takehome_datasets.engine.graph import Node
    from takehome_datasets.engine.site import Site


def _events(site: Site, node: Node, values: Sequence[Any]) -> int:
    appears, activity = values
    rate = node.number("per_row")
    examples = node.table == site.examples
    spells = [spell for spell in site.spells if not (examples and spell.beside)]
    whole = [round(spell.rows * rate) for spell in spells]
    counts = [site.part.share(rows) for rows in whole]
    busy = np.cumsum(activity)
    shift = int(busy.size).bit_length()
    keys = []
    for spell, n in zip(spells, counts, strict=True):
        moment = _moments(site, node, spell, n - round(node.number("follow_ups") * n))
        usable = np.maximum(np.searchsorted(appears, moment, side="right"), 1)
        picks = site.streams.rng(node.table, "owner", spell.name).random(moment.size)
        owner = np.searchsorted(busy, picks * busy[usable - 1], side="right")
        again, leader = _follow_ups(site, node, spell, moment, n - moment.size)
        # A follow-up can stand before what it follows, where its entity had not appeared yet.
        again = np.maximum(again, appears[owner[leader]])
        keys += [moment << shift | owner, again << shift | owner[leader]]
    # Sorted as one number each: by the moment, and then by the owner.
    key = np.sort(np.concatenate(keys))
    scored = [rows for spell, rows in zip(spells, whole, strict=True) if not spell.after]
    after = [rows for spell, rows in zip(spells, whole, strict=True) if spell.after]
    site.tables[node.table] = Rows(
        total=sum(scored),
        pieces=tuple((spell.name, n) for spell, n in zip(spells, counts, strict=True)),
        offset=sum(site.part.before(rows) for rows in scored),
        after=sum(site.part.share(rows) for rows in after),
        after_offset=sum(scored) + sum(site.part.before(rows) for rows in after),
        owner=key & ((1 << shift) - 1),
        moment=key >> shift,
    )
    return key.size


def _moments(site: Site, node: Node, spell: Spell, n: int) -> Integers:
    """Return the seconds of events, in order."""
    weight = _busyness(site, node, spell)
    edges = np.concatenate([[0.0], np.cumsum(weight)])
    # In order, so that all that is looked up with them is found beside what was found before.
    picks = np.sort(site.streams.rng(node.table, "moment", spell.name).random(n)) * edges[-1]
    hour = np.minimum(np.searchsorted(edges, picks, side="right") - 1, weight.size - 1)
    within = (picks - edges[hour]) / weight[hour]
    return np.asarray(spell.first * DAY + ((hour + within) * 3600.0).astype(np.int64))


def _follow_ups(
    site: Site, node: Node, spell: Spell, moment: Integers, n: int
) -> tuple[Integers, Integers]:
    """Return the seconds of events that follow others, and which they follow."""
    rng = site.streams.rng(node.table, "follow-up", spell.name)
    leader = (rng.random(n) * moment.size).astype(np.int64)
    wait = -np.log1p(-rng.random(n)) * node.number("follow_hours")
    led = moment[leader]
    later = led + 30 + (wait * 3600).astype(np.int64)
    # Past the end of the stretch it comes as long before instead.
    again = np.where(later >= spell.end * DAY, 2 * led - later, later)
    return np.maximum(again, spell.first * DAY), leader


def _busyness(site: Site, node: Node, spell: Spell) -> Floats:
    """Return how busy each hour of a stretch is."""
    days = np.arange(spell.first, spell.end)
    week, hours, year = (
        np.asarray(node.settings[name], dtype=np.float64) for name in ("week", "hours", "year")
    )
    month = [(site.starts + timedelta(days=int(day))).month - 1 for day in days]
    # The first day is a Monday.
    return np.repeat(week[days % 7] * year[month], 24) * np.tile(hours, days.size)


def _pick(site: Site, node: Node, values: Sequence[Any]) -> Integers:
    """Choose an entity for each event, mostly one of the same kind as the event's own."""
    table, home, kind, popularity = values
    del table
    order = np.argsort(kind, kind="stable")
    reach = np.concatenate([[0.0], np.cumsum(popularity[order])])
    edges = np.searchsorted(kind[order], np.arange(int(max(home.max(), kind.max())) + 2))
    at_home, place = site.uniform(node, node.table, 2)
    first, end = edges[home], edges[home + 1]
    stays = (at_home < node.number("stays")) & (end > first)
    low = np.where(stays, reach[first], 0.0)
    high = np.where(stays, reach[end], reach[-1])
    found = np.searchsorted(reach, low + place * (high - low), side="right") - 1
    return np.asarray(order[np.clip(found, 0, order.size - 1)], dtype=np.int64)


def _season(site: Site, node: Node, values: Sequence[Any]) -> Floats:
    """A smooth curve over the year, 1 at its peak and -1 half a year later."""
    day_of_year = site.starts.timetuple().tm_yday + values[0] / DAY
    peak = node.number("peak")
    return np.asarray(np.cos((day_of_year - peak) * (2.0 * np.pi / 365.25)))


register(
    Primitive(
        name="events@1",
        meaning="what happens to entities, such as payments of cards",
        takes=(MOMENT, MEASURED),
        gives="table",
        settings=frozenset(
            {"of", "per_row", "week", "hours", "year", "follow_ups", "follow_hours"}
        ),
        shows=True,
        evaluate=_events,
        crosses=True,
    )
)
register(
    Primitive(
        name="owner@1",
        meaning="whose event it is",
        takes=(TABLE,),
        gives="rows",
        settings=frozenset({"of"}),
        evaluate=lambda site, node, _: site.tables[node.table].owner,
    )
)
register(
    Primitive(
        name="moment@1",
        meaning="when an event happens",
        takes=(TABLE,),
        gives="moment",
        evaluate=lambda site, node, _: site.tables[node.table].moment,
    )
)
register(
    Primitive(
        name="pick@1",
        meaning="which other entity takes part in an event",
        takes=(TABLE, CODE, CODE, MEASURED),
        gives="rows",
        settings=frozenset({"of", "stays"}),
        shows=True,
        evaluate=_pick,
        crosses=True,
    )
)
register(
    Primitive(
        name="of@1",
        meaning="what holds of the entity that belongs to an event",
        takes=(ROWS, MEASURED | CODE | ROWS),
        gives=None,
        settings=frozenset({"levels", "of"}),
        evaluate=lambda _site, _node, values: values[1][values[0]],
        crosses=True,
    )
)
register(
    Primitive(
        name="season@1",
        meaning="where in the year a moment lies",
        takes=(MOMENT,),
        gives="number",
        settings=frozenset({"peak"}),
        evaluate=_season,
    )
)
register(
    Primitive(
        name="hour@1",
        meaning="the hour of the day",
        takes=(MOMENT,),
        gives="count",
        evaluate=lambda _site, _node, values: values[0] // 3600 % 24,
    )
)
