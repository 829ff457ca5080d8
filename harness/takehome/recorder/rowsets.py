"""Sets of rows, told once and named by number afterwards.

A set remembers the order of its rows as long as there is room, so that the next object with as
many rows can be compared with it instead of being searched for.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ROOM: Final = 12 << 20
_TOLD: Final = 20_000


class RowSet:
    """Rows in their order; -1 stands for a row that belongs to none."""

    __slots__ = ("ids", "missing", "n", "number", "space")

    def __init__(self, number: int, ids: Any, space: int) -> None:
        self.number = number
        self.ids = ids
        self.n = len(ids)
        self.missing = int((ids < 0).sum())
        self.space = space
        """0 for the rows of the examples table, else the number of a sample (see `samples`)."""


class RowSets:
    """All sets of rows that were met, each told once."""

    def __init__(self, tell: Callable[[dict[str, Any], dict[str, Any]], None]) -> None:
        self._tell = tell
        self._numbers: dict[bytes, int] = {}
        self._kept: OrderedDict[int, RowSet] = OrderedDict()
        self._same: dict[int, RowSet] = {}
        self._bytes = 0
        self._last = 0
        self._sizes: dict[int, int] = {0: 0}

    def measure(self, space: int, size: int) -> None:
        """Say how many rows a space has."""
        self._sizes[space] = size

    def size(self, space: int) -> int:
        """Return how many rows a space has."""
        return self._sizes[space]

    def of(self, ids: Any, space: int = 0) -> RowSet:
        """Return the set of these rows, telling it where it is new."""
        known = self._same.get(id(ids))
        if known is not None and known.ids is ids and known.space == space:
            return known
        ids = np.ascontiguousarray(ids, dtype=np.int32)
        digest = hashlib.blake2b(ids.tobytes(), digest_size=16, key=b"%d" % space).digest()
        number = self._numbers.get(digest)
        if number is not None and number in self._kept:
            self._kept.move_to_end(number)
            return self._kept[number]
        fresh = number is None
        if number is None:
            self._last += 1
            number = self._last
            if len(self._numbers) < _TOLD:
                self._numbers[digest] = number
        found = RowSet(number, ids, space)
        self._keep(found)
        if fresh:
            self._say(found)
        return found

    def forget(self) -> None:
        """Take no set for told any more, because somebody else listens from here on."""
        self._numbers = {}
        self._kept.clear()
        self._same.clear()
        self._bytes = 0

    def like(self, n: int) -> Iterator[RowSet]:
        """Give the sets of as many rows, the latest first."""
        for each in reversed(list(self._kept.values())):
            if each.n == n:
                yield each

    def _keep(self, rows: RowSet) -> None:
        self._kept[rows.number] = rows
        self._same[id(rows.ids)] = rows
        self._bytes += rows.ids.nbytes
        while self._bytes > _ROOM and len(self._kept) > 1:
            _, gone = self._kept.popitem(last=False)
            self._same.pop(id(gone.ids), None)
            self._bytes -= gone.ids.nbytes

    def _say(self, rows: RowSet) -> None:
        flags = np.zeros(self._sizes[rows.space], dtype=bool)
        flags[rows.ids[rows.ids >= 0]] = True
        self._tell(
            {
                "kind": "rows",
                "rows": rows.number,
                "space": rows.space,
                "size": len(flags),
                "n": rows.n,
                "missing": rows.missing,
            },
            {"bitmap": np.packbits(flags)},
        )
