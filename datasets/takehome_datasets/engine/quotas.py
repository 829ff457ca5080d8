"""Quotas: draws whose shares are kept to, rather than met on the average.

What need not differ from one variant to the next had better not: with a few hundred merchants, who
sells what would otherwise make one variant harder than another. Which row gets what stays random.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from takehome_datasets.engine.primitive import CODE, TABLE, Primitive, Sight, register

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takehome_datasets.engine.graph import Node
    from takehome_datasets.engine.site import Floats, Integers, Site


def spread_evenly(drawn: Floats, group: Integers | None = None) -> Floats:
    """Return numbers between 0 and 1 in the order of those drawn, with equal gaps in each group.

    >>> spread_evenly(np.array([0.9, 0.1, 0.2, 0.3])).tolist()
    [0.875, 0.125, 0.375, 0.625]
    """
    group = np.zeros(drawn.size, dtype=np.int64) if group is None else group - group.min(initial=0)
    order = np.lexsort((drawn, group))
    counts = np.bincount(group)
    starts = np.repeat(np.cumsum(counts) - counts, counts)
    found = np.empty(drawn.size)
    found[order] = (np.arange(drawn.size) - starts + 0.5) / np.repeat(counts, counts)
    return found


def _even(site: Site, node: Node, values: Sequence[Any]) -> Floats:
    rows = site.tables[node.table]
    group = values[1] if len(values) > 1 else np.zeros(rows.size, dtype=np.int64)
    if rows.after:
        # What comes after all that is scored is dealt out among itself, or it changed the rest.
        late = np.arange(rows.size) >= rows.size - rows.after
        group = group + late * (int(group.max(initial=0)) + 2)
    return spread_evenly(site.uniform(node, node.table), group)


def _quota(site: Site, node: Node, values: Sequence[Any]) -> Any:
    shares = np.asarray(node.settings["shares"], dtype=np.float64)
    edges = np.cumsum(shares, axis=-1)
    edges /= edges[..., -1:]
    even = _even(site, node, values)
    codes = np.zeros(even.size, dtype=np.int32)
    for place in range(shares.shape[-1] - 1):
        codes += even >= (edges[place] if shares.ndim == 1 else edges[values[1], place])
    return codes


register(
    Primitive(
        name="even@1",
        meaning="a number between 0 and 1, evenly spread over the rows, or those of each code",
        takes=(TABLE, CODE),
        gives="number",
        evaluate=_even,
        sight=Sight.WORLD,
        open=True,
    )
)
register(
    Primitive(
        name="quota@1",
        meaning="one of some words, with shares that are kept to, over all rows or those of a code",
        takes=(TABLE, CODE),
        gives="code",
        settings=frozenset({"shares", "levels"}),
        evaluate=_quota,
        sight=Sight.WORLD,
        open=True,
    )
)
