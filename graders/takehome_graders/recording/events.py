"""What a recorder tells, as values: events, partitions, sets of rows, and what was noticed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from takehome_graders.recording.closure import Source

Plain = bool | int | float | str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where in the candidate's code something happened."""

    file: str
    line: int
    """Of the file, or of the cell."""
    function: str = ""
    cell: int = 0
    """A notebook's, counted from 1; 0 for a script."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A set of rows."""

    members: NDArray[np.uint8]
    """One bit for each row of the space, packed."""
    space: int
    """0 for the examples table, else the sample whose rows these are."""
    size: int
    """How many rows the space has."""
    n: int
    """How many rows the object had, repeated ones counted."""
    missing: int
    """How many of those belong to no row: made up, or not found."""

    @property
    def known(self) -> bool:
        """Whether these are rows of the examples table."""
        return self.space == 0

    def count(self) -> int:
        """Return how many rows of the space are in the set."""
        return int(np.bitwise_count(self.members).sum())

    def mask(self) -> NDArray[np.bool_]:
        """Return the set as one flag for each row of the space."""
        return np.unpackbits(self.members, count=self.size).astype(bool)


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One row-aligned thing that was passed to a call."""

    role: str
    rows: Rows | None
    """None where they could not be resolved."""
    n: int
    missing: int
    method: str
    via: tuple[int, ...]
    """Numbers of the calls that made it, in the same process; below zero: in the process above."""
    columns: tuple[str, ...] = ()
    """Their names where they can be known; empty ones where not."""
    digest: str = ""
    """Of what it held, era by era of its rows' time, whatever their order; told in re-runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One call of the candidate's."""

    process: int
    number: int
    what: str
    library: str
    name: str
    sort: str
    """What the estimator is for: `model`, `transformer`, `selector`, …; may be empty."""
    type: str
    object: int
    spot: Spot
    arguments: tuple[Argument, ...]
    value: tuple[float, ...]
    behind: tuple[int, ...]
    """Numbers of the calls whose predictions were judged."""
    parameters: Mapping[str, Plain]
    seconds: float

    def argument(self, *roles: str) -> Argument | None:
        """Return the first argument in one of these roles, resolved ones first."""
        found = [each for role in roles for each in self.arguments if each.role == role]
        return next((each for each in found if each.rows), found[0] if found else None)

    def about(self) -> Rows | None:
        """Return the rows that a call was about, None where they are not known."""
        found = self.argument("y_true", "X", "y_pred", "y", "array0", "array1", "groups")
        if found is None:
            found = next((each for each in self.arguments if each.rows), None)
        known = found is not None and found.rows is not None and found.rows.known
        return found.rows if found is not None and known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """One partition that a splitter made."""

    process: int
    of: int
    """The number of the call that asked for it."""
    fold: int
    train: Rows | None
    test: Rows | None
    digest: str = ""
    """Of what the table that was divided held in the rows to train on; told in re-runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What a model put out while a probe was answered."""

    probe: int
    """Its number in the sitting."""
    values: NDArray[np.float64]
    """One column for each class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something that may be tampering, or may be nothing."""

    process: int
    what: str
    detail: str
    spot: Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How much one process told, and whether it is all there."""

    process: int
    frames: int
    gaps: int
    """How many frames are missing from its sequence."""
    ended: bool
    forked: bool
    """Whether it began as a copy of the submission's own process, with all that one knew."""
    nested: int
    faults: int
    fault: str
    full: bool = False
    """Whether it had more to tell than is told: later events are only counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """Everything that was told in one sitting."""

    n: int
    """How many rows the examples table has."""
    events: tuple[Event, ...]
    folds: tuple[Fold, ...]
    notices: tuple[Notice, ...]
    told: tuple[Told, ...]
    samples: Mapping[tuple[int, int], NDArray[np.float64]] = field(default_factory=dict)
    """By process and space: two columns of something that could not be resolved inside. None are
    left once it is settled."""
    outputs: tuple[Output, ...] = ()
    """What models put out while probes were answered. None are left once it is settled."""
    sources: Mapping[str, Source] = field(default_factory=dict)
    """By the name of the probe: how its answer follows from what recorded models put out."""
    malformed: int = 0
    """How many frames were not what a recorder tells."""
    lost: int = 0
    """How many frames were more than is taken in, or none at all."""

    def folds_of(self, event: Event) -> tuple[Fold, ...]:
        """Return the partitions that a call made or used."""
        return tuple(
            fold for fold in self.folds if fold.process == event.process and fold.of == event.number
        )
