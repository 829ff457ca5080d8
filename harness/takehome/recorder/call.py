"""A call of the candidate's, from its beginning to the telling of it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .places import Spot


class Call:
    """A call of the candidate's that is under way."""

    __slots__ = (
        "arguments",
        "began",
        "folded",
        "hashes",
        "library",
        "name",
        "number",
        "object",
        "rows",
        "spot",
        "via",
    )

    def __init__(self, number: int, spot: Spot, library: str, name: str) -> None:
        self.number = number
        self.spot = spot
        self.library = library
        self.name = name
        self.object = 0
        self.arguments: list[dict[str, Any]] = []
        self.rows: Any = None
        """The rows of its first argument whose rows are known, in their order."""
        self.via: list[int] = []
        self.hashes: Any = None
        """Of the rows of the table that it divides, where digests are told."""
        self.folded = False
        """Whether its own partitions have been told."""
        self.began = time.perf_counter()
