"""Why outcomes happen: the pieces of a logit, and one effect of each entity that stays hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from takehome_datasets.engine.primitive import MEASURED, TABLE, Primitive, Sight, register

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takehome_datasets.engine.graph import Node
    from takehome_datasets.engine.site import Floats, Site


def _hidden(site: Site, node: Node, _values: Sequence[Any]) -> Floats:
    return site.normal(node, node.table)


def _term(site: Site, node: Node, values: Sequence[Any]) -> Floats:
    """Pieces have mean zero, so that changing one leaves the prevalence about where it was."""
    piece = values[0]
    if node.name not in site.solved:
        site.solved[node.name] = round(float(piece.mean()), 6)
    centred: Floats = piece - site.solved[node.name]
    return centred


register(
    Primitive(
        name="hidden@1",
        meaning="what is peculiar to an entity, and can only be guessed from its past",
        takes=(TABLE,),
        gives="number",
        evaluate=_hidden,
        sight=Sight.HIDDEN,
    )
)
register(
    Primitive(
        name="term@1",
        meaning="a piece of the logit of the outcome",
        takes=(MEASURED,),
        gives="number",
        settings=frozenset({"part"}),
        evaluate=_term,
    )
)
register(
    Primitive(
        name="number_target@1",
        meaning="an outcome that is a number: what it hangs on, how late it is reported, its noise",
        takes=(MEASURED, MEASURED),
        gives="number",
        settings=frozenset({"hidden_weight", "delay_days", "middle", "noise", "log", "decimals"}),
        evaluate=lambda _site, _node, _values: None,
        sight=Sight.LATER,
        open=True,
        crosses=True,
    )
)
register(
    Primitive(
        name="target@1",
        meaning="the outcome: what it hangs on, how late it is reported, what mistakes cost",
        takes=(MEASURED, MEASURED),
        gives="flag",
        settings=frozenset({"hidden_weight", "delay_days", "missed", "alarm"}),
        evaluate=lambda _site, _node, _values: None,
        sight=Sight.LATER,
        open=True,
        crosses=True,
    )
)
