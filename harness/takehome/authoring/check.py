"""What keeps a challenge from being used as it is written: everything at once, in seconds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from takehome.authoring.giveaways import giveaways
from takehome.authoring.ladder import flaws_of_references
from takehome.challenge import read
from takehome_datasets.errors import ChallengeError
from takehome_datasets.families import check_families
from takehome_datasets.plants import check_plants
from takehome_datasets.streams import Streams
from takehome_datasets.variant import happen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from takehome_datasets.recipe import PlantSpec, Recipe

_ROWS: Final = 20_000
"""Enough to see that a world can be made, and made in a second."""
_SEED: Final = b"takehome check".ljust(32, b".")


def problems_of(folder: Path, *, note: Callable[[str], None]) -> tuple[str, ...]:
    """Return everything that is wrong with the challenge in a folder, each with its place.

    Args:
        folder: With `challenge.toml`, `brief.md` and `references/`.
        note: Is told what is going on.
    """
    note("reading the challenge")
    try:
        challenge = read(folder)
    except ChallengeError as error:
        return tuple(str(error).splitlines())
    recipe = challenge.recipe
    note("making a small variant")
    try:
        bare = happen(replace(_small(recipe), plants=(), families=()), Streams(root=_SEED)).dirty
    except ChallengeError as error:
        return (str(error),)
    return (
        *_of_plants(recipe),
        *giveaways(challenge, recipe, bare),
        *flaws_of_references(challenge, bare.lexicon),
    )


def _of_plants(recipe: Recipe) -> Iterator[str]:
    """Give what is wrong with the plants: by themselves, beside each other, and in their world."""
    every = (*recipe.plants, *(spec for family in recipe.families for spec in family))
    wrong = [message for spec in every for message in _refused_as_written(spec)]
    if wrong:
        yield from wrong
        return
    try:
        check_families(recipe)
        happen(_small(recipe), Streams(root=_SEED))
    except ChallengeError as error:
        others = (replace(recipe, plants=(spec,), families=()) for spec in every)
        yield from dict.fromkeys([str(error), *(m for other in others for m in _refused(other))])


def _refused_as_written(spec: PlantSpec) -> Iterator[str]:
    try:
        check_plants([spec])
    except ChallengeError as error:
        yield str(error)


def _refused(recipe: Recipe) -> Iterator[str]:
    try:
        happen(_small(recipe), Streams(root=_SEED))
    except ChallengeError as error:
        yield str(error)


def _small(recipe: Recipe) -> Recipe:
    share = min(1.0, _ROWS / recipe.rows)
    return replace(
        recipe, rows=round(recipe.rows * share), window_rows=round(recipe.window_rows * share)
    )
