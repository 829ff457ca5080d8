"""Cells: a column's values in their canonical form, to be hashed and to be written.

The canonical form is the same on every machine and for every version of every library: numbers as
whole numbers of their last decimal, words as UTF-8 with their lengths, and which cells are empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from takehome_datasets.columns import Column

if TYPE_CHECKING:
    from hashlib import blake2b


_EPOCH = date(1970, 1, 1)
_DAY = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """Some cells of one column."""

    column: Column
    whole: NDArray[Any]
    """Whole numbers: of the last decimal, of seconds or days since 1970, or codes."""
    empty: NDArray[np.bool_] | None
    """None where no cell is empty."""

    @classmethod
    def of(cls, column: Column, values: NDArray[Any], starts: date) -> Cells:
        """Return the canonical form of values of a column; moments count from that day."""
        match column.form:
            case "text":
                return cls(column=column, whole=values, empty=_some(values < 0))
            case "number":
                empty = _some(np.isnan(values))
                scaled = np.rint(values * 10.0**column.decimals)
                if empty is not None:
                    scaled[empty] = 0.0
                return cls(column=column, whole=scaled.astype(np.int64), empty=empty)
            case "count":
                if values.dtype.kind != "f":
                    return cls(column=column, whole=values.astype(np.int64), empty=None)
                empty = _some(np.isnan(values))
                filled = values if empty is None else np.where(empty, 0.0, values)
                return cls(column=column, whole=filled.astype(np.int64), empty=empty)
            case "moment":
                since = values.astype(np.int64) + (starts - _EPOCH).days * _DAY
                return cls(column=column, whole=since, empty=None)
            case "day":
                days = values.astype(np.int32) + np.int32((starts - _EPOCH).days)
                return cls(column=column, whole=days, empty=None)

    def arrow(self) -> pa.Array:
        """Return them as an Arrow array of the type in which they are written."""
        match self.column.form:
            case "text":
                codes = self._array(pa.int32(), self.whole.astype(np.int32))
                return _words(self.column.levels).take(codes)
            case "number":
                # As np.round does it; adding 0 turns a negative zero into a plain one.
                return self._array(pa.float64(), self.whole / 10.0**self.column.decimals + 0.0)
            case "count":
                return self._array(pa.int64(), self.whole)
            case "moment":
                return self._array(pa.timestamp("s"), self.whole)
            case "day":
                return self._array(pa.date32(), self.whole)

    def _array(self, kind: pa.DataType, values: NDArray[Any]) -> pa.Array:
        """Return an Arrow array on these very bytes: neither copied nor looked at by pandas."""
        full = None
        if self.empty is not None:
            full = pa.py_buffer(np.packbits(~self.empty, bitorder="little"))
        data = pa.py_buffer(np.ascontiguousarray(values))
        return pa.Array.from_buffers(kind, values.size, [full, data])

    def feed(self, hasher: blake2b, name: str, written: pa.Array) -> None:
        """Hash them: the name and form, which are empty, and the values."""
        head = f"{name} {self.column.form} {self.column.decimals} {self.whole.size}\n"
        hasher.update(head.encode())
        hasher.update(b"full" if self.empty is None else np.packbits(self.empty).tobytes())
        if self.column.form != "text":
            hasher.update(self.whole.astype("<i8", copy=False).tobytes())
            return
        _, ends, words = written.buffers()
        edges = np.frombuffer(ends, dtype="<i4", count=len(written) + 1, offset=4 * written.offset)
        hasher.update(np.diff(edges).astype("<i4").tobytes())
        hasher.update(memoryview(words or b"")[edges[0] : edges[-1]])


def _some(empty: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    return empty if empty.any() else None


@lru_cache(maxsize=24)
def _words(levels: tuple[str, ...]) -> pa.Array:
    text = "".join(levels)
    # What is longer in UTF-8 than it is in letters has to be encoded word by word.
    words = levels if text.isascii() else [level.encode() for level in levels]
    ends = np.zeros(len(levels) + 1, dtype=np.int32)
    np.cumsum(np.fromiter(map(len, words), dtype=np.int32, count=len(levels)), out=ends[1:])
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(text.encode())]
    return pa.Array.from_buffers(pa.string(), len(levels), buffers)
