"""The lock: everything that decides a variant, frozen, so that it can be hashed and compared.

It has the seed in it, and belongs to the key. Whoever has the lock can make any partition.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from takehome_datasets.errors import ChallengeError
from takehome_datasets.key import Costs
from takehome_datasets.recipe import PlantSpec, Recipe, StreamSize
from takehome_datasets.streams import Streams
from takehome_datasets.worlds import find_world

if TYPE_CHECKING:
    from takehome_datasets.engine.world import World

SCHEMA: Final = "takehome/lock@1"
PARTITION_ROWS: Final = 60_000
"""Rows of the training table in a partition, about: whatever the machine and its workers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """Numbers that were solved for once, and are never solved for again."""

    intercept: float
    scale: float
    """How many times as strong everything is that the outcome hangs on."""
    means: Mapping[str, float]
    """Of the pieces of the logit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """A recipe with its seed and all that follows from them before any row is made."""

    recipe: Recipe
    """With the plants that the seed chose."""
    root: str
    """The seed, in hexadecimal digits."""
    parts: int
    solved: Solved

    @property
    def streams(self) -> Streams:
        """The variant's streams."""
        return Streams(root=bytes.fromhex(self.root))

    @property
    def world(self) -> World:
        """The world.

        Raises:
            ChallengeError: There is none of that name.
        """
        return find_world(self.recipe.world, place=f"{self.recipe.challenge}: [world]")

    def document(self) -> dict[str, Any]:
        """Return it as JSON, the graph with it."""
        return {
            "schema": SCHEMA,
            "recipe": asdict(self.recipe),
            "root": self.root,
            "parts": self.parts,
            "solved": asdict(self.solved),
            "graph": self.world.graph.as_json(),
        }

    def text(self) -> str:
        """Return it as canonical JSON: one text for one lock."""
        return json.dumps(
            self.document(), sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )

    def digest(self) -> str:
        """Return a hash of it."""
        return blake2b(self.text().encode(), digest_size=20).hexdigest()


def read_lock(text: str) -> Lock:
    """Return the lock that a text holds.

    Raises:
        ChallengeError: It is no lock, or was made with another graph than the world has by now.
    """
    try:
        document = json.loads(text)
        raw = document["recipe"]
        plants = tuple(PlantSpec(**plant) for plant in raw["plants"])
        costs = raw["costs"] and Costs(**raw["costs"])
        stream = raw["stream"] and StreamSize(**raw["stream"])
        lock = Lock(
            recipe=Recipe(
                **{**raw, "plants": plants, "families": (), "costs": costs, "stream": stream}
            ),
            root=document["root"],
            parts=document["parts"],
            solved=Solved(**document["solved"]),
        )
        graph = document["graph"]
    except (ValueError, KeyError, TypeError) as error:
        raise ChallengeError(f"lock: this is no {SCHEMA}: {error}") from error
    # Through JSON, where a tuple is a list.
    if graph != json.loads(lock.text())["graph"]:
        raise ChallengeError(
            f"lock: it was made with another {lock.recipe.world} than this version of the software"
            f" has: {', '.join(differences(graph, lock.document()['graph'])[:3])}"
        )
    return lock


def differences(one: Any, other: Any, path: str = "") -> list[str]:
    """Return the paths at which two JSON documents differ.

    >>> differences({"a": 1, "b": [1, 2]}, {"a": 1, "b": [1, 3]})
    ['b[1]']
    """
    return list(_differences(one, other, path))


def _differences(one: Any, other: Any, path: str) -> Iterator[str]:
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted({*one, *other}):
            inner = f"{path}.{key}" if path else key
            if key in one and key in other:
                yield from _differences(one[key], other[key], inner)
            else:
                yield inner
    elif isinstance(one, list | tuple) and isinstance(other, list | tuple):
        for place in range(max(len(one), len(other))):
            inner = f"{path}[{place}]"
            if place < min(len(one), len(other)):
                yield from _differences(one[place], other[place], inner)
            else:
                yield inner
    elif one != other:
        yield path
