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
_MIXING = (
    (np.uint32(16), np.uint32(0x85EBCA6B)),
    (np.uint32(13), np.uint32(0xC2B2AE35)),
)


def half_bits(size: int) -> int:
    """Return how wide the two halves are of the smallest square that holds so many numbers."""
    bits = max(2, int(size - 1).bit_length())
    return (bits + 1) // 2


def shuffled(numbers: NDArray[np.int64], *, half: int, key: bytes) -> NDArray[np.int64]:
    """Return where a keyed bijection of 0..4**half carries each number; `half` is 32 at most.

    A Feistel network: whatever the rounds do, no two numbers can end in the same place.
    """
    # In 32 bits, which processors multiply by the dozen; it wraps around.
    keys = np.frombuffer(key.ljust(8 * _ROUNDS, b"\x00")[: 8 * _ROUNDS], dtype="<u4")
    mask, rest = np.uint32((1 << half) - 1), np.uint32(32 - half)
    left = (numbers >> half).astype(np.uint32)
    right = numbers.astype(np.uint32) & mask
    mixed = np.empty_like(left)
    for turn in range(_ROUNDS):
        np.add(right, keys[2 * turn], out=mixed)
        mixed *= keys[2 * turn + 1] | np.uint32(1)
        for down, times in _MIXING:
            mixed ^= mixed >> down
            mixed *= times
        mixed >>= rest
        left ^= mixed
        left, right = right, left
    return left.astype(np.int64) << half | right
