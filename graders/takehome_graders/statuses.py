"""What became of every planted thing in one sitting."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from takehome_datasets.key import PlantRecord
from takehome_graders.drift.naming import NamedDrifts, match_drift
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
    """Not named; where it is a leak, the model does not listen to it."""
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
    """Nobody is asked to name it; what it does to a model is marked where it shows."""


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
    names, drifts = match(key, evidence.answers), match_drift(key, evidence.answers)
    reached = any(isinstance(joined(evidence.reply(w.name), w), Joined) for w in key.windows)
    return Fates(
        plants=tuple(
            _leak(key, evidence, plant, names, reached=reached)
            if plant.kind == "leak"
            else _other(plant, names, drifts)
            for plant in key.plants
        ),
        names=names,
    )


def labels_named(key: Key, evidence: Evidence) -> bool | None:
    """Return whether the labels' flaw is named, as a leak or as a drift; None where there is none.

    Only a flaw of the labels counts that begins on some day: that outcomes are rare is no secret.
    """
    plants = [p.id for p in key.plants if p.kind == "imbalance" and p.since is not None]
    if not plants:
        return None
    named = {*match(key, evidence.answers).plants, *match_drift(key, evidence.answers).beside}
    return all(plant in named for plant in plants)


def _other(plant: PlantRecord, names: Names, drifts: NamedDrifts) -> Fate:
    """Return what became of a plant that is no leak."""
    named_as = names.plants.get(plant.id)
    if plant.kind == "decoy":
        named = any(alarm.plant == plant for alarm in names.false_alarms)
        return Fate(plant=plant, status=Status.FALSE_ALARM if named else Status.LEFT_ALONE)
    if plant.kind == "drift":
        seen = [each for each in drifts.drifts if each.plant is plant]
        if not seen:
            # It began after the training table ended: nobody could have seen it.
            return Fate(plant=plant, status=Status.NOT_JUDGED)
        if seen[0].seen:
            return Fate(plant=plant, status=Status.CAUGHT, recognition=Recognition.FULL)
        by_place = Recognition.COLUMN if seen[0].place else None
        return Fate(plant=plant, status=Status.MISSED, recognition=by_place)
    if named_as or plant.id in drifts.beside:
        return Fate(plant=plant, status=Status.CAUGHT, recognition=Recognition.FULL)
    asked = plant.kind == "imbalance" and plant.since is not None
    return Fate(plant=plant, status=Status.MISSED if asked else Status.NOT_JUDGED)


def _leak(key: Key, evidence: Evidence, plant: PlantRecord, names: Names, *, reached: bool) -> Fate:
    named_as = names.plants.get(plant.id)
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
