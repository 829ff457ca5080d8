"""What a submission answered, put beside the rows that it was asked about.

Predictions come back with ids in whatever order the submission liked. Nothing else in the graders
joins by id.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from takehome_datasets.key import Window
    from takehome_graders.evidence import Answer


Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Predictions in the order of a window's rows."""

    values: NDArray[np.float64]
    """Within 0 and 1, but where the outcome is a number."""
    outside: int
    """How many answers lay outside 0 and 1 before they were moved to the nearer end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusable:
    """An answer that cannot be put beside the window's rows, and why."""

    reason: str


class _Places:
    """Where the rows of the windows that were joined last stand among their sorted ids.

    They follow from a window alone, so that remembering them changes nothing but the time.
    """

    def __init__(self) -> None:
        self._kept: list[tuple[Ids, Ids, Ids]] = []

    def of(self, window: Window) -> tuple[Ids, Ids]:
        """Return the sorted ids of a window, and the place of each row among them."""
        for ids, wanted, place in self._kept:
            if ids is window.ids:
                return wanted, place
        order = np.argsort(window.ids, kind="stable")
        wanted, place = window.ids[order], np.empty(order.size, dtype=np.int64)
        place[order] = np.arange(order.size)
        self._kept = [(window.ids, wanted, place), *self._kept[: _REMEMBERED - 1]]
        return wanted, place


_REMEMBERED: Final = 4
_PLACES: Final = _Places()


def joined(answer: Answer | None, window: Window) -> Joined | Unusable:
    """Return the predictions in the order of the window's rows, where there is one for each."""
    if answer is None:
        return Unusable(reason=f'It never answered for the window "{window.name}".')
    if answer.ids.size != answer.values.size:
        return Unusable(
            reason=(
                f'For the window "{window.name}" it answered {answer.values.size:,} values for'
                f" {answer.ids.size:,} ids."
            )
        )
    wanted, place = _PLACES.of(window)
    given = np.argsort(answer.ids, kind="stable")
    if not np.array_equal(wanted, answer.ids[given]):
        missing = np.setdiff1d(wanted, answer.ids).size
        return Unusable(
            reason=(
                f'For the window "{window.name}" it answered {answer.ids.size:,} rows where '
                f"{wanted.size:,} were asked; {missing:,} of them are missing."
            )
        )
    if not wanted.size:
        return Unusable(reason=f'The window "{window.name}" has no rows.')
    values = answer.values[given][place]
    if not np.isfinite(values).all():
        return Unusable(reason=f'For the window "{window.name}" it answered what is no number.')
    if window.number is not None:
        return Joined(values=values, outside=0)
    outside = int(((values < 0) | (values > 1)).sum())
    return Joined(values=np.clip(values, 0.0, 1.0), outside=outside)
