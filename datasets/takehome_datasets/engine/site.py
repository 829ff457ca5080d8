"""A site: one partition of one world, while it is being built."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from takehome_datasets.past import Past
from takehome_datasets.streams import Streams

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takehome_datasets.engine.graph import Node

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Which of how many partitions, and how much of everything falls to it."""

    number: int
    of: int

    def share(self, total: int) -> int:
        """Return how many of so many things belong to this partition."""
        return total // self.of + (self.number < total % self.of)

    def before(self, total: int) -> int:
        """Return how many of them belong to the partitions before it."""
        return self.number * (total // self.of) + min(self.number, total % self.of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """One stretch of time, and how many rows of the examples happen in it, in all partitions."""

    name: str
    first: int
    end: int
    rows: int
    beside: bool = False
    """Whether it is simulated only for the tables beside the examples."""
    after: bool = False
    """Whether it comes after all that is scored. What was before it does not hang on it."""


@dataclass(slots=True, kw_only=True)
class Rows:
    """The rows of one table in this partition."""

    total: int
    """In all partitions."""
    pieces: tuple[tuple[str, int], ...]
    """Pieces with random streams of their own, and how many rows each has."""
    offset: int = 0
    """How many rows partitions before this one have."""
    after: int = 0
    """How many rows at the end come after all that is scored."""
    after_offset: int = 0
    """How many rows are counted before those: all that are scored, and theirs of partitions before
    this one."""
    owner: Integers = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    moment: Integers = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    past: Past | None = None

    @property
    def size(self) -> int:
        """How many rows there are here."""
        return sum(rows for _, rows in self.pieces)

    def numbers(self) -> Integers:
        """Return a number for each row that no other row has in any partition."""
        own = np.arange(self.offset, self.offset + self.size - self.after)
        later = np.arange(self.after_offset, self.after_offset + self.after)
        return np.concatenate([own, later])


@dataclass(slots=True, kw_only=True)
class Site:
    """Everything that a primitive may look at. It fills up as the graph is evaluated."""

    streams: Streams
    part: Part
    starts: date
    rows: int
    """Of the training table, in all partitions."""
    spells: tuple[Spell, ...]
    planned: tuple[Spell, ...]
    """The windows of the stream, whether they are simulated or not."""
    examples: str
    tables: dict[str, Rows] = field(default_factory=dict)
    levels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Of nodes whose words are made while evaluating, such as ids."""
    solved: dict[str, float] = field(default_factory=dict)
    """Means of the pieces of the logit, found once for all partitions, or on the way."""

    def uniform(self, node: Node, table: str, count: int = 1) -> Floats:
        """Return numbers in 0..1 from the node's own stream: `count` rows of them, or one."""
        drawn = np.empty((count, self.tables[table].size))
        for rng, rows in self._pieces(node, table):
            for row in drawn:
                rng.random(out=row[rows])
        return drawn[0] if count == 1 else drawn

    def normal(self, node: Node, table: str) -> Floats:
        """Return standard normal numbers from the node's own stream."""
        drawn = np.empty(self.tables[table].size)
        for rng, rows in self._pieces(node, table):
            rng.standard_normal(out=drawn[rows])
        return drawn

    def _pieces(self, node: Node, table: str) -> Iterator[tuple[np.random.Generator, slice]]:
        first = 0
        for piece, size in self.tables[table].pieces:
            yield self.streams.rng(table, node.name, piece), slice(first, first + size)
            first += size

    @property
    def scored(self) -> tuple[Spell, ...]:
        """The stretches of time up to the last one that is scored."""
        return tuple(spell for spell in self.spells if not spell.after)
