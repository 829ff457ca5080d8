"""Challenges as their authors write them: `challenge.toml`, a brief, and references."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from takehome.outcome_keys import outcome_problems
from takehome_datasets import key
from takehome_datasets.errors import ChallengeError, did_you_mean
from takehome_datasets.recipe import PlantSpec, Recipe, StreamSize
from takehome_graders.registry import criteria

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from takehome.sitting.terms import Terms

Share = Annotated[float, Field(ge=0, le=100)]
Setting = str | float | int | bool
Seconds = Annotated[float, Field(gt=0, le=24 * 3600)]

NAME: Final = r"^[a-z][a-z0-9-]*$"
"""What a challenge may be called."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class World(_Strict):
    """The world and its size."""

    name: Annotated[str, Field(description="The world, such as `card-payments`.")]
    rows: Annotated[int, Field(ge=1000, le=50_000_000, description="Of the training table.")]
    window_rows: Annotated[
        int, Field(ge=500, le=50_000_000, description="Of each window of production.")
    ]
    prevalence: Annotated[
        float | None,
        Field(
            gt=0,
            lt=1,
            description="Share of positive outcomes. Needed where the outcome is a yes or no.",
        ),
    ] = None
    optimum: Annotated[
        float | None,
        Field(
            gt=0,
            lt=1,
            description="Average precision of the optimum right after the training period, "
            "or its R² where the outcome is a number.",
        ),
    ] = None


class Costs(_Strict):
    """What decisions cost, in the brief's unit."""

    miss: Annotated[float, Field(gt=0, description="Of not having acted on a positive outcome.")]
    alarm: Annotated[float, Field(gt=0, description="Of having acted on a negative one.")]
    capacity: Annotated[
        float | None,
        Field(gt=0, le=1, description="The largest share of rows that can be acted on."),
    ] = None


class Stream(_Strict):
    """Production after all that is scored, for `monitor` to watch."""

    windows: Annotated[int, Field(ge=1, le=120, description="How many there are.")]
    window_rows: Annotated[int, Field(ge=100, le=50_000_000, description="Of each.")]


class SittingLimits(_Strict):
    """What a submission may use."""

    fit_s: Annotated[Seconds, Field(description="Seconds until it has fitted.")] = 600
    probe_s: Annotated[Seconds, Field(description="Seconds for each call of `predict`.")] = 60
    memory_mib: Annotated[int, Field(ge=512, description="MiB of memory.")] = 4096
    disk_mib: Annotated[int, Field(ge=64, description="MiB of all that it writes.")] = 1024
    processes: Annotated[int, Field(ge=16, description="Processes and threads at once.")] = 256
    rerun: Annotated[
        float,
        Field(
            ge=0,
            le=100,
            description="Time for re-runs on changed data, in fits; 0 for none.",
        ),
    ] = 3.0
    sandbox: Annotated[
        Literal["landlock", "bubblewrap", "docker"] | None,
        Field(description="The weakest sandbox that will do: `landlock`, `bubblewrap`, `docker`."),
    ] = None


class ChallengeFile(_Strict):
    """`challenge.toml`, key by key."""

    schema_name: Annotated[
        Literal["takehome/challenge@1"],
        Field(alias="schema", description="`takehome/challenge@1`."),
    ]
    name: Annotated[str, Field(pattern=NAME, description="The same as the folder's.")]
    version: Annotated[
        int, Field(ge=1, description="Goes up with every change that candidates could notice.")
    ]
    title: Annotated[str, Field(description="What candidates and interviewers read.")]
    role: Annotated[str, Field(description="For whom it is, such as `ML engineer`.")]
    level: Annotated[str, Field(description="Such as `senior`.")]
    hours: Annotated[float, Field(gt=0, description="How long it should take.")]
    deliverables: Annotated[
        tuple[Literal["predict", "expected_score", "decide", "monitor", "decision"], ...],
        Field(
            description="What a submission leaves behind: `predict`, `expected_score`, `decide`, "
            "`monitor`, `decision`."
        ),
    ]
    metric: Annotated[
        Literal["average_precision", "rmse"],
        Field(description="The brief's metric: `average_precision`, or `rmse` for a number."),
    ]
    world: World
    costs: Annotated[Costs | None, Field(description="Where the brief names costs.")] = None
    stream: Annotated[Stream | None, Field(description="Where `monitor` is asked for.")] = None
    limits: SittingLimits = SittingLimits()
    weights: Annotated[
        dict[str, Share], Field(description="Of each criterion, in any unit; see Criteria.")
    ]
    plants: Annotated[
        tuple[dict[str, Setting | list[dict[str, Setting]]], ...],
        Field(description="What is put into the data on purpose; see Plants."),
    ] = ()

    @model_validator(mode="before")
    @classmethod
    def _arrays_are_tuples(cls, raw: Any) -> Any:
        """TOML knows lists only; strictness is for the values in them."""
        if isinstance(raw, dict):
            return {k: tuple(v) if isinstance(v, list) else v for k, v in raw.items()}
        return raw


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """A challenge, read and checked."""

    folder: Path
    file: ChallengeFile
    brief: str

    @property
    def name(self) -> str:
        """The name of the challenge, which is its folder's too."""
        return self.file.name

    @property
    def recipe(self) -> Recipe:
        """What its variants are made of."""
        world, costs, stream = self.file.world, self.file.costs, self.file.stream
        file = self.folder / "challenge.toml"
        placed: list[tuple[Mapping[str, Any], str]] = [
            (plant, f"{file}: plants[{number}]")
            for number, plant in enumerate(self.file.plants, start=1)
        ]
        return Recipe(
            challenge=self.file.name,
            version=self.file.version,
            world=world.name,
            rows=world.rows,
            window_rows=world.window_rows,
            prevalence=world.prevalence,
            optimum=world.optimum,
            costs=None if costs is None else key.Costs(**costs.model_dump()),
            stream=None if stream is None else StreamSize(**stream.model_dump()),
            plants=tuple(_spec(plant, place) for plant, place in placed if "one_of" not in plant),
            families=tuple(
                tuple(
                    _spec(each, f"{place}.one_of[{number}]")
                    for number, each in enumerate(plant["one_of"], start=1)
                )
                for plant, place in placed
                if "one_of" in plant
            ),
        )

    @property
    def terms(self) -> Terms:
        """What it grants a sitting, and asks of it."""
        # A sitting's modules are none that a command needs in order to say what it can do.
        from takehome.sitting.terms import Terms

        limits = self.file.limits
        return Terms(
            deliverables=self.file.deliverables,
            fit_s=limits.fit_s,
            probe_s=limits.probe_s,
            memory_mib=limits.memory_mib,
            disk_mib=limits.disk_mib,
            processes=limits.processes,
        )

    def reference(self, name: str) -> Path:
        """Return the notebook or script of the reference of that name.

        Raises:
            ChallengeError: The challenge ships none.
        """
        folder = self.folder / "references"
        found = {p.stem: p for p in folder.iterdir() if p.suffix in (".py", ".ipynb")}
        if name not in found:
            raise ChallengeError(
                f'{folder} has no reference "{name}".{did_you_mean(name, found)} '
                f"It has {', '.join(sorted(found)) or 'none'}."
            )
        return found[name]


def find(name: str) -> Challenge:
    """Return the challenge of that name from the first folder on the search path that has it.

    Raises:
        ChallengeError: No folder has it, or it cannot be used as it is written.
    """
    return read(folder_of(name))


def folder_of(name: str) -> Path:
    """Return the first folder on the search path that has a challenge of that name.

    Raises:
        ChallengeError: None has it.
    """
    known: list[str] = []
    for folder in _search_path():
        if (folder / name / "challenge.toml").is_file():
            return folder / name
        known += [path.parent.name for path in sorted(folder.glob("*/challenge.toml"))]
    raise ChallengeError(
        f'There is no challenge "{name}".{did_you_mean(name, known)} '
        f"Known are: {', '.join(known) or 'none'}. "
        "Challenges are looked for in $TAKEHOME_CHALLENGES, in ./challenges and in the software."
    )


def _search_path() -> Iterator[Path]:
    if named := os.environ.get("TAKEHOME_CHALLENGES"):
        yield Path(named)
    yield Path("challenges")
    here = Path(__file__).resolve()
    # A wheel carries the challenges inside the package; a checkout has them beside its source root.
    yield here.parent / "_challenges"
    yield here.parents[2] / "challenges"


def read(folder: Path) -> Challenge:
    """Read and check the challenge in that folder.

    Raises:
        ChallengeError: It cannot be used as it is written; all problems are listed at once.
    """
    path = folder / "challenge.toml"
    text = _text(path)
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ChallengeError(f"{path} is not TOML: {error}.") from error
    try:
        file = ChallengeFile.model_validate(raw)
    except ValidationError as error:
        problems = [_problem(path, text, detail) for detail in error.errors()]
        problems += _outcome_problems(raw, path, text)
        raise ChallengeError("\n".join(problems)) from error
    challenge = Challenge(folder=folder, file=file, brief=_text(folder / "brief.md"))
    if problems := [*_problems(challenge, path, text), *_outcome_problems(raw, path, text)]:
        raise ChallengeError("\n".join(problems))
    return challenge


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ChallengeError(f"{path} is not there; every challenge has one.") from error
    except UnicodeDecodeError as error:
        raise ChallengeError(f"{path} is not UTF-8: {error}.") from error


def _outcome_problems(raw: Mapping[str, Any], path: Path, text: str) -> list[str]:
    return [
        f"{path}:{_line(text, location)}: {'.'.join(location)}: {said}"
        for location, said in outcome_problems(raw)
    ]


def _problems(challenge: Challenge, path: Path, text: str) -> Iterator[str]:
    if challenge.name != challenge.folder.resolve().name:
        yield (
            f'{path}:{_line(text, ("name",))}: name is "{challenge.name}", but the folder is '
            f'"{challenge.folder.resolve().name}". Give both the same name.'
        )
    known = criteria()
    for criterion in challenge.file.weights:
        if criterion not in known:
            yield (
                f"{path}:{_line(text, ('weights', criterion))}: there is no criterion "
                f'"{criterion}".{did_you_mean(criterion, known)} '
                f"Known are: {', '.join(known)}."
            )
    yield from _without_ground(challenge, path, text)
    if not sum(challenge.file.weights.values()):
        yield f"{path}:{_line(text, ('weights',))}: the weights add up to nothing."
    for number, plant in enumerate(challenge.file.plants, start=1):
        yield from _plant_problems(plant, f"{path}: plants[{number}]")


def _without_ground(challenge: Challenge, path: Path, text: str) -> Iterator[str]:
    """Yield a problem for every deliverable that has nothing to be asked about."""
    file = challenge.file
    for name, ground, needs, mend in (
        ("decide", file.costs, "[costs]", "Say what a miss and an alarm cost"),
        ("monitor", file.stream, "[stream]", "Say how long production goes on"),
        ("decide", "predict" in file.deliverables or None, "predict", "Ask for it as well"),
    ):
        if name in file.deliverables and ground is None:
            yield (
                f"{path}:{_line(text, ('deliverables',))}: it asks for {name}, but there is no "
                f"{needs} to ask it about. {mend}, or take {name} out."
            )


def _plant_problems(plant: Mapping[str, Any], place: str) -> Iterator[str]:
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
        yield from _plant_problems(each, f"{place}.one_of[{number}]")


def _spec(plant: Mapping[str, Any], place: str) -> PlantSpec:
    settings = {name: value for name, value in plant.items() if name != "kind"}
    return PlantSpec(kind=str(plant["kind"]), settings=settings, place=place)


def _problem(path: Path, text: str, detail: Any) -> str:
    location = tuple(part for part in detail["loc"] if part != "schema_name")
    where = f"{path}:{_line(text, location)}: {'.'.join(map(str, location))}"
    if detail["type"] == "extra_forbidden":
        hint = did_you_mean(str(location[-1]), _keys_at(location[:-1]))
        return f"{where}: there is no such key.{hint}"
    if detail["type"] == "missing":
        return f"{where}: the key is missing."
    return f"{where}: {detail['msg']}; it is {detail['input']!r}."


def table_of(annotation: Any) -> type[BaseModel] | None:
    """Return the keys of a table, which may be left out; None where it is a plain value."""
    for kind in (annotation, *get_args(annotation)):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None


def _keys_at(location: Sequence[Any]) -> list[str]:
    model: type[BaseModel] = ChallengeFile
    for part in location:
        inner = table_of(model.model_fields[str(part)].annotation)
        if inner is None:
            return []
        model = inner
    return [field.alias or name for name, field in model.model_fields.items()]


def _line(text: str, location: Sequence[Any]) -> int:
    """Return the line where the key stands, or where its table begins, or 1."""
    table = ""
    best = 1
    *tables, key = [str(part) for part in location if not isinstance(part, int)] or [""]
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line):
            table = header[1]
            if table in (key, ".".join(tables)):
                best = number
        elif table == ".".join(tables) and re.match(rf'\s*"?{re.escape(key)}"?\s*=', line):
            return number
    return best
