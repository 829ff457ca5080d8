"""The graph of a world: nodes that name their primitive, their table and their inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from takehome_datasets.errors import ChallengeError, did_you_mean

Kind = Literal["table", "rows", "number", "count", "flag", "code", "moment", "states"]
"""`rows` says for each row of a table which row of another belongs to it; a `code` stands for a
word; a `moment` counts seconds since the training period began; `states` change after the row."""

Plain = str | int | float | bool | None
Json = Plain | list["Json"] | dict[str, "Json"]
Input = str | float | None
"""The name of a node, or a number as it stands; None is a number that is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One step: what is worked out, for the rows of which table, and from what."""

    name: str
    primitive: str
    """With its version, such as `count@1`: a lock says which arithmetic it was made with."""
    table: str
    inputs: tuple[Input, ...] = ()
    settings: Mapping[str, Json] = field(default_factory=dict)

    def feeds_on(self) -> tuple[str, ...]:
        """Return the names of the nodes that it needs."""
        return tuple(each for each in self.inputs if isinstance(each, str))

    def number(self, name: str) -> float:
        """Return a setting that is a number.

        Raises:
            TypeError: It is none.
        """
        value = self.settings[name]
        if not isinstance(value, int | float):
            raise TypeError(f"{self.name}: {name} is {value!r}, which is no number")
        return float(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """All steps of a world."""

    nodes: tuple[Node, ...]

    def node(self, name: str) -> Node:
        """Return the node of that name.

        Raises:
            KeyError: There is none.
        """
        for node in self.nodes:
            if node.name == name:
                return node
        raise KeyError(name)

    def of(self, primitive: str) -> tuple[Node, ...]:
        """Return the nodes of a primitive, in the order in which they were written."""
        return tuple(node for node in self.nodes if node.primitive == primitive)

    def ordered(self) -> tuple[Node, ...]:
        """Return the nodes, each after all that it needs.

        Raises:
            ChallengeError: A name is used twice or stands for nothing, or there is a cycle.
        """
        known: dict[str, Node] = {}
        for node in self.nodes:
            if node.name in known:
                raise ChallengeError(f"graph: {node.name} is there twice: give one another name")
            known[node.name] = node
        done: dict[str, Node] = {}
        for node in self.nodes:
            _visit(node, known, done, [])
        return tuple(done.values())

    def as_json(self) -> list[Json]:
        """Return the nodes as JSON."""
        return [
            {
                "name": node.name,
                "primitive": node.primitive,
                "table": node.table,
                "inputs": list(node.inputs),
                "settings": dict(node.settings),
            }
            for node in self.nodes
        ]


def _visit(node: Node, known: Mapping[str, Node], done: dict[str, Node], way: list[str]) -> None:
    if node.name in done:
        return
    if node.name in way:
        ring = " -> ".join([*way[way.index(node.name) :], node.name])
        raise ChallengeError(f"graph: {ring} is a cycle: nothing can come before itself")
    for name in node.feeds_on():
        if name not in known:
            raise ChallengeError(
                f"graph: {node.name} needs {name}, which is not there.{did_you_mean(name, known)}"
            )
        _visit(known[name], known, done, [*way, node.name])
    done[node.name] = node
