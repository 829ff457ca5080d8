"""What happened before: counts and sums over the past of the same entity, never the future."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """Events in the order of their entity and then of time, ready to look back from."""

    order: Integers
    """Sorted position to event."""
    key: Integers
    """Entity and second in one ascending number."""
    width: int
    """How much of the key belongs to the second."""

    @classmethod
    def of(cls, entity: Integers, moment: Integers) -> Past:
        """Sort events, which may come in any order."""
        order = np.lexsort((moment, entity)).astype(np.int64)
        base = moment - moment.min()
        width = int(base.max()) + 1
        return cls(order=order, key=(entity * width + base)[order], width=width)

    def _reach(self, seconds: int) -> tuple[Integers, Integers]:
        """Return for each sorted event the positions from the first in reach up to itself."""
        own = self.key // self.width * self.width
        first = np.searchsorted(self.key, np.maximum(self.key - seconds, own), side="left")
        # Events of the same second do not precede one another.
        return first, np.searchsorted(self.key, self.key, side="left")

    def count(self, seconds: int) -> Integers:
        """Return how many events of the entity lie in the seconds before each event."""
        first, here = self._reach(seconds)
        return self._back(here - first)

    def total(self, values: Integers, seconds: int) -> Integers:
        """Return the sum of whole numbers over the events in the seconds before each event."""
        first, here = self._reach(seconds)
        running = np.concatenate([[0], np.cumsum(values[self.order])])
        return self._back(running[here] - running[first])

    def pairs(self, wanted: NDArray[np.bool_]) -> tuple[Integers, Integers]:
        """Return every wanted event with every earlier event of its entity, as two rows."""
        first, here = self._reach(self.width)
        rows = np.flatnonzero(wanted[self.order])
        lengths = (here - first)[rows]
        starts = np.cumsum(lengths) - lengths
        steps = np.arange(int(lengths.sum())) - np.repeat(starts, lengths)
        past = np.repeat(first[rows], lengths) + steps
        return self.order[np.repeat(rows, lengths)], self.order[past]

    def _back(self, values: NDArray[Any]) -> Integers:
        result = np.empty(values.size, dtype=np.int64)
        result[self.order] = values
        return result
