"""What the answers say drifts, matched to what was planted: kind, place and date.

By rules that can be shown. The *kind* is right where one of the plant's accepted words stands in it
as whole words. The *place* is right as far as the columns that `where` names, as whole words, are
the plant's own. The *date* is right within a fortnight of the first day, or, where the change comes
about slowly, anywhere in its first half; within six weeks it is half right. A kind counts only as
far as its place is narrow: who names many columns for one has not found it. What names columns that
no plant changed is a false alarm, and so are harmless columns beyond as many as are right; what
names nothing that can be matched is put to a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from takehome_datasets.key import PlantRecord
from takehome_graders.naming import columns_of, is_kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from takehome_datasets.key import Key
    from takehome_graders.evidence import Answers, NamedDrift

_CLOSE: Final = timedelta(days=14)
_NEARLY: Final = timedelta(days=42)
_HALF: Final = 0.5
_NARROW: Final = 0.5
"""The share of the named columns that are the plant's own from which on a place is narrow."""
_SHARES: Final = {"kind": 0.4, "place": 0.3, "date": 0.3}


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenDrift:
    """One planted drift, as far as the answers name it. Each part lies between 0 and 1."""

    plant: PlantRecord
    kind: float = 0.0
    place: float = 0.0
    date: float = 0.0
    said: str = ""
    """The entry, as it was written."""

    @property
    def credit(self) -> float:
        """How far it was seen, between 0 and 1."""
        return (
            _SHARES["kind"] * self.kind
            + _SHARES["place"] * self.place
            + _SHARES["date"] * self.date
        )

    @property
    def seen(self) -> bool:
        """Whether it was named by what it is and where."""
        return self.kind > 0 and self.place > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedDrifts:
    """Everything that the answers name as drift."""

    drifts: tuple[SeenDrift, ...]
    """Of every planted drift that began before the training table ends."""
    false_alarms: tuple[str, ...]
    unknown: tuple[str, ...]
    """What matches nothing: for a person to read."""
    beside: frozenset[str]
    """Ids of other plants, such as immature labels or sentinels, that are named here."""


def match_drift(key: Key, answers: Answers | None) -> NamedDrifts:
    """Match the drifts that the answers name to the plants of a key."""
    entries = answers.drift if answers else ()
    columns = {name.casefold(): name for name in (*columns_of(key), key.outcome_column)}
    named = [(entry, _columns(entry.where, columns)) for entry in entries]
    visible = [
        plant
        for plant in key.plants
        if plant.kind == "drift" and (plant.since is None or plant.since < key.training_ends)
    ]
    others = [plant for plant in key.plants if plant.kind in ("imbalance", "mess")]
    changed = {
        key.outcome_column,
        *(name for plant in (*visible, *others) for name in plant.columns),
    }
    false: list[str] = []
    unknown: list[str] = []
    beside: set[str] = set()
    for entry, where in named:
        of_others = [plant for plant in others if _is(plant, entry, where)]
        beside |= {plant.id for plant in of_others}
        if of_others or any(_candidate(plant, entry, where) for plant in visible):
            harmless = [name for name in where if name not in changed]
            false += harmless[len(where) - len(harmless) :]
            continue
        (false if where else unknown).append(_written(entry))
    return NamedDrifts(
        drifts=tuple(_best(plant, named, visible) for plant in visible),
        false_alarms=tuple(dict.fromkeys(false)),
        unknown=tuple(dict.fromkeys(unknown)),
        beside=frozenset(beside),
    )


def _columns(where: str, columns: Mapping[str, str]) -> tuple[str, ...]:
    words = re.findall(r"\w+", where.casefold())
    return tuple(dict.fromkeys(columns[word] for word in words if word in columns))


def _candidate(plant: PlantRecord, entry: NamedDrift, where: Sequence[str]) -> bool:
    return bool(set(plant.columns) & set(where)) or (not where and is_kind(plant, entry.kind))


def _is(plant: PlantRecord, entry: NamedDrift, where: Sequence[str]) -> bool:
    """Return whether an entry names a plant that is no drift: by its kind, at its place if any."""
    there = not where or not plant.columns or bool(set(plant.columns) & set(where))
    return is_kind(plant, entry.kind) and (there or plant.kind == "imbalance")


def _best(
    plant: PlantRecord,
    named: Sequence[tuple[NamedDrift, tuple[str, ...]]],
    drifts: Sequence[PlantRecord],
) -> SeenDrift:
    found = [
        _seen(plant, entry, where, drifts)
        for entry, where in named
        if _candidate(plant, entry, where)
    ]
    return max(found, key=lambda seen: seen.credit, default=SeenDrift(plant=plant))


def _seen(
    plant: PlantRecord, entry: NamedDrift, where: Sequence[str], drifts: Sequence[PlantRecord]
) -> SeenDrift:
    own = [name for name in where if name in plant.columns]
    place = len(own) / len(where) if where else 0.0
    if place and plant.columns[0] not in own:
        place *= _HALF
    kinds = {other.mechanism for other in drifts if is_kind(other, entry.kind)}
    # Who writes several kinds at once has named none of them.
    kind = float(is_kind(plant, entry.kind) and len(kinds) == 1)
    kind *= min(1.0, len(own) / len(where) / _NARROW) if where else 1.0
    return SeenDrift(
        plant=plant, kind=kind, place=place, date=_dated(plant, entry.since), said=_written(entry)
    )


def _dated(plant: PlantRecord, since: str) -> float:
    said = days_of(since)
    if said is None or plant.since is None:
        return 0.0
    first = last = plant.since
    if plant.until is not None and plant.until > first:
        last = first + (plant.until - first) / 2
    away = max(first - said[1], said[0] - last, timedelta(0))
    return 1.0 if away <= _CLOSE else _HALF if away <= _NEARLY else 0.0


def days_of(text: str) -> tuple[date, date] | None:
    """Return the first and the last day that a date means; None where it is none.

    >>> days_of("2024-07-01"), days_of("2024-02"), days_of("in summer")
    ((datetime.date(2024, 7, 1), datetime.date(2024, 7, 1)), \
(datetime.date(2024, 2, 1), datetime.date(2024, 2, 29)), None)
    """
    found = re.search(r"(?<!\d)(\d{4})-(\d{2})(?:-(\d{2}))?(?!\d)", text)
    if found is None:
        return None
    year, month = int(found[1]), int(found[2])
    try:
        if found[3]:
            day = date(year, month, int(found[3]))
            return day, day
        first = date(year, month, 1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    except (ValueError, OverflowError):
        return None


def _written(entry: NamedDrift) -> str:
    parts = (entry.kind, f"in {entry.where}" if entry.where else "", entry.since)
    return " ".join(part for part in parts if part)
