"""What a graph may not be, found before anything is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

# The register is filled by whoever defines primitives.
from takehome_datasets.engine import (  # noqa: F401 - as above
    entities,
    events,
    formulas,
    looking_back,
    quotas,
    risk,
    writing,
)
from takehome_datasets.engine.primitive import Primitive, Sight, find_primitive
from takehome_datasets.errors import ChallengeError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from takehome_datasets.engine.graph import Graph, Kind, Node


TARGETS = ("target@1", "number_target@1")
_OPTIONAL = frozenset({"levels", "decimals", "part", "of"})


def check_graph(graph: Graph) -> dict[str, Kind]:
    """Return the kind of every node of a graph that can be.

    Raises:
        ChallengeError: There is a cycle, a node that is not there, a primitive or setting that is
            unknown, an input of the wrong kind or of another table, a column that only the future
            or nobody knows, a piece of the logit that cannot be observed, or more than one effect
            to be integrated out.
    """
    kinds: dict[str, Kind] = {}
    sights: dict[str, Sight] = {}
    known: dict[str, Node] = {}
    for node in graph.ordered():
        primitive = find_primitive(node)
        _check_settings(node, primitive)
        kinds[node.name] = _kind(node, primitive, kinds)
        _check_tables(node, primitive, known, kinds)
        sights[node.name] = _sight(node, primitive, sights)
        known[node.name] = node
    _check_target(graph)
    return kinds


def _check_settings(node: Node, primitive: Primitive) -> None:
    for name in node.settings:
        if name not in primitive.settings:
            raise ChallengeError(
                f"graph: {node.name}: {primitive.name} has no setting {name!r}."
                f"{did_you_mean(name, primitive.settings)}"
            )
    if missing := sorted(primitive.settings - set(node.settings) - _OPTIONAL):
        raise ChallengeError(f"graph: {node.name}: {primitive.name} needs {', '.join(missing)}")


def _kind(node: Node, primitive: Primitive, kinds: Mapping[str, Kind]) -> Kind:
    takes = primitive.takes
    fewest = len(takes) - 1 if primitive.open else len(takes)
    if len(node.inputs) < fewest or (len(node.inputs) > len(takes) and not primitive.open):
        raise ChallengeError(
            f"graph: {node.name}: {primitive.name} takes {len(takes)} inputs, not"
            f" {len(node.inputs)}"
        )
    kind: Kind = "number"
    for place, each in enumerate(node.inputs):
        kind = kinds[each] if isinstance(each, str) else "number"
        allowed = takes[min(place, len(takes) - 1)]
        if kind not in allowed:
            raise ChallengeError(
                f"graph: {node.name}: {primitive.name} cannot take {each}, which is a {kind}:"
                f" it takes a {' or '.join(sorted(allowed))}"
            )
    return primitive.gives or kind


def _check_tables(
    node: Node, primitive: Primitive, known: Mapping[str, Node], kinds: Mapping[str, Kind]
) -> None:
    for name in node.feeds_on():
        theirs = known[name].table
        if theirs != node.table and not primitive.crosses:
            raise ChallengeError(
                f"graph: {node.name} is worked out for {node.table}, but {name} belongs to"
                f" {theirs}: look it up first"
            )
    if node.primitive == "of@1":
        rows, value = node.feeds_on()
        to = known[rows].settings["of"]
        if known[value].table != to or kinds[rows] != "rows":
            raise ChallengeError(
                f"graph: {node.name} looks {value} up, which belongs to {known[value].table},"
                f" but {rows} leads to {to}"
            )


def _sight(node: Node, primitive: Primitive, sights: Mapping[str, Sight]) -> Sight:
    worst = max(node.feeds_on(), key=lambda name: sights[name], default="")
    sight = max(primitive.sight, sights[worst] if worst else Sight.ROW)
    if primitive.name in TARGETS:
        return sight
    if sight is Sight.LATER:
        raise ChallengeError(
            f"graph: {node.name} reaches the future: {worst} comes about only after the row has"
            " to be predicted. What is meant to leak is a plant"
        )
    if sight is Sight.HIDDEN and primitive.sight is not Sight.HIDDEN:
        raise ChallengeError(
            f"graph: {node.name} hangs on {worst}, which is hidden: nothing but the outcome may,"
            " or the optimum would be no integral over one effect"
        )
    if primitive.name == "term@1" and sight is Sight.WORLD:
        raise ChallengeError(
            f"graph: {node.name} hangs on {worst}, which is in no column: nobody could predict"
            " with it, and the optimum would be out of reach. Write it down first"
        )
    return Sight.ROW if primitive.shows and sight is Sight.WORLD else sight


def _check_target(graph: Graph) -> None:
    targets = [node for name in TARGETS for node in graph.of(name)]
    for what, found in ((" or ".join(TARGETS), targets), ("hidden@1", graph.of("hidden@1"))):
        if len(found) != 1:
            raise ChallengeError(
                f"graph: there must be exactly one {what}, not {len(found)}: the optimum is"
                " an integral over one effect for one outcome"
            )
    (target,) = targets
    if target.primitive == "number_target@1" and not target.number("noise") > 0.0:
        raise ChallengeError(
            f"graph: {target.name}: noise = {target.number('noise'):g}: it must lie above 0, or the"
            " outcome could be predicted without any error"
        )
