"""What is wrong with a `challenge.toml`: each with its line, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from takehome.challenge.file import ChallengeFile, table_of
from takehome.challenge.outcome_keys import outcome_problems
from takehome.toml_lines import line_of
from takehome_datasets.errors import did_you_mean
from takehome_graders.registry import criteria

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pydantic import BaseModel, ValidationError


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A `challenge.toml` as it is written."""

    path: Path
    lines: Mapping[tuple[str | int, ...], int]

    def at(self, *location: str | int) -> str:
        """Return the place of a key, or of the closest table around it."""
        return f"{self.path}:{line_of(self.lines, location)}"

    def plant(self, number: int) -> str:
        """Return the place of a plant, counted from 1."""
        return f"{self.at('plants', number - 1)}: plants[{number}]"


def of_shape(written: Written, raw: Mapping[str, Any], error: ValidationError) -> Iterator[str]:
    """Yield what keeps a text from being a challenge."""
    for detail in error.errors():
        yield _of_key(written, detail)
    yield from _of_outcome(written, raw)


def of_sense(written: Written, raw: Mapping[str, Any], file: ChallengeFile) -> Iterator[str]:
    """Yield what is wrong with a challenge whose keys are all there."""
    folder = written.path.parent.resolve().name
    if file.name != folder:
        yield (
            f'{written.at("name")}: name is "{file.name}", but the folder is "{folder}".'
            " Give both the same name."
        )
    known = criteria()
    for criterion in file.weights:
        if criterion not in known:
            yield (
                f'{written.at("weights", criterion)}: there is no criterion "{criterion}".'
                f"{did_you_mean(criterion, known)} Known are: {', '.join(known)}."
            )
    yield from _without_ground(written, file)
    if not sum(file.weights.values()):
        yield f"{written.at('weights')}: the weights add up to nothing."
    for number, plant in enumerate(file.plants, start=1):
        yield from _of_plant(plant, written.plant(number))
    yield from _of_outcome(written, raw)


def _of_outcome(written: Written, raw: Mapping[str, Any]) -> Iterator[str]:
    for location, said in outcome_problems(raw):
        yield f"{written.at(*location)}: {'.'.join(location)}: {said}"


def _without_ground(written: Written, file: ChallengeFile) -> Iterator[str]:
    """Yield a problem for every deliverable that has nothing to be asked about."""
    for name, ground, needs, mend in (
        ("decide", file.costs, "[costs]", "Say what a miss and an alarm cost"),
        ("monitor", file.stream, "[stream]", "Say how long production goes on"),
        ("decide", "predict" in file.deliverables or None, "predict", "Ask for it as well"),
    ):
        if name in file.deliverables and ground is None:
            yield (
                f"{written.at('deliverables')}: it asks for {name}, but there is no "
                f"{needs} to ask it about. {mend}, or take {name} out."
            )


def _of_plant(plant: Mapping[str, Any], place: str) -> Iterator[str]:
    if "one_of" not in plant:
        if not isinstance(plant.get("kind"), str):
            yield f'{place} has no kind, such as kind = "leak.post-outcome".'
        return
    if beside := sorted({*plant} - {"one_of"}):
        yield (
            f"{place} has {', '.join(beside)} beside one_of: every plant of a family has its own."
            " Move it there."
        )
    family = plant["one_of"]
    if not isinstance(family, list) or not family:
        yield (
            f"{place}.one_of is {family!r}: it must be a list of plants to choose from, such as"
            ' [{ kind = "leak.missingness", … }, { kind = "leak.post-outcome", … }].'
        )
        return
    for number, each in enumerate(family, start=1):
        yield from _of_plant(each, f"{place}.one_of[{number}]")


def _of_key(written: Written, detail: Any) -> str:
    location = tuple(part for part in detail["loc"] if part != "schema_name")
    where = f"{written.at(*location)}: {'.'.join(map(str, location))}"
    if detail["type"] == "extra_forbidden":
        hint = did_you_mean(str(location[-1]), _keys_at(location[:-1]))
        return f"{where}: there is no such key.{hint}"
    if detail["type"] == "missing":
        return f"{where}: the key is missing."
    return f"{where}: {detail['msg']}; it is {detail['input']!r}."


def _keys_at(location: Sequence[Any]) -> list[str]:
    model: type[BaseModel] = ChallengeFile
    for part in location:
        inner = table_of(model.model_fields[str(part)].annotation)
        if inner is None:
            return []
        model = inner
    return [field.alias or name for name, field in model.model_fields.items()]
