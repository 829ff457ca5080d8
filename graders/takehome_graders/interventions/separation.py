"""Whether what a submission learned from is kept apart from the rows that it judges itself on.

Two executions are compared, one on the data as they are and one in which those rows were changed.
Fits that never saw a changed row must have been given the very same numbers in both. Only digests
that are the same in two unchanged executions can tell: what moves by itself accuses nobody.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from takehome_graders.recording.evaluation import JUDGES
from takehome_graders.recording.events import Recording, Spot
from takehome_graders.recording.lineage import FITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from takehome_graders.recording.events import Event, Rows

_WHOLE: Final = "all:"
"""Before a digest of rows that were found later: it has no eras."""
_LEARNED: Final = ("X", "y")
_LEARNS: Final = frozenset({*FITS, "matrix"})
"""A native matrix can be seen when it is made, and no more when it is trained on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Something that was learned from, and moved although none of its rows was changed."""

    spot: Spot
    type: str
    """The class that was fitted, or the splitter that divided the table."""
    role: str
    """`X` or `y`."""
    fits: int
    """How many fits of that place it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What a change of judged rows did to what was learned from other rows."""

    matrices: int
    """How many could be compared."""
    moved: tuple[Moved, ...]
    chosen: bool
    """Whether other rows were used at all: the change decided which rows take part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One execution with its digests."""

    recording: Recording
    changed: NDArray[np.bool_]
    """One flag for each row of the table: all that may not have been learned from."""
    era: int

    def digests(self) -> Mapping[_Matrix, tuple[str, ...]]:
        """Return what was learned from rows that were not changed, by where and what it was."""
        found: dict[_Matrix, list[str]] = defaultdict(list)
        for event in self.recording.events:
            if event.what in _LEARNS:
                for argument in event.arguments:
                    digest = self._before(argument.digest)
                    if argument.role in _LEARNED and digest and self._apart(argument.rows):
                        found[_matrix(event, argument.role, argument.rows)].append(digest)
        by_call = {(event.process, event.number): event for event in self.recording.events}
        for fold in self.recording.folds:
            call = by_call.get((fold.process, fold.of))
            digest = self._before(fold.digest)
            if call is not None and digest and self._apart(fold.train):
                found[_matrix(call, "X", fold.train)].append(digest)
        return {matrix: tuple(sorted(digests)) for matrix, digests in found.items()}

    def used(self) -> NDArray[np.bool_]:
        """Return the rows that anything was fitted on or judged on."""
        flags = np.zeros(self.changed.size, dtype=np.bool_)
        for event in self.recording.events:
            rows = event.about() if event.what in {*FITS, *JUDGES} else None
            if rows is not None:
                flags |= rows.mask()
        return flags

    def _apart(self, rows: Rows | None) -> bool:
        return rows is not None and rows.known and not bool((rows.mask() & self.changed).any())

    def _before(self, digest: str) -> str:
        """Return the part of a digest that may not move; empty where no row is in it."""
        if digest.startswith(_WHOLE):
            return digest
        eras = digest.split(".")
        earlier = eras[: self.era] if self.era else eras
        return ".".join(earlier) if any(each.strip("0") for each in earlier) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matrix:
    """What was learned from: where, by what, in which role, and which rows of it."""

    spot: Spot
    type: str
    role: str
    rows: bytes


def _matrix(event: Event, role: str, rows: Rows | None) -> _Matrix:
    return _Matrix(
        spot=event.spot,
        type=event.type or event.name,
        role=role,
        rows=b"" if rows is None else rows.members.tobytes(),
    )


def compared(before: Seen, again: Seen | None, after: Seen) -> Compared:
    """Return what a change did, beside two executions without it.

    Args:
        before: Nothing changed.
        again: Nothing changed, once more; None where it did not take place, and whatever was the
            same before and after stands alone.
        after: The rows changed.
    """
    was, then = before.digests(), after.digests()
    steady = again.digests() if again is not None else was
    both = [matrix for matrix in was if matrix in then and steady.get(matrix) == was[matrix]]
    moved = [matrix for matrix in both if was[matrix] != then[matrix]]
    settled = again is None or np.array_equal(before.used(), again.used())
    return Compared(
        matrices=len(both),
        moved=tuple(_by_place(moved)),
        chosen=settled and not np.array_equal(before.used(), after.used()),
    )


def _by_place(matrices: list[_Matrix]) -> Iterator[Moved]:
    places = Counter((each.spot, each.type, each.role) for each in matrices)
    for (spot, kind, role), fits in places.items():
        yield Moved(spot=spot, type=kind, role=role, fits=fits)
