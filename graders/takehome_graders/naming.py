"""What a candidate's answers name, matched to what was planted.

By rules that can be shown, never by guessing: a column is named by its name, a kind by one of the
plant's accepted words standing in the answer's `kind` as whole words. Capitals, hyphens and
underscores do not matter, nor does a table's file ending. Who names one column by more wrong kinds
than right ones has guessed: that is its column alone.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from takehome_datasets.key import PlantRecord

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takehome_datasets.key import Key
    from takehome_graders.evidence import Answers, NamedLeak

_LONGEST_KIND: Final = 80
"""Letters of a kind that are read: a list of every kind is no answer."""
_OF_ROWS: Final = ("leak", "imbalance")
"""Kinds of plants that may lie in rows, with no column that they could be told by."""


_Tables = Mapping[str, Mapping[str, str]]
"""For each table its columns: as they are compared, and as they are written."""


class Recognition(StrEnum):
    """How a leak was named."""

    FULL = "column and kind"
    COLUMN = "column alone"


@dataclass(frozen=True, slots=True, kw_only=True)
class FalseAlarm:
    """A harmless column that was named as a leak."""

    column: str
    plant: PlantRecord | None
    """The plant that it belongs to, such as a decoy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Everything that the answers name as a leak."""

    plants: Mapping[str, Recognition]
    """By the id of the plant: leaks, and what else is wrong with the data, named as what it is."""
    false_alarms: tuple[FalseAlarm, ...]
    unknown: tuple[str, ...]
    """What is named and is no column of the kit: for a person to read."""


@dataclass(slots=True)
class _Found:
    plants: dict[str, Recognition] = field(default_factory=dict)
    kinds: dict[str, tuple[int, int]] = field(default_factory=dict)
    """By the id of a plant with a column: how often its kind was named rightly, and wrongly."""
    alarms: dict[str, FalseAlarm] = field(default_factory=dict)
    unknown: dict[str, None] = field(default_factory=dict)


def match(key: Key, answers: Answers | None) -> Names:
    """Match the leaks that the answers name to the plants of a key."""
    found = _Found()
    tables = _columns(key)
    for entry in answers.leaks if answers else ():
        _match_entry(key, entry, tables, found)
    guessed = {plant for plant, (right, wrong) in found.kinds.items() if wrong > right}
    return Names(
        plants={
            plant: Recognition.COLUMN if plant in guessed else recognition
            for plant, recognition in found.plants.items()
        },
        false_alarms=tuple(found.alarms.values()),
        unknown=tuple(found.unknown),
    )


def _match_entry(key: Key, entry: NamedLeak, tables: _Tables, found: _Found) -> None:
    table = _table(entry.table) if _table(entry.table) in tables else ""
    named = {_column(name): name.strip() for name in entry.columns}
    leaks = [plant for plant in key.plants if plant.kind == "leak"]
    of_kind = [plant for plant in key.plants if is_kind(plant, entry.kind)]
    for plant in of_kind:
        if plant.kind in _OF_ROWS and not has_column(key, plant):
            found.plants[plant.id] = Recognition.FULL
            # Columns named beside it only illustrate it: they win nothing and cost nothing.
            named = {name: raw for name, raw in named.items() if _owner(of_kind, table, name)}
    for name, raw in named.items():
        owner = _owner(of_kind, table, name) or _owner(key.plants, table, name)
        known = [at[name] for file, at in tables.items() if name in at and table in ("", file)]
        if owner is not None and (owner in of_kind or owner in leaks):
            right, wrong = found.kinds.get(owner.id, (0, 0))
            is_right = owner in of_kind
            found.kinds[owner.id] = (right + is_right, wrong + (not is_right))
        if owner is not None and owner in of_kind:
            found.plants[owner.id] = Recognition.FULL
        elif owner is not None and owner in leaks:
            found.plants.setdefault(owner.id, Recognition.COLUMN)
        elif known:
            found.alarms[name] = FalseAlarm(column=known[0], plant=owner)
        else:
            found.unknown[raw] = None


def has_column(key: Key, plant: PlantRecord) -> bool:
    """Return whether a column leaks, which can be filled, and not rows."""
    return any(counterfactual.plant == plant.id for counterfactual in key.counterfactuals)


def _owner(plants: Sequence[PlantRecord], table: str, column: str) -> PlantRecord | None:
    for plant in plants:
        columns = {_column(name) for name in plant.columns}
        if column in columns and table in ("", _table(plant.table)):
            return plant
    return None


def is_kind(plant: PlantRecord, kind: str) -> bool:
    """Return whether a word for a kind is one that the plant accepts."""
    if plant.kind == "decoy":
        return False
    said = f" {_words(kind[:_LONGEST_KIND])} "
    return any(f" {_words(word)} " in said for word in (plant.mechanism, *plant.accepted) if word)


def _words(text: str) -> str:
    return " ".join(re.split(r"[\W_]+", text.casefold())).strip()


def _table(name: str) -> str:
    return PurePosixPath(name.strip().casefold()).stem


def _column(name: str) -> str:
    return name.strip().rpartition(".")[2].casefold()


def columns_of(key: Key) -> tuple[str, ...]:
    """Return the columns of every table that `predict` meets, as they are written."""
    written = [name for table in _columns(key).values() for name in table.values()]
    return tuple(dict.fromkeys(written))


def _columns(key: Key) -> _Tables:
    """Return the columns of every table of the hidden windows, read from their first line."""
    tables: dict[str, dict[str, str]] = {}
    for window in key.windows:
        for file, content in window.folder.items():
            if file.endswith(".csv"):
                line = content.split(b"\n", 1)[0].decode("utf-8-sig", errors="replace")
                header = next(csv.reader([line]), [])
                tables[_table(file)] = {_column(name): name for name in header}
    return tables
