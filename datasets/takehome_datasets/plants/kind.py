"""What a kind of plant is, and the checks that every plant goes through before it is applied."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING

from takehome_datasets.errors import ChallengeError, did_you_mean
from takehome_datasets.key import PlantKind, PlantRecord
from takehome_datasets.scene import Scene
from takehome_datasets.streams import Streams

if TYPE_CHECKING:
    from takehome_datasets.recipe import PlantSpec
    from takehome_datasets.tables import Column

Value = str | float | int | bool


class Stage(IntEnum):
    """When a plant is applied: what a later stage sees, an earlier one has made."""

    RISK = 1
    """Before the outcomes are drawn: it changes why they happen."""
    LABELS = 2
    """Changes how outcomes are recorded."""
    COLUMNS = 3
    """Adds columns that follow from outcomes."""
    CELLS = 4
    """Changes how cells are written, and nothing that is true."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One knob of a kind of plant."""

    meaning: str
    default: Value | None = None
    """None where the author has to say it. Otherwise it gives the type too."""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """Where one plant goes: the scene as it stands, its checked settings, and its streams."""

    scene: Scene
    streams: Streams
    settings: Mapping[str, Value]
    place: str
    kind: str

    def text(self, name: str) -> str:
        """Return a setting that is a word."""
        return str(self.settings[name])

    def number(self, name: str) -> float:
        """Return a setting that is a number."""
        return float(self.settings[name])

    def existing(self, name: str = "column", *, table: str | None = None) -> Column:
        """Return the column that a setting names.

        Raises:
            ChallengeError: The table has no such column.
        """
        home = self.scene.tables[table or self.scene.examples]
        wanted = self.text(name)
        if wanted not in home.columns:
            raise ChallengeError(
                f'{self.place}: {self.kind} has {name} = "{wanted}", but the table {home.name}'
                f" has no such column.{did_you_mean(wanted, home.columns)}"
                f" Its columns are {', '.join(home.columns)}."
            )
        return home.columns[wanted]

    def fresh(self, name: str = "column") -> str:
        """Return the name of a column that the plant may add.

        Raises:
            ChallengeError: The name is taken, or the world's dictionary has no words for it.
        """
        wanted = self.text(name)
        taken = {column for table in self.scene.tables.values() for column in table.columns}
        # Tokens carry no meaning, columns do.
        free = [
            word
            for word, entry in self.scene.lexicon.items()
            if entry.meaning and word not in taken and word != self.scene.outcome_column
        ]
        if wanted not in free:
            why = "is there already" if wanted in taken else "is not in the world's dictionary"
            raise ChallengeError(
                f'{self.place}: {self.kind} adds the column {name} = "{wanted}", which {why}.'
                f"{did_you_mean(wanted, free)} Columns that can be added: {', '.join(free)}."
            )
        return wanted

    def record(self, kind: PlantKind, mechanism: str, **facts: object) -> PlantRecord:
        """Return the record of this plant, on its `column` unless told otherwise."""
        column = str(self.settings.get("column", ""))
        blank = PlantRecord(
            id=f"{kind}.{(column or mechanism).replace('_', '-')}",
            kind=kind,
            mechanism=mechanism,
            table=self.scene.examples,
            columns=(column,) if column else (),
            story="",
            question="",
        )
        return replace(blank, **facts)  # type: ignore[arg-type]  # the fields of a record, by name


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of plant of the catalogue."""

    stage: Stage
    meaning: str
    settings: Mapping[str, Setting]
    apply: Callable[[Plot], tuple[Scene, PlantRecord]]


def checked(spec: PlantSpec, kind: Kind) -> dict[str, Value]:
    """Return all settings of a plant, with defaults for those left out.

    Raises:
        ChallengeError: A setting is unknown, missing, of the wrong type or out of its bounds.
    """
    for name in spec.settings:
        if name not in kind.settings:
            raise ChallengeError(
                f"{spec.place}: {spec.kind} has no setting {name!r}."
                f"{did_you_mean(name, kind.settings)}"
                f" Its settings are {', '.join(kind.settings)}."
            )
    return {
        name: _checked(spec, name, setting, spec.settings.get(name, setting.default))
        for name, setting in kind.settings.items()
    }


def _checked(spec: PlantSpec, name: str, setting: Setting, value: Value | None) -> Value:
    where = f"{spec.place}: {spec.kind}"
    if value is None:
        raise ChallengeError(f"{where} needs the setting {name}: {setting.meaning}")
    wants_number = isinstance(setting.default, int | float)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if wants_number != is_number:
        wanted = "a number" if wants_number else "a text"
        raise ChallengeError(f"{where} has {name} = {value!r}; it must be {wanted}")
    if is_number:
        low = -float("inf") if setting.low is None else setting.low
        high = float("inf") if setting.high is None else setting.high
        if not low <= float(value) <= high:
            raise ChallengeError(f"{where} has {name} = {value}; it must lie in {low}..{high}")
    return value
