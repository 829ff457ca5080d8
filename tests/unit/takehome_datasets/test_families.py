from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from recipes import recipe, spec
from takehome_datasets.certify.norm import recipe_hash
from takehome_datasets.errors import ChallengeError
from takehome_datasets.families import check_families, chosen
from takehome_datasets.lock import read_lock
from takehome_datasets.making import freeze
from takehome_datasets.streams import Streams
from takehome_datasets.variant import make_variant

if TYPE_CHECKING:
    from takehome_datasets.recipe import PlantSpec, Recipe

LEAKS = (spec("leak.missingness"), spec("leak.post-outcome"), spec("leak.future-aggregate"))


def with_families(*families: tuple[PlantSpec, ...], plants: tuple[PlantSpec, ...] = ()) -> Recipe:
    return replace(recipe(*plants, rows=2000, window_rows=700), families=families)


def kinds(wanted: Recipe, seed: int) -> list[str]:
    return [plant.kind for plant in chosen(wanted, Streams(root=b"%d" % seed)).plants]


def test_every_member_is_chosen_by_about_as_many_seeds() -> None:
    wanted = with_families(LEAKS)

    found = [kinds(wanted, seed) for seed in range(300)]

    assert all(len(each) == 1 for each in found)
    for plant in LEAKS:
        assert 70 < found.count([plant.kind]) < 130


def test_two_families_are_chosen_from_apart() -> None:
    decoys = (spec("decoy.strong"), spec("decoy.name"))

    found = {tuple(kinds(with_families(LEAKS, decoys), seed)) for seed in range(100)}

    assert len(found) == len(LEAKS) * len(decoys)


def test_a_variant_has_the_leak_that_its_seed_chose_and_no_other() -> None:
    wanted = with_families(LEAKS, plants=(spec("labels.immature"),))

    for seed in (b"a", b"b", b"c", b"d"):
        (plant,) = chosen(replace(wanted, plants=()), Streams(root=seed)).plants
        column = str(plant.settings["column"])
        key = make_variant(wanted, seed=seed).key

        leaks = [one.id for one in key.plants if one.kind == "leak"]
        assert leaks == [f"leak.{column.replace('_', '-')}"]
        assert {one.plant for one in key.counterfactuals} == set(leaks)


def test_a_lock_holds_what_was_chosen() -> None:
    lock = freeze(with_families(LEAKS), Streams(root=b"x")).lock

    assert len(lock.recipe.plants) == 1
    assert lock.recipe.families == ()
    assert read_lock(lock.text()) == lock


def test_what_is_not_in_the_family_does_not_hang_on_it() -> None:
    one, other = (
        make_variant(with_families((plant, plant)), seed=b"x") for plant in (LEAKS[0], LEAKS[1])
    )

    for ours, theirs in zip(one.key.windows, other.key.windows, strict=True):
        assert ours.outcome.tolist() == theirs.outcome.tolist()


def test_the_norm_of_a_recipe_hangs_on_its_families_and_not_on_where_they_stand() -> None:
    moved = tuple(replace(plant, place="elsewhere") for plant in LEAKS)

    assert recipe_hash(with_families(LEAKS)) == recipe_hash(with_families(moved))
    assert recipe_hash(with_families(LEAKS)) != recipe_hash(with_families(LEAKS[1:]))
    assert recipe_hash(with_families(LEAKS)) != recipe_hash(recipe(rows=2000, window_rows=700))


@pytest.mark.parametrize(
    ("families", "said"),
    [
        (((),), "family 1: one_of has 0 plants: it needs 2 or more"),
        ((LEAKS[:1],), "one_of has 1 plants.*write the plant without one_of"),
        (((LEAKS[0], spec("decoy.name")),), "decoy.name beside leak.missingness"),
        (((LEAKS[0], spec("leak.missingnes")),), 'no plant "leak.missingnes".*mean "leak.missing'),
        (((LEAKS[0], spec("leak.post-outcome", hit=3)),), "hit = 3; it must lie in 0"),
        ((LEAKS, LEAKS), "wants review_minutes, which leak.missingness has already"),
    ],
)
def test_a_family_that_cannot_be_is_refused_whatever_the_seed(
    families: tuple[tuple[PlantSpec, ...], ...], said: str
) -> None:
    with pytest.raises(ChallengeError, match=said):
        check_families(with_families(*families))


def test_a_plant_that_a_member_of_a_family_collides_with_is_refused() -> None:
    with pytest.raises(ChallengeError, match="wants review_minutes, which"):
        make_variant(with_families(LEAKS, plants=LEAKS[:1]), seed=b"any")
