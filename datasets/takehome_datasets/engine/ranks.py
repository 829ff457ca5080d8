"""Ranks: a keyed shuffle of whole numbers that can be asked for any one of them.

Ids and carriers come from it: they are unique by construction, in every partition, without any
partition knowing of the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ROUNDS = 5


def half_bits(size: int) -> int:
    """Return how wide the two halves are of the smallest square that holds so many numbers."""
    bits = max(2, int(size - 1).bit_length())
    return (bits + 1) // 2


def shuffled(numbers: NDArray[np.int64], *, half: int, key: bytes) -> NDArray[np.int64]:
    """Return where a keyed bijection of 0..4**half carries each number.

    A Feistel network: whatever the rounds do, no two numbers can end in the same place.
    """
    keys = np.frombuffer(key.ljust(16 * _ROUNDS, b"\x00")[: 16 * _ROUNDS], dtype="<u8")
    mask, shift = np.uint64((1 << half) - 1), np.uint64(half)
    raw = numbers.astype(np.uint64)
    left, right = raw >> shift, raw & mask
    for turn in range(_ROUNDS):
        odd, plus = keys[2 * turn] | np.uint64(1), keys[2 * turn + 1]
        mixed = (right + plus) * odd
        mixed ^= mixed >> np.uint64(29)
        mixed *= np.uint64(0xBF58476D1CE4E5B9)
        left, right = right, left ^ (mixed >> np.uint64(32) & mask)
    return (left << shift | right).astype(np.int64)
