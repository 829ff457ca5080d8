"""A variant: one challenge with one seed, which is exactly one kit and one key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from takehome_datasets.key import Key


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """What the candidate receives of the data, and what the graders keep."""

    kit: str
    """The kit's public id."""
    data: Mapping[str, bytes]
    """The files of the kit's `data/` folder, by name."""
    key: Key
