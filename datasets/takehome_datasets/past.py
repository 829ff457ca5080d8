"""What happened before: counts and sums over the past of the same entity, never the future."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]

_FEW = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """Events in the order of their entity and then of time, ready to look back from."""

    order: Integers
    """Sorted position to event."""
    key: Integers
    """Entity and second in one ascending number."""
    bits: int
    """How many bits of the key belong to the second."""
    reached: dict[int, tuple[Integers, Integers]] = field(default_factory=dict)
    """What was asked before, by seconds."""

    @classmethod
    def of(cls, entity: Integers, moment: Integers) -> Past:
        """Sort events, which may come in any order."""
        order = _order(entity, moment)
        base = moment - moment.min()
        bits = int(base.max()).bit_length()
        return cls(order=order, key=(entity << bits | base)[order], bits=bits)

    def _reach(self, seconds: int) -> tuple[Integers, Integers]:
        """Return for each sorted event the positions from the first in reach up to itself."""
        if seconds not in self.reached:
            own = self.key >> self.bits << self.bits
            first = np.searchsorted(self.key, np.maximum(self.key - seconds, own), side="left")
            # Events of the same second do not precede one another.
            begins = np.concatenate([[True], self.key[1:] != self.key[:-1]])
            here = np.maximum.accumulate(np.where(begins, np.arange(self.key.size), 0))
            self.reached[seconds] = first, here
        return self.reached[seconds]

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
        first, here = self._reach(1 << self.bits)
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


def earlier(entity: Integers, moment: Integers, *, of: tuple[Integers, Integers]) -> Integers:
    """Return how many of some events their entity had before each moment."""
    owner, when = of
    low = min(int(moment.min()), int(when.min(initial=0)))
    width = max(int(moment.max()), int(when.max(initial=0))) - low + 1
    theirs = np.sort(owner * width + (when - low))
    # Looked up one entity after the other, which stays in the cache.
    order = _order(entity, moment)
    sought = (entity * width + (moment - low))[order]
    begins = np.cumsum(np.bincount(owner, minlength=int(entity.max()) + 1))
    first = np.concatenate([[0], begins])[entity]
    found = np.empty(entity.size, dtype=np.int64)
    found[order] = np.searchsorted(theirs, sought, side="left")
    return np.asarray(found - first)


def _order(entity: Integers, moment: Integers) -> Integers:
    """Return the events by entity, and those of one entity by time."""
    if (moment[1:] < moment[:-1]).any() or entity.min() < 0 or entity.max() >= _FEW:
        return np.lexsort((moment, entity)).astype(np.int64)
    # Numbers of two bytes are sorted without comparing any of them.
    return np.argsort(entity.astype(np.uint16), kind="stable").astype(np.int64)
