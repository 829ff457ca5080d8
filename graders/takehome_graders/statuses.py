"""What became of every planted thing in one sitting."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from takehome_datasets.key import PlantRecord
from takehome_graders.listening import Listening, listen
from takehome_graders.naming import Names, Recognition, has_column, match
from takehome_graders.replies import Joined, joined

if TYPE_CHECKING:
    from takehome_datasets.key import Key
    from takehome_graders.evidence import Evidence


class Status(StrEnum):
    """What became of one planted thing."""

    CAUGHT = "caught"
    """Named as what it is; where it is a leak, the model does not listen to it."""
    MISSED = "missed"
    """A leak that was not named; the model does not listen to it."""
    USED = "used"
    """A leak that was not named, and the model listens to it."""
    NAMED_BUT_USED = "named but used"
    FALSE_ALARM = "false alarm"
    """A decoy that was named as a leak."""
    LEFT_ALONE = "left alone"
    """A decoy that nobody named."""
    NOT_REACHED = "not reached"
    """The sitting ended before it could tell."""
    NOT_JUDGED = "not judged"
    """No criterion asks about it yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """One planted thing with what became of it."""

    plant: PlantRecord
    status: Status
    has_column: bool = False
    """Whether a column leaks, which can be filled, and not rows."""
    recognition: Recognition | None = None
    listening: Listening | None = None
    """None where it has no column, or no probe was answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fates:
    """Every planted thing with what became of it, and what was named beside them."""

    plants: tuple[Fate, ...]
    names: Names

    @property
    def leaks(self) -> tuple[Fate, ...]:
        """The planted leaks."""
        return tuple(fate for fate in self.plants if fate.plant.kind == "leak")

    @property
    def leaks_used(self) -> tuple[str, ...]:
        """The columns of planted leaks that the model listens to."""
        return tuple(
            fate.listening.column
            for fate in self.leaks
            if fate.listening is not None and fate.listening.listens
        )


def fates(key: Key, evidence: Evidence) -> Fates:
    """Return what became of every plant of the key."""
    names = match(key, evidence.answers)
    reached = any(isinstance(joined(evidence.reply(w.name), w), Joined) for w in key.windows)
    return Fates(
        plants=tuple(_fate(key, evidence, plant, names, reached=reached) for plant in key.plants),
        names=names,
    )


def _fate(key: Key, evidence: Evidence, plant: PlantRecord, names: Names, *, reached: bool) -> Fate:
    if plant.kind == "decoy":
        named = any(alarm.plant == plant for alarm in names.false_alarms)
        return Fate(plant=plant, status=Status.FALSE_ALARM if named else Status.LEFT_ALONE)
    named_as = names.plants.get(plant.id)
    if plant.kind != "leak":
        status = Status.CAUGHT if named_as else Status.NOT_JUDGED
        return Fate(plant=plant, status=status, recognition=named_as)
    by_column = has_column(key, plant)
    heard = listen(key, evidence, plant.id)
    if not reached or (by_column and heard is None):
        status = Status.NOT_REACHED
    elif heard is not None and heard.listens:
        status = Status.NAMED_BUT_USED if named_as else Status.USED
    else:
        status = Status.CAUGHT if named_as else Status.MISSED
    return Fate(
        plant=plant,
        status=status,
        has_column=by_column,
        recognition=named_as,
        listening=heard,
    )
