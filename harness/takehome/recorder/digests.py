"""Digests of what is learned from, so that two executions can be compared without their data.

A digest is a sum over rows, whatever their order, and there is one for each era of the rows' time.
Numbers enter it in single precision, so that the last digit of a sum cannot move it.
"""

from __future__ import annotations

import base64
import zlib
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from .rowsets import RowSet
    from .sight import Sight

ERAS: Final = 16
_WHOLE: Final = "all:"
_ODD: Final = 0x9E3779B97F4A7C15
_ALL: Final = (1 << 64) - 1
_FIRST: Final = np.uint64(0xBF58476D1CE4E5B9)
_SECOND: Final = np.uint64(0x94D049BB133111EB)
_NOTHING: Final = np.uint64(0x7FC00000)
"""The bits of a number that is none."""


class Digests:
    """Makes digests, once it is told to which era each row of the examples table belongs."""

    def __init__(self, eras: str) -> None:
        """Learn the eras: one byte a row, compressed, as base64."""
        self._eras = np.frombuffer(zlib.decompress(base64.b64decode(eras)), dtype=np.uint8)

    def of(self, hashes: Any, ids: Any, space: int = 0) -> str:
        """Return the digest of rows with these hashes; rows that belong to none are left out.

        Of rows whose places in the examples table the host has yet to find there is one for all.
        """
        if space:
            return f"{_WHOLE}{int(hashes.sum()):x}"
        known = (ids >= 0) & (ids < len(self._eras))
        sums = np.zeros(ERAS, dtype=np.uint64)
        np.add.at(sums, self._eras[ids[known]], hashes[known])
        return ".".join(f"{int(each):x}" for each in sums)

    def sum_up(self, sight: Sight, rows: RowSet) -> str:
        """Return the digest of an object that holds these rows; empty where nothing is seen."""
        hashes = hashed(sight)
        return "" if hashes is None else self.of(hashes, rows.ids, rows.space)


def hashed(sight: Sight) -> Any:
    """Return a hash of every row of an object, or None where none of its columns can be seen."""
    total = np.zeros(sight.n, dtype=np.uint64)
    seen = False
    for at in range(sight.width):
        bits = _bits(sight, at)
        if bits is not None and len(bits) == sight.n:
            total += _mixed(bits + np.uint64(_ODD * (at + 1) & _ALL))
            seen = True
    return _mixed(total) if seen else None


def _bits(sight: Sight, at: int) -> Any:
    values = sight.column(at)
    if values is not None:
        single = np.asarray(values, dtype=np.float32) + np.float32(0.0)
        bits = single.view(np.uint32).astype(np.uint64)
        return np.where(np.isnan(single), _NOTHING, bits)
    frame = sight.of
    if not hasattr(frame, "iloc"):
        return None
    words: dict[Any, int] = {}
    cells = (frame.iloc[:, at] if frame.ndim > 1 else frame).tolist()
    for cell in set(cells):
        words[cell] = zlib.crc32(str(cell).encode())
    return np.array([words[cell] for cell in cells], dtype=np.uint64)


def _mixed(bits: Any) -> Any:
    """Return numbers whose every bit hangs on every bit of these; they wrap around."""
    bits = (bits ^ (bits >> np.uint64(30))) * _FIRST
    bits = (bits ^ (bits >> np.uint64(27))) * _SECOND
    return bits ^ (bits >> np.uint64(31))
