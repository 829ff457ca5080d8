"""Replayed splits: a re-run's partitions are those of the execution that it is compared with.

A split that follows the labels would follow them also where they were permuted, and every training
matrix with it. The positions are given in their order, so that whatever is drawn from them is drawn
alike in every re-run. A split is known by its place in the code and by which time it is that it is
made there. One that never was, or that divides other rows, is left as it is.
"""

from __future__ import annotations

import base64
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .call import Call

    Place = tuple[str, int, int]
    Flags = tuple[Any, Any]


class Replay:
    """The partitions of another execution."""

    def __init__(self, said: Sequence[Mapping[str, Any]], rows: int) -> None:
        """Learn them.

        Args:
            said: For each split its `file`, `cell` and `line`, the `time` that it was when one was
                made there, and its `folds`: two sets of rows each, packed, compressed, as base64.
            rows: How many rows the examples table has.
        """
        self._rows = rows
        self._splits: dict[tuple[Place, int], list[Flags]] = {}
        for each in said:
            place = (str(each["file"]), int(each["cell"]), int(each["line"]))
            folds = [(self._flags(train), self._flags(test)) for train, test in each["folds"]]
            self._splits[place, int(each["time"])] = folds
        self._times: dict[Place, int] = {}
        self._time_of: dict[int, int] = {}

    def _flags(self, packed: str) -> Any:
        raw = np.frombuffer(zlib.decompress(base64.b64decode(packed)), dtype=np.uint8)
        return np.unpackbits(raw, count=self._rows).astype(bool)

    def instead(self, call: Call, fold: int, train: Any, test: Any) -> tuple[Any, Any]:
        """Return the positions to train and to test on in place of those that a splitter made."""
        place = (call.spot.file, call.spot.cell, call.spot.line)
        if call.number not in self._time_of:
            self._time_of[call.number] = self._times.get(place, 0)
            self._times[place] = self._time_of[call.number] + 1
        folds = self._splits.get((place, self._time_of[call.number]), [])
        rows = call.rows
        if fold >= len(folds) or rows is None or rows.space or rows.missing or rows.n > self._rows:
            return train, test
        first, second = (np.flatnonzero(flags[rows.ids]) for flags in folds[fold])
        if len(first) + len(second) != len(train) + len(test):
            return train, test
        return first, second
