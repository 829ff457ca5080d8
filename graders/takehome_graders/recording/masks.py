"""Unpacked sets of rows, each unpacked once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from takehome_graders.recording.events import Rows

_KEPT = 512


class Masks:
    """Sets of rows as flags, remembered."""

    def __init__(self) -> None:
        self._kept: dict[bytes, NDArray[np.bool_]] = {}

    def of(self, rows: Rows) -> NDArray[np.bool_]:
        """Return one flag for each row of the table."""
        key = rows.members.tobytes()
        if key not in self._kept:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[key] = rows.mask()
        return self._kept[key]

    def union(self, sets: Iterable[Rows]) -> NDArray[np.bool_]:
        """Return the flags of all sets together.

        Raises:
            ValueError: There is no set.
        """
        each, *others = sets
        together = self.of(each)
        for other in others:
            together = together | self.of(other)
        return together
