"""What a primitive is, and the register of all of them.

Only what is registered here can be in a graph. A primitive whose arithmetic changes gets a new
version, so that a lock never means something else than when it was written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

from takehome_datasets.engine.graph import Kind, Node
from takehome_datasets.errors import ChallengeError, did_you_mean

if TYPE_CHECKING:
    from takehome_datasets.engine.site import Site

MEASURED: Final[frozenset[Kind]] = frozenset({"number", "count", "flag", "moment"})
"""What can be calculated with. A code cannot: it has no order and no size."""
ANY: Final[frozenset[Kind]] = MEASURED | {"code"}
ROWS: Final[frozenset[Kind]] = frozenset({"rows"})
TABLE: Final[frozenset[Kind]] = frozenset({"table"})
MOMENT: Final[frozenset[Kind]] = frozenset({"moment"})
CODE: Final[frozenset[Kind]] = frozenset({"code"})
FLAG: Final[frozenset[Kind]] = frozenset({"flag"})


class Sight(IntEnum):
    """Who can know a value, and when."""

    ROW = 0
    """Known when the row has to be predicted."""
    WORLD = 1
    """Known to the world alone, as long as it is not written down."""
    HIDDEN = 2
    """What is peculiar to an entity. Nothing but the outcome may hang on it."""
    LATER = 3
    """Comes about after the row has to be predicted."""


Evaluate = Callable[["Site", Node, Sequence[Any]], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Primitive:
    """One kind of step."""

    name: str
    """With its version."""
    meaning: str
    takes: tuple[frozenset[Kind], ...]
    """The kinds that each input may have. The last one may be left out or repeated where `open`."""
    gives: Kind | None
    """None where it gives what its last input is."""
    evaluate: Evaluate
    settings: frozenset[str] = frozenset()
    sight: Sight = Sight.ROW
    """Its own. What it gives can be known no earlier than what it takes."""
    shows: bool = False
    """Whether everybody sees what it gives, though it came from what only the world knows."""
    open: bool = False
    crosses: bool = False
    """Whether its inputs may belong to other tables than itself."""


REGISTER: dict[str, Primitive] = {}


def register(primitive: Primitive) -> Primitive:
    """Add a primitive to the register.

    Raises:
        ValueError: The name is taken; a new arithmetic needs a new version.
    """
    if primitive.name in REGISTER:
        raise ValueError(
            f"{primitive.name} is registered already: a new arithmetic needs a new version"
        )
    REGISTER[primitive.name] = primitive
    return primitive


def find_primitive(node: Node) -> Primitive:
    """Return the primitive of a node.

    Raises:
        ChallengeError: There is none of that name and version.
    """
    if node.primitive not in REGISTER:
        raise ChallengeError(
            f'graph: {node.name}: there is no primitive "{node.primitive}".'
            f"{did_you_mean(node.primitive, REGISTER)}"
        )
    return REGISTER[node.primitive]
