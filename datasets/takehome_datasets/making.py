"""Making: from a recipe to its lock, and from the lock to any of its partitions."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from takehome_datasets.certify.number_optimum import attainable_number
from takehome_datasets.certify.optimum import attainable
from takehome_datasets.dress import dressed
from takehome_datasets.engine.site import Part
from takehome_datasets.engine.size import Size
from takehome_datasets.errors import ChallengeError
from takehome_datasets.families import check_families, chosen
from takehome_datasets.key import PlantRecord
from takehome_datasets.lock import PARTITION_ROWS, Lock, Solved
from takehome_datasets.measures import average_precision
from takehome_datasets.number_measures import measure_number
from takehome_datasets.plants import apply_plants
from takehome_datasets.plants.kind import Stage
from takehome_datasets.plants.labels import imbalance
from takehome_datasets.scene import Scene, draw_numbers, draw_outcomes, scaled
from takehome_datasets.streams import Streams
from takehome_datasets.worlds import find_world

if TYPE_CHECKING:
    from collections.abc import Callable

    from takehome_datasets.engine.world import World
    from takehome_datasets.recipe import Recipe

_WEAKEST, _STRONGEST = 0.2, 4.0
_HALVINGS = 9
_NEAR_ENOUGH: Final = 0.002
"""Of the average precision that is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """A world with its plants, or one partition of it."""

    clean: Scene
    """Before its cells were messed up, in canonical units."""
    dirty: Scene
    """As it is written down."""
    records: tuple[PlantRecord, ...]
    """What was planted, in canonical names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A lock, with the partition that it was solved on, which need not be built twice."""

    lock: Lock
    first: Risky | None
    """None where it was not kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Risky:
    """A partition whose outcomes have not been drawn yet."""

    scene: Scene
    records: tuple[PlantRecord, ...]
    streams: Streams


def freeze(recipe: Recipe, streams: Streams) -> Draft:
    """Return the lock of a recipe and a seed.

    Raises:
        ChallengeError: The recipe cannot be made into a world; the message says what would do.
    """
    place = f"{recipe.challenge}: [world]"
    world = find_world(recipe.world, place=place)
    _check_prevalence(recipe, world, place=place)
    _size(recipe).check(place=place)
    check_families(recipe)
    recipe = chosen(recipe, streams)
    parts = max(1, round(recipe.rows / PARTITION_ROWS))
    blank = Lock(
        recipe=recipe,
        root=streams.root.hex(),
        parts=parts,
        solved=Solved(intercept=0.0, scale=1.0, means={}),
    )
    scene, means = world.build(_size(recipe), streams, part=Part(number=0, of=parts))
    first = _risky(blank, scene, 0)
    scale = 1.0 if recipe.optimum is None else _solve_scale(recipe, first, place=place)
    drawn = _drawn(recipe, first, scale)
    solved = Solved(intercept=drawn.intercept, scale=scale, means=means)
    return Draft(lock=replace(blank, solved=solved), first=first)


def make_part(
    lock: Lock, number: int, *, first: Risky | None = None, streaming: bool = False
) -> Happened:
    """Return one partition, which follows from the lock and its number alone.

    Args:
        lock: Of the variant.
        number: Which partition.
        first: Of a draft, to spare building the first partition again.
        streaming: Whether to go on through the windows of the stream.

    Raises:
        ChallengeError: A plant does not fit the world.
    """
    recipe = lock.recipe
    if first is None or number or streaming:
        scene, _ = lock.world.build(
            _size(recipe),
            lock.streams,
            part=Part(number=number, of=lock.parts),
            solved=lock.solved.means,
            streaming=streaming,
        )
        first = _risky(lock, scene, number)
    scene = _drawn(recipe, first, lock.solved.scale, lock.solved.intercept)
    clean, middle = apply_plants(
        scene, recipe.plants, stages=[Stage.LABELS, Stage.COLUMNS], streams=first.streams
    )
    dirty, late = apply_plants(
        dressed(clean, lock.streams), recipe.plants, stages=[Stage.CELLS], streams=first.streams
    )
    records = (*first.records, *middle, *late)
    if recipe.prevalence is not None:
        records = (*records, imbalance(scene, prevalence=recipe.prevalence))
    return Happened(clean=clean, dirty=dirty, records=records)


def _check_prevalence(recipe: Recipe, world: World, *, place: str) -> None:
    if world.counts and recipe.prevalence is not None:
        raise ChallengeError(
            f"{place}: prevalence = {recipe.prevalence}, but the outcome of {world.name} is a"
            " number: leave it out"
        )
    if not world.counts and recipe.prevalence is None:
        raise ChallengeError(
            f"{place}: prevalence is missing: the outcome of {world.name} is a yes or no, and"
            " somebody has to say how rare it is, such as prevalence = 0.03"
        )


def _size(recipe: Recipe) -> Size:
    return Size(
        rows=recipe.rows,
        window_rows=recipe.window_rows,
        prevalence=recipe.prevalence,
        stream=recipe.stream,
    )


def _risky(lock: Lock, scene: Scene, number: int) -> Risky:
    streams = lock.world.streams(lock.streams, Part(number=number, of=lock.parts))
    scene, records = apply_plants(scene, lock.recipe.plants, stages=[Stage.RISK], streams=streams)
    return Risky(scene=scene, records=tuple(records), streams=streams)


def _drawn(recipe: Recipe, risky: Risky, scale: float, intercept: float | None = None) -> Scene:
    scene = scaled(risky.scene, scale)
    if recipe.prevalence is None:
        return draw_numbers(scene, streams=risky.streams)
    return draw_outcomes(
        scene,
        prevalence=recipe.prevalence,
        streams=risky.streams,
        intercept=intercept,
    )


def _solve_scale(recipe: Recipe, risky: Risky, *, place: str) -> float:
    """Return how strong everything has to be for the optimum to be what is asked for."""
    asked = recipe.optimum or 0.0

    def reached(scale: float) -> float:
        scene = _drawn(recipe, risky, scale)
        scene, _ = apply_plants(
            scene, recipe.plants, stages=[Stage.LABELS, Stage.COLUMNS], streams=risky.streams
        )
        rows = scene.calendar.windows["near"].rows
        if scene.numbers is not None:
            expected = attainable_number(scene, rows)
            return measure_number(expected.mean, expected).r2
        best = attainable(scene, rows)
        return average_precision(best, best)

    low, high = _WEAKEST, _STRONGEST
    weakest, strongest = reached(low), reached(high)
    if not weakest <= asked <= strongest:
        raise ChallengeError(
            f"{place}: optimum = {asked} cannot be reached with prevalence = {recipe.prevalence}:"
            f" this world gives from {math.ceil(weakest * 100) / 100} to"
            f" {math.floor(strongest * 100) / 100}. Ask for something between, or for another"
            " prevalence"
        )
    return _halve(reached, asked, low, high)


def _halve(reached: Callable[[float], float], asked: float, low: float, high: float) -> float:
    for _ in range(_HALVINGS):
        # Halving ratios: twice as strong and half as strong are equally far away.
        middle = round(math.sqrt(low * high), 4)
        found = reached(middle)
        if abs(found - asked) < _NEAR_ENOUGH:
            break
        low, high = (middle, high) if found < asked else (low, middle)
    return middle
