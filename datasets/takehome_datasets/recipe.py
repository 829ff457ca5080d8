"""What a variant is made of, before any seed: a world, its size, and its plants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from takehome_datasets.key import Costs


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantSpec:
    """One plant as the author of a challenge asks for it."""

    kind: str
    """A name of the plant catalogue, such as `leak.post-outcome`."""
    settings: Mapping[str, str | float | int | bool]
    """Its knobs; those left out have defaults."""
    place: str
    """Where it is written, such as `challenge.toml: plants[2]`, for error messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamSize:
    """How much of production comes after all that is scored, for a `monitor` to watch."""

    windows: int
    window_rows: int
    """Of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Everything that decides a variant, apart from its seed."""

    challenge: str
    version: int
    world: str
    rows: int
    """Of the training table."""
    window_rows: int
    """Of each hidden window."""
    prevalence: float | None = None
    """The share of positive outcomes; None where the outcome is a number."""
    plants: tuple[PlantSpec, ...]
    families: tuple[tuple[PlantSpec, ...], ...] = ()
    """Plants as hard to see as one another: of each family the variant's seed chooses one."""
    optimum: float | None = None
    """The average precision that the optimum shall have right after the training period, or its R²
    where the outcome is a number. Left out, it is what the world gives."""
    costs: Costs | None = None
    """What the brief says that decisions cost. The data do not hang on it."""
    stream: StreamSize | None = None
    """What `monitor` is shown. No other byte of the variant hangs on it."""
