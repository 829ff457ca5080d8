"""Challenges as their authors write them: `challenge.toml`, a brief, and references."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from takehome.challenge.file import ChallengeFile
from takehome.challenge.problems import Written, of_sense, of_shape
from takehome.toml_lines import lines_of_keys
from takehome_datasets import key
from takehome_datasets.errors import ChallengeError, did_you_mean
from takehome_datasets.recipe import PlantSpec, Recipe, StreamSize

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from takehome.sitting.terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """A challenge, read and checked."""

    folder: Path
    file: ChallengeFile
    written: Written
    brief: str

    @property
    def name(self) -> str:
        """The name of the challenge, which is its folder's too."""
        return self.file.name

    @property
    def recipe(self) -> Recipe:
        """What its variants are made of."""
        world, costs, stream = self.file.world, self.file.costs, self.file.stream
        placed: list[tuple[Mapping[str, Any], str]] = [
            (plant, self.written.plant(number))
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
    yield here.parents[1] / "_challenges"
    yield here.parents[3] / "challenges"


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
    written = Written(path=path, lines=lines_of_keys(text))
    try:
        file = ChallengeFile.model_validate(raw)
    except ValidationError as error:
        raise ChallengeError("\n".join(of_shape(written, raw, error))) from error
    brief = _text(folder / "brief.md")
    if problems := [*of_sense(written, raw, file)]:
        raise ChallengeError("\n".join(problems))
    return Challenge(folder=folder, file=file, written=written, brief=brief)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ChallengeError(f"{path} is not there; every challenge has one.") from error
    except UnicodeDecodeError as error:
        raise ChallengeError(f"{path} is not UTF-8: {error}.") from error


def _spec(plant: Mapping[str, Any], place: str) -> PlantSpec:
    settings = {name: value for name, value in plant.items() if name != "kind"}
    return PlantSpec(kind=str(plant["kind"]), settings=settings, place=place)
