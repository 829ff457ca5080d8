"""Orders of rows: which row an index number names, after the table was sorted or numbered anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEPT: Final = 4
_SPREAD: Final = 4


class Orders:
    """The orders of rows that were seen, that of the file itself among them."""

    def __init__(self) -> None:
        self._others: list[Any] = []

    def only(self) -> bool:
        """Whether no order but that of the file was seen."""
        return not self._others

    def named(self, numbers: Any, n: int) -> Iterator[tuple[bool, Any]]:
        """Give the rows that numbers name in every order, and whether it is that of the file."""
        if not len(numbers) or numbers.min() < 0:
            return
        highest = int(numbers.max())
        if highest < n:
            yield True, numbers.astype(np.int32)
        for other in self._others:
            if highest < len(other):
                ids = other[numbers]
                if (ids >= 0).all():
                    yield False, ids

    def learn(self, index: Any, ids: Any, n: int) -> None:
        """Remember which rows an index names, where that is another order."""
        if not whole(index) or (ids < 0).any():
            return
        numbers = np.asarray(index)
        if numbers.min() < 0 or numbers.max() > _SPREAD * n or (numbers == ids).all():
            return
        for other in self._others:
            if numbers.max() < len(other):
                there = other[numbers]
                if ((there == ids) | (there < 0)).all():
                    other[numbers] = ids
                    return
        fresh = np.full(max(n, int(numbers.max()) + 1), -1, dtype=np.int32)
        fresh[numbers] = ids
        self._others = [fresh, *self._others[: _KEPT - 1]]


def whole(index: Any) -> bool:
    """Whether an index is one of whole numbers."""
    return index is not None and getattr(index.dtype, "kind", "O") in "iu" and len(index) > 0
