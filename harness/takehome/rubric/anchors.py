"""The anchored rubric: what a person is asked to judge, with four levels in words for each.

A challenge may bring its own as `rubric.toml` beside its `challenge.toml`; else this one holds.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from takehome_datasets.errors import ChallengeError

if TYPE_CHECKING:
    from pathlib import Path

LEVELS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that a person judges."""

    name: str
    title: str
    asks: str
    levels: tuple[str, ...]
    """What each level looks like, the lowest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric:
    """All that a person judges."""

    version: int
    items: tuple[Item, ...]

    def item(self, name: str) -> Item | None:
        """Return the item of that name, or None where there is none."""
        return next((item for item in self.items if item.name == name), None)


class _Item(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: str = Field(min_length=1)
    asks: str = Field(min_length=1)
    levels: list[str] = Field(min_length=LEVELS, max_length=LEVELS)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    format: Literal["takehome/anchors@1"] = Field(alias="schema")
    version: int = Field(ge=1)
    items: list[_Item] = Field(min_length=1)


def rubric_of(folder: Path | None) -> Rubric:
    """Return the rubric of a challenge's folder, or ours where it has none.

    Raises:
        ChallengeError: Its `rubric.toml` is none.
    """
    path = folder / "rubric.toml" if folder is not None else None
    if path is None or not path.is_file():
        return ours()
    return read(path.read_text(encoding="utf-8"), str(path))


@cache
def ours() -> Rubric:
    """Return the rubric that holds where a challenge has none of its own."""
    text = files("takehome.rubric").joinpath("anchors.toml").read_text(encoding="utf-8")
    return read(text, "anchors.toml")


def read(text: str, where: str) -> Rubric:
    """Return the rubric that a text holds.

    Raises:
        ChallengeError: It is no TOML, or not of four levels for each item.
    """
    try:
        file = _File.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise ChallengeError(f"{where} is no rubric: {error}") from error
    names = [item.name for item in file.items]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ChallengeError(f"{where} has two items called {', '.join(sorted(twice))}.")
    return Rubric(
        version=file.version,
        items=tuple(
            Item(name=i.name, title=i.title, asks=i.asks, levels=tuple(i.levels))
            for i in file.items
        ),
    )
