"""Disguise: a window's rows under other ids and in another order.

Whoever remembers what they answered could answer the same again, whatever has changed in the rows.
Ids are as random as those of the window, and follow from what only the key knows.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from takehome.sitting.probe import Sheet

if TYPE_CHECKING:
    from takehome.sitting.probe import Files
    from takehome.sitting.table import Table

_ROOM = 10
"""There are at least so many numbers to draw an id from, for each row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A table of a folder whose rows are disguised."""

    file: str
    id_column: str
    taken: NDArray[np.int64]
    """Ids that were asked about before, and are given to nobody again."""


def disguised(files: Files, place: Place, table: Table, *, secret: str) -> Sheet:
    """Return a folder in which the rows of one table have other ids.

    Args:
        files: The folder.
        place: Which table of it.
        table: What stands in it.
        secret: What the ids are drawn from, another one for each question.
    """
    ids = table.ids(place.id_column)
    called = _others(ids.size, place.taken, _rng(secret))
    shown = table.with_cells(place.id_column, lambda row, _: str(called[row]))
    return Sheet(files={**files, place.file: shown.content()}, ids=ids, called=called)


def shuffled(table: Table, secret: str) -> Table:
    """Return the rows of a table in another order, which follows from the secret."""
    return table.where(_rng(f"order {secret}").permutation(len(table.rows)))


def _rng(secret: str) -> np.random.Generator:
    return np.random.default_rng(list(hashlib.sha256(secret.encode()).digest()))


def _others(count: int, taken: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    """Return so many ids like those that are taken, none of them twice and none of those."""
    low = int(taken.min(initial=0))
    high = max(int(taken.max(initial=0)), low + _ROOM * (max(count, taken.size) + 1))
    found = np.empty(0, dtype=np.int64)
    while found.size < count:
        drawn = rng.integers(low, high, size=2 * count + 1, dtype=np.int64, endpoint=True)
        found = np.setdiff1d(np.concatenate([found, drawn]), taken)
    return rng.permutation(found)[:count]
