"""Objects whose rows are known: the very objects, and views into the same memory.

An object is known only as long as it lives and a few of its values stand where they stood; whoever
sorts in place is not believed.
"""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from .rowsets import RowSet

_PROBED: Final = 12
_VIEWS: Final = 8


class Known:
    """What is remembered about one object."""

    __slots__ = ("alive", "mark", "n", "pointer", "rows", "strides", "via", "width")

    def __init__(self, thing: Any, rows: RowSet, via: tuple[int, ...]) -> None:
        self.rows = rows
        self.via = via
        """The numbers of the calls that made it; none where it was read."""
        self.n = len(rows.ids)
        self.mark = _mark(thing)
        self.pointer = 0
        self.strides: tuple[int, ...] = ()
        self.width = 1
        self.alive: Any = None


class Identity:
    """The objects whose rows are known."""

    def __init__(self) -> None:
        self._known: dict[int, Known] = {}
        self._owned: dict[int, list[Known]] = {}

    def learn(self, thing: Any, rows: RowSet, via: tuple[int, ...]) -> None:
        """Remember the rows of an object, where it is of a kind that can be remembered."""
        try:
            known = Known(thing, rows, via)
            key = id(thing)
            known.alive = weakref.ref(thing, lambda _: self._known.pop(key, None))
        except TypeError:
            return
        self._known[key] = known
        if isinstance(thing, np.ndarray) and thing.ndim:
            self._own(thing, known)

    def find(self, thing: Any) -> tuple[Any, int, tuple[int, ...]] | None:
        """Return row ids, their space and the calls behind an object that is known."""
        known = self._known.get(id(thing))
        if known is not None and known.alive() is thing:
            if _same(known.mark, _mark(thing)):
                return known.rows.ids, known.rows.space, known.via
            self._known.pop(id(thing), None)
        if isinstance(thing, np.ndarray) and thing.ndim:
            return self._viewed(thing)
        return None

    def _own(self, array: Any, known: Known) -> None:
        owner = _owner(array)
        known.pointer = array.__array_interface__["data"][0]
        known.strides = array.strides
        known.width = array.shape[1] if array.ndim > 1 else 1
        key = id(owner)
        if key not in self._owned:
            try:
                weakref.finalize(owner, self._owned.pop, key, None).atexit = False
            except TypeError:
                return
            self._owned[key] = []
        self._owned[key] = [known, *self._owned[key][: _VIEWS - 1]]

    def _viewed(self, array: Any) -> tuple[Any, int, tuple[int, ...]] | None:
        """Return the rows of a view into the memory of a known array."""
        pointer = array.__array_interface__["data"][0]
        for known in self._owned.get(id(_owner(array)), ()):
            whole = known.alive()
            if whole is None and not known.strides:
                continue
            at = _rows_at(known, pointer, array)
            if at is not None and (whole is None or _same(known.mark, _mark(whole))):
                return known.rows.ids[at], known.rows.space, known.via
        return None


def _owner(array: Any) -> Any:
    while isinstance(array.base, np.ndarray):
        array = array.base
    return array


def _rows_at(known: Known, pointer: int, array: Any) -> slice | None:
    """Return which rows of a known array a view into it shows, by where it starts and steps."""
    row, offset, n = known.strides[0], pointer - known.pointer, array.shape[0]
    if row <= 0 or offset < 0:
        return None
    if len(known.strides) > 1 and known.strides[1] > row:
        offset %= known.strides[1]
    start, step = offset // row, array.strides[0] // row if n > 1 else 1
    if array.strides[0] % row and n > 1:
        return None
    last = start + step * (n - 1)
    if step < 1 or not 0 <= start <= last < known.n:
        return None
    if array.ndim > 1 and len(known.strides) > 1 and array.strides[1] % known.strides[1]:
        return None
    return slice(start, last + 1, step)


def _mark(thing: Any) -> Any:
    """Return a few values by which a change in place is noticed."""
    index = getattr(thing, "index", None)
    if index is not None and not callable(index):
        return index
    if isinstance(thing, np.ndarray) and thing.ndim and len(thing):
        some = thing[:: max(len(thing) // _PROBED, 1)]
        return np.array(some[:, :: max(some.shape[1] // 2, 1)] if thing.ndim > 1 else some)
    return None


def _same(before: Any, after: Any) -> bool:
    if isinstance(before, np.ndarray) and isinstance(after, np.ndarray):
        if before.shape != after.shape or before.dtype != after.dtype:
            return False
        return before.tobytes() == after.tobytes()
    return before is after
