"""Families: plants of which every variant has one, and its seed decides which.

Two candidates who compare notes then have seen different things. That the members of a family are
equally hard is for certification to say; that they can stand in for each other is checked here.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from takehome_datasets.errors import ChallengeError
from takehome_datasets.plants import check_plants

if TYPE_CHECKING:
    from takehome_datasets.recipe import PlantSpec, Recipe
    from takehome_datasets.streams import Streams

_FEWEST = 2


def check_families(recipe: Recipe) -> None:
    """Refuse plants and families that cannot be, whatever the seed.

    Raises:
        ChallengeError: A kind or a setting is wrong, two plants want the same column that one
            variant could have, or a family has no choice or mixes what cannot be compared.
    """
    check_plants(recipe.plants)
    for number, family in enumerate(recipe.families, start=1):
        _check_family(recipe, number, family)
        for plant in family:
            check_plants((*recipe.plants, plant))
    for one, other in combinations(recipe.families, 2):
        for plant in one:
            for beside in other:
                check_plants((plant, beside))


def chosen(recipe: Recipe, streams: Streams) -> Recipe:
    """Return the recipe with one plant of each family among its plants, and no family left."""
    picked = tuple(
        family[int(streams.rng("plants", f"family {number}").integers(len(family)))]
        for number, family in enumerate(recipe.families)
    )
    return replace(recipe, plants=(*recipe.plants, *picked), families=())


def _check_family(recipe: Recipe, number: int, family: tuple[PlantSpec, ...]) -> None:
    where = family[0].place if family else f"{recipe.challenge}: family {number}"
    if len(family) < _FEWEST:
        raise ChallengeError(
            f"{where}: one_of has {len(family)} plants: it needs {_FEWEST} or more for a seed to"
            " choose from. Add another, or write the plant without one_of"
        )
    groups = {plant.kind.partition(".")[0]: plant for plant in family}
    if len(groups) > 1:
        one, other = list(groups.values())[:2]
        raise ChallengeError(
            f"{other.place}: one_of has {other.kind} beside {one.kind}: a variant with the one"
            " could not be compared with a variant with the other. Take plants of one group, such"
            f" as {one.kind.partition('.')[0]}"
        )
