"""States: what moves on after a row has happened, and is read whenever somebody looks.

A case is new, then pending, then closed. The training table was extracted when most cases had come
to their end; in production a row is predicted when hardly any has moved. A column of states is
both, and knows when each of its values became available.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from takehome_datasets.columns import Column

if TYPE_CHECKING:
    from collections.abc import Sequence

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

NEVER: Final = np.iinfo(np.int64).max
"""The second at which nothing is entered."""
_DAY = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class States:
    """For every row, when it enters which state."""

    levels: tuple[str, ...]
    entered: Integers
    """A row of seconds for each level; `NEVER` where it is not entered at all."""

    @classmethod
    def after(cls, moment: Integers, levels: Sequence[str], waits: Sequence[Floats]) -> States:
        """Return rows that begin in the first state and enter each other one so many days later.

        Args:
            moment: The second of each row.
            levels: The states; the first is entered with the row itself.
            waits: Of each other state, the days until it is entered; missing where it never is. A
                state that is entered before the row had been entered when the row happened.
        """
        entered = np.full((len(levels), moment.size), NEVER, dtype=np.int64)
        entered[0] = moment
        for place, wait in enumerate(waits, start=1):
            there = np.isfinite(wait)
            seconds = np.floor(np.where(there, wait, 0.0) * _DAY).astype(np.int64)
            entered[place] = np.where(there, moment + seconds, NEVER)
        # Who has a state from before does not begin in the first one.
        before = (entered[1:] <= moment).any(axis=0)
        entered[0] = np.where(before, entered.min(axis=0), moment)
        return cls(levels=tuple(levels), entered=entered)

    def at(self, second: Integers | int) -> NDArray[np.int32]:
        """Return the state of each row at a second: the one entered last, or -1 before the first.

        Of states entered in the same second the later level holds.
        """
        return self._last(second)[0]

    def since(self, second: Integers | int) -> Integers:
        """Return when each row entered the state in which it is at a second, or `NEVER`."""
        return self._last(second)[1]

    def column(self, name: str, *, moment: Integers, extraction: int) -> Column:
        """Return the column: as of each row's own moment, and as of extraction."""
        extracted, since = self._last(extraction)
        return Column(
            name=name,
            form="text",
            values=self.at(moment),
            extracted=extracted,
            available=np.where(since == NEVER, moment, since),
            levels=self.levels,
        )

    def _last(self, second: Integers | int) -> tuple[NDArray[np.int32], Integers]:
        size = self.entered.shape[1]
        state = np.full(size, -1, dtype=np.int32)
        since = np.full(size, NEVER, dtype=np.int64)
        for place, entered in enumerate(self.entered):
            later = (entered <= second) & ((state < 0) | (entered >= since))
            state[later] = place
            since[later] = entered[later]
        return state, since
