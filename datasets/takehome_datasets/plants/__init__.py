"""Plants: what is put into the data on purpose, found by kind, each with its record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome_datasets.errors import ChallengeError, NumberOutcomeError, did_you_mean
from takehome_datasets.plants import decoys, drift, labels, leaks, mess
from takehome_datasets.plants.kind import Kind, Plot, Stage, checked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takehome_datasets.key import PlantRecord
    from takehome_datasets.recipe import PlantSpec
    from takehome_datasets.scene import Scene
    from takehome_datasets.streams import Streams

CATALOGUE: dict[str, Kind] = {
    **leaks.KINDS,
    **decoys.KINDS,
    **drift.KINDS,
    **labels.KINDS,
    **mess.KINDS,
}


def find_kind(spec: PlantSpec) -> Kind:
    """Return the kind of a plant.

    Raises:
        ChallengeError: The catalogue has none of that name.
    """
    if spec.kind not in CATALOGUE:
        raise ChallengeError(
            f'{spec.place}: there is no plant "{spec.kind}".{did_you_mean(spec.kind, CATALOGUE)}'
            f" The catalogue has {', '.join(CATALOGUE)}."
        )
    return CATALOGUE[spec.kind]


def check_plants(specs: Sequence[PlantSpec]) -> None:
    """Refuse plants that cannot be, as far as that shows without a world.

    Raises:
        ChallengeError: A kind or a setting is wrong, or two plants want the same column.
    """
    taken: dict[str, PlantSpec] = {}
    for spec in specs:
        settings = checked(spec, find_kind(spec))
        column = str(settings.get("column", spec.kind))
        if column in taken:
            raise ChallengeError(
                f"{spec.place}: {spec.kind} wants {column}, which {taken[column].kind} has already"
                f" ({taken[column].place}): give one of them another column, or take it out"
            )
        taken[column] = spec


def apply_plants(
    scene: Scene, specs: Sequence[PlantSpec], *, stages: Sequence[Stage], streams: Streams
) -> tuple[Scene, list[PlantRecord]]:
    """Return the scene with the plants of these stages in it, and their records.

    Raises:
        ChallengeError: A plant does not fit the world.
    """
    records = []
    for stage in stages:
        for spec in specs:
            kind = find_kind(spec)
            if kind.stage is not stage:
                continue
            plot = Plot(
                scene=scene,
                streams=streams,
                settings=checked(spec, kind),
                place=spec.place,
                kind=spec.kind,
            )
            try:
                scene, record = kind.apply(plot)
            except NumberOutcomeError as error:
                raise ChallengeError(
                    f"{spec.place}: {spec.kind} cannot be planted: {error}. Take it out"
                ) from error
            records.append(record)
    return scene, records
