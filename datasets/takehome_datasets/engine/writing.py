"""Writing down: columns, carriers and texts are what people get to see of a world."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from takehome_datasets.engine.primitive import (
    ANY,
    CODE,
    MEASURED,
    MOMENT,
    TABLE,
    Primitive,
    register,
)
from takehome_datasets.engine.ranks import half_bits, shuffled
from takehome_datasets.errors import ChallengeError
from takehome_datasets.states import States

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takehome_datasets.engine.graph import Node
    from takehome_datasets.engine.site import Site


_HALF = 0.5


def _column(_site: Site, node: Node, values: Sequence[Any]) -> Any:
    cells = values[0]
    match node.settings["form"]:
        case "number":
            decimals = int(node.number("decimals"))
            return np.round(cells, decimals)
        case "count" if cells.dtype.kind == "f" and np.isnan(cells).any():
            return np.floor(cells)
        case "count" | "day":
            return np.floor(cells).astype(np.int64)
        case _:
            return cells


def _status(site: Site, node: Node, values: Sequence[Any]) -> States:
    levels = cast("list[str]", node.settings["levels"])
    if node.table != site.examples or len(values) != len(levels):
        raise ChallengeError(
            f"graph: {node.name}: status@1 stands in {site.examples}, whose rows are predicted each"
            f" at its own time, and has a wait for every state but the first: {len(levels)} states"
            f" in {node.table} have {len(values) - 1} waits"
        )
    moment, *waits = values
    sized = [np.broadcast_to(np.asarray(wait, dtype=np.float64), moment.shape) for wait in waits]
    return States.after(moment, levels, sized)


def _carrier(site: Site, node: Node, _values: Sequence[Any]) -> Any:
    """A number that no other row has: a quantile of a rank of its own.

    Up to a million rows the quantiles lie so far apart that rounding to the column's decimals, and
    reading them as single precision, keeps them apart. Rows after all that is scored may repeat
    what was there before them.
    """
    rows = site.tables[node.table]
    half = max(10, half_bits(rows.total))
    key = site.streams.digest("carrier", node.name, size=64)
    rank = shuffled(rows.numbers() % 4**half, half=half, key=key)
    share = (rank + 0.5) / 4.0**half
    middle, spread = (node.number(name) for name in ("middle", "spread"))
    match node.settings["shape"]:
        case "skewed":
            raw = middle * np.exp(spread * (np.log(share) - np.log1p(-share)))
        case "bell":
            raw = middle + spread * (np.log(share) - np.log1p(-share))
        case "mound":
            low, high = np.sqrt(0.5 * share), 1.0 - np.sqrt(0.5 * (1.0 - share))
            raw = middle + spread * np.where(share < _HALF, low, high)
        case _:
            raw = middle + spread * share
    return raw


def _text(site: Site, node: Node, values: Sequence[Any]) -> Any:
    """Short texts put together from parts, by what they are about."""
    about = values[1]
    words: list[str] = []
    starts, sizes = [], []
    for parts in cast("list[list[list[str]]]", node.settings["parts"]):
        made = ["".join(choice) for choice in product(*parts)]
        starts.append(len(words))
        sizes.append(len(made))
        words += made
    site.levels[node.name] = tuple(words)
    drawn = site.uniform(node, node.table)
    place = np.asarray(starts)[about] + np.floor(drawn * np.asarray(sizes)[about])
    return np.where(about < 0, -1, place).astype(np.int32)


register(
    Primitive(
        name="column@1",
        meaning="a column as it is written down, rounded as it will be read",
        takes=(ANY,),
        gives=None,
        settings=frozenset({"form", "decimals", "levels"}),
        shows=True,
        evaluate=_column,
    )
)
register(
    Primitive(
        name="status@1",
        meaning="a column of states that are entered after the row, read when somebody looks",
        takes=(MOMENT, MEASURED),
        gives="states",
        settings=frozenset({"levels"}),
        evaluate=_status,
        open=True,
    )
)
register(
    Primitive(
        name="carrier@1",
        meaning="a number that no other row has, by which a row can be recognised",
        takes=(TABLE,),
        gives="number",
        settings=frozenset({"shape", "middle", "spread"}),
        evaluate=_carrier,
    )
)
register(
    Primitive(
        name="text@1",
        meaning="a short text, by what it is about",
        takes=(TABLE, CODE),
        gives="code",
        settings=frozenset({"parts"}),
        evaluate=_text,
    )
)
