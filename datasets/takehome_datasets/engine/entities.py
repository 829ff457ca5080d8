"""Entities, and what is drawn at random for the rows of any table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from takehome_datasets.engine.primitive import CODE, MEASURED, TABLE, Primitive, Sight, register
from takehome_datasets.engine.ranks import half_bits, shuffled
from takehome_datasets.engine.site import Rows
from takehome_datasets.scene import DAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takehome_datasets.engine.graph import Node
    from takehome_datasets.engine.site import Site

_DIGITS = "0123456789abcdef"
_TOKEN_HALF_BITS = 20
_NUMBER_HALF_BITS = 19


def _entities(site: Site, node: Node, _values: Sequence[Any]) -> int:
    total = max(int(node.number("least")), round(node.number("per_row") * site.rows))
    total = min(total, int(node.number("most")))
    if node.settings["shared"]:
        site.tables[node.table] = Rows(total=total, pieces=(("", total),))
        return total
    size, after = site.part.share(total), site.part.share(_arriving(site, total))
    site.tables[node.table] = Rows(
        total=total,
        pieces=(("", size), ("after", after)) if after else (("", size),),
        offset=site.part.before(total),
        after=after,
        after_offset=total + site.part.before(_arriving(site, total)),
    )
    return size + after


def _arriving(site: Site, total: int) -> int:
    """Return how many more come after all that is scored, or more than that."""
    scored = site.scored
    days = site.spells[-1].end - scored[-1].end
    return -(-total * days // (scored[-1].end - scored[0].first))


def _appears(site: Site, node: Node, _values: Sequence[Any]) -> Any:
    """Most have been there before the watch begins; the others come one after the other."""
    old, after = node.number("old"), site.tables[node.table].after
    drawn = site.uniform(node, node.table)
    share = np.sort(drawn[: drawn.size - after], kind="stable")
    begins, ends = site.scored[0].first, site.scored[-1].end
    day = np.where(share < old, begins, begins + (share - old) / (1.0 - old) * (ends - begins))
    # They go on coming as they did. So many are not all needed; the last come after the end.
    span = (site.spells[-1].end - ends) / (1.0 - old)
    later = ends + span * np.sort(drawn[drawn.size - after :], kind="stable")
    return np.floor(np.concatenate([day, later]) * DAY).astype(np.int64)


def _uniform(site: Site, node: Node, _values: Sequence[Any]) -> Any:
    return site.uniform(node, node.table)


def _normal(site: Site, node: Node, _values: Sequence[Any]) -> Any:
    return site.normal(node, node.table)


def _exponential(site: Site, node: Node, _values: Sequence[Any]) -> Any:
    """By inversion: a rejection sampler could fall out of step between libms."""
    return -np.log1p(-site.uniform(node, node.table))


def _choice(site: Site, node: Node, values: Sequence[Any]) -> Any:
    shares = np.asarray(node.settings["shares"], dtype=np.float64)
    drawn = site.uniform(node, node.table)
    edges = np.cumsum(shares, axis=-1)
    edges /= edges[..., -1:]
    # One comparison an edge: the words are few, the rows many.
    codes = np.zeros(drawn.size, dtype=np.int16)
    for place in range(shares.shape[-1] - 1):
        codes += drawn >= (edges[place] if shares.ndim == 1 else edges[:, place][values[1]])
    return codes.astype(np.int32)


def _token(site: Site, node: Node, _values: Sequence[Any]) -> Any:
    """Ids of ten hexadecimal digits, which tell nothing about the order they were made in."""
    rows = site.tables[node.table]
    key = site.streams.digest("ids", node.table, size=64)
    raw = shuffled(rows.numbers(), half=_TOKEN_HALF_BITS, key=key)
    text = np.empty((rows.size, 10), dtype="U1")
    letters = np.array(list(_DIGITS))
    for place in range(10):
        text[:, place] = letters[raw >> (4 * (9 - place)) & 15]
    words = text.view("U10")[:, 0]
    letter = str(node.settings["letter"])
    site.levels[node.name] = tuple(f"{letter}_{word}" for word in words.tolist())
    return np.arange(rows.size, dtype=np.int32)


def _number_id(site: Site, node: Node, _values: Sequence[Any]) -> Any:
    """Ids of twelve digits."""
    rows = site.tables[node.table]
    key = site.streams.digest("ids", node.table, size=64)
    half = max(_NUMBER_HALF_BITS, half_bits(rows.total))
    return 10**11 + shuffled(rows.numbers(), half=half, key=key)


register(
    Primitive(
        name="entities@1",
        meaning="things that live through the period, such as cards",
        takes=(),
        gives="table",
        settings=frozenset({"per_row", "least", "most", "shared"}),
        shows=True,
        evaluate=_entities,
        crosses=True,
    )
)
register(
    Primitive(
        name="appears@1",
        meaning="when each entity comes to be, in order",
        takes=(TABLE,),
        gives="moment",
        settings=frozenset({"old"}),
        evaluate=_appears,
        sight=Sight.WORLD,
    )
)
register(
    Primitive(
        name="begins@1",
        meaning="the first second of a day",
        takes=(MEASURED,),
        gives="moment",
        evaluate=lambda _site, _node, values: (values[0] * DAY).astype(np.int64),
    )
)
for _name, _evaluate, _meaning in (
    ("uniform", _uniform, "a number between 0 and 1"),
    ("normal", _normal, "a standard normal number"),
    ("exponential", _exponential, "a waiting time of mean 1"),
):
    register(
        Primitive(
            name=f"{_name}@1",
            meaning=_meaning,
            takes=(TABLE,),
            gives="number",
            evaluate=_evaluate,
            sight=Sight.WORLD,
        )
    )
register(
    Primitive(
        name="choice@1",
        meaning="one of some words, with shares that may hang on another code",
        takes=(TABLE, CODE),
        gives="code",
        settings=frozenset({"shares", "levels"}),
        evaluate=_choice,
        sight=Sight.WORLD,
        open=True,
    )
)
register(
    Primitive(
        name="token@1",
        meaning="an id that is a word",
        takes=(TABLE,),
        gives="code",
        settings=frozenset({"letter"}),
        shows=True,
        evaluate=_token,
    )
)
register(
    Primitive(
        name="number_id@1",
        meaning="an id that is a number",
        takes=(TABLE,),
        gives="count",
        shows=True,
        evaluate=_number_id,
    )
)
