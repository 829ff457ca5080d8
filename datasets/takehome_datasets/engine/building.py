"""Building: from a graph to the scene of one partition, before any plant."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from takehome_datasets.engine.primitive import find_primitive
from takehome_datasets.scene import DAY, Calendar, Delay, Numbers, Scene, Stretch
from takehome_datasets.states import States
from takehome_datasets.tables import Column, Form, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from takehome_datasets.engine.graph import Graph, Node
    from takehome_datasets.engine.site import Site
    from takehome_datasets.engine.world import World

_WRITTEN = frozenset({"column@1", "status@1"})
_KEPT = _WRITTEN | {"term@1", "hidden@1"}


def build(world: World, site: Site) -> Scene:
    """Return what happens in one partition of a world, and the logit of what comes of it."""
    values = _evaluate(world.graph, site)
    examples = site.tables[world.examples]
    calendar = _calendar(site, examples.moment)
    target = world.target
    (hidden,) = world.graph.of("hidden@1")
    links = {
        str(node.settings["of"]): values[node.name]
        for node in world.graph.nodes
        if node.table == world.examples and _is_link(node)
    }
    return Scene(
        calendar=calendar,
        lexicon=world.lexicon,
        tables=_tables(world, site, values, calendar.extraction),
        examples=world.examples,
        id_column=world.id_column,
        outcome_column=world.outcome_column,
        pinned=world.pinned,
        moment=examples.moment,
        entity=examples.owner,
        links=links,
        terms={str(node.settings["part"]): values[node.name] for node in world.graph.of("term@1")},
        hidden=values[hidden.name],
        hidden_weight=float(cast("float", target.settings["hidden_weight"])),
        delay=Delay(scale=float(cast("float", target.settings["delay_days"]))),
        known_until=np.full(examples.moment.size, calendar.extraction),
        numbers=_numbers(target),
    )


def _numbers(target: Node) -> Numbers | None:
    if target.primitive != "number_target@1":
        return None
    return Numbers(
        middle=target.number("middle"),
        noise=target.number("noise"),
        log=bool(target.settings["log"]),
        decimals=int(target.number("decimals")),
    )


def _evaluate(graph: Graph, site: Site) -> dict[str, Any]:
    """Return what the scene is made of; everything else is let go as soon as it has been used."""
    ordered = graph.ordered()
    uses = Counter(name for node in ordered for name in node.feeds_on())
    kept = {
        node.name
        for node in ordered
        if node.primitive in _KEPT or node.name.endswith(":appears") or _is_link(node)
    }
    values: dict[str, Any] = {}
    for node in ordered:
        inputs = [
            values[each] if isinstance(each, str) else np.nan if each is None else each
            for each in node.inputs
        ]
        values[node.name] = find_primitive(node).evaluate(site, node, inputs)
        del inputs
        for name in node.feeds_on():
            uses[name] -= 1
            if not uses[name] and name not in kept:
                del values[name]
    return values


def _is_link(node: Node) -> bool:
    """Return whether it says which row of another table belongs to each event."""
    return "of" in node.settings and node.primitive in {"owner@1", "pick@1", "of@1"}


def _tables(
    world: World, site: Site, values: Mapping[str, Any], extraction: int
) -> dict[str, Table]:
    columns: dict[str, dict[str, Column]] = {name: {} for name in world.tables}
    for node in world.graph.nodes:
        if node.primitive not in _WRITTEN:
            continue
        name, cells = node.name.split(":", 1)[1], values[node.name]
        if isinstance(cells, States):
            moment = site.tables[node.table].moment
            column = cells.column(name, moment=moment, extraction=extraction)
        else:
            column = _column(world.graph, site, node, name, cells)
        columns[node.table][name] = column
    return {
        name: Table(
            name=name,
            meaning=meaning,
            columns=columns[name],
            appears=np.asarray(values[f"{name}:appears"], dtype=np.int64),
        )
        for name, meaning in world.tables.items()
    }


def _column(graph: Graph, site: Site, node: Node, name: str, cells: Any) -> Column:
    form = cast("Form", node.settings["form"])
    column = Column(
        name=name,
        form=form,
        values=cells,
        decimals=int(cast("int", node.settings["decimals"])),
    )
    return replace(column, levels=_levels(graph, site, node)) if form == "text" else column


def _levels(graph: Graph, site: Site, node: Node) -> tuple[str, ...]:
    """Return what the codes of a node stand for: said in the graph, or made on the way."""
    while True:
        if node.name in site.levels:
            return site.levels[node.name]
        if "levels" in node.settings:
            return tuple(cast("list[str]", node.settings["levels"]))
        node = graph.node(node.feeds_on()[-1])


def _calendar(site: Site, moment: Any) -> Calendar:
    stretches = {}
    for spell in (*site.scored, *site.planned):
        first, end = np.searchsorted(moment, [spell.first * DAY, spell.end * DAY])
        stretches[spell.name] = Stretch(
            first=spell.first, end=spell.end, rows=slice(int(first), int(end))
        )
    return Calendar(
        starts=site.starts,
        training=stretches["training"],
        windows={name: stretches[name] for name in ("near", "later")},
        stream={spell.name: stretches[spell.name] for spell in site.planned},
    )
