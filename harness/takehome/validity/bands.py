"""Bands: where the marks of a challenge's references are expected to lie, criterion by criterion.

They stand in `bands.toml` beside the challenge. A reference outside its band means that the
challenge, a grader or the reference has changed what it is worth.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from takehome_datasets.errors import ChallengeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from takehome.validity.judging import Seat

_Points = Annotated[float, Field(ge=0, le=100)]


class Band(BaseModel):
    """The points between which a mark is expected."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    low: _Points
    high: _Points

    @model_validator(mode="after")
    def _in_order(self) -> Band:
        if self.low > self.high:
            raise ValueError(f"low is {self.low:g}, which is above high, {self.high:g}")
        return self


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    references: dict[str, dict[str, Band]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """A mark that lies outside its band."""

    reference: str
    criterion: str
    kit: str
    points: float
    band: Band


def read_bands(path: Path) -> Mapping[str, Mapping[str, Band]]:
    """Read the bands of a challenge, by reference and criterion.

    Raises:
        ChallengeError: The file is not there, or is not of bands.
    """
    try:
        return _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))).references
    except FileNotFoundError as error:
        raise ChallengeError(f"{path} is not there; it says where references lie.") from error
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise ChallengeError(f"{path}: {error}") from error


def outside(
    bands: Mapping[str, Mapping[str, Band]], reference: str, seats: Iterable[Seat]
) -> Iterator[Outside]:
    """Yield every mark of a reference that lies outside its band."""
    for seat in seats:
        for criterion, band in bands.get(reference, {}).items():
            points = seat.points.get(criterion)
            if points is not None and not band.low <= points <= band.high:
                yield Outside(
                    reference=reference,
                    criterion=criterion,
                    kit=seat.kit,
                    points=points,
                    band=band,
                )
