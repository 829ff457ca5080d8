from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from recipes import full_recipe, recipe, spec
from takehome_datasets.certify.ablation import Price
from takehome_datasets.certify.bait import Bait
from takehome_datasets.certify.norm import (
    Examined,
    Standing,
    find_norm,
    norm_of,
    recipe_hash,
    shelve,
)
from takehome_datasets.errors import ChallengeError

if TYPE_CHECKING:
    from pathlib import Path


def examined(optimum: float) -> Examined:
    return Examined(
        windows={
            "near": Standing(
                optimum=optimum,
                logistic_skill=0.6,
                logistic_rank=0.5,
                xgboost_skill=0.8,
                xgboost_rank=0.7,
            )
        },
        prices=(
            Price(plant="leak.x", window="near", value=optimum, error=0.01, precision_lost=0.0),
        ),
        baits=(Bait(plant="leak.x", gain=2 * optimum, ceiling=None),),
    )


FAMILY = [examined(0.3 + 0.01 * k) for k in range(9)]


def test_a_norm_is_the_mean_of_its_family() -> None:
    norm = norm_of(FAMILY, {"leak": 0.5})

    assert norm.variants == 9
    assert norm.windows["near"].optimum == pytest.approx(0.34)
    assert norm.windows["near"].xgboost_rank == pytest.approx(0.7)
    assert norm.prices == {"leak.x": pytest.approx(0.34)}
    assert norm.baits == {"leak.x": pytest.approx(0.68)}
    assert norm.role_auc == {"leak": 0.5}


def test_a_handful_of_variants_makes_no_norm() -> None:
    with pytest.raises(ValueError, match="8 variants or more; these are 7"):
        norm_of(FAMILY[:7])


def test_a_norm_comes_back_from_the_shelf_as_it_was(tmp_path: Path) -> None:
    shelf, norm = tmp_path / "norms.json", norm_of(FAMILY)

    shelve(full_recipe(), norm, shelf)
    shelve(recipe(), replace(norm, variants=10), shelf)

    assert find_norm(full_recipe(), shelf) == norm
    assert find_norm(recipe(), shelf) == replace(norm, variants=10)


def test_a_recipe_that_was_never_measured_has_no_norm(tmp_path: Path) -> None:
    shelf = tmp_path / "norms.json"

    shelve(full_recipe(), norm_of(FAMILY), shelf)

    assert find_norm(recipe(), shelf) is None
    assert find_norm(full_recipe(), tmp_path / "none.json") is None


def test_norms_of_another_time_are_refused(tmp_path: Path) -> None:
    shelf = tmp_path / "norms.json"
    shelf.write_text('{"schema": "takehome/norms@0", "norms": {}}', encoding="utf-8")

    with pytest.raises(ChallengeError, match='schema is "takehome/norms@0"'):
        find_norm(full_recipe(), shelf)


def test_only_what_decides_the_difficulty_is_in_the_hash() -> None:
    usual = recipe(spec("leak.missingness"))
    moved = tuple(replace(plant, place="elsewhere") for plant in usual.plants)

    assert recipe_hash(replace(usual, challenge="other", version=7, plants=moved)) == recipe_hash(
        usual
    )
    assert recipe_hash(recipe(spec("leak.missingness", hit=0.5))) != recipe_hash(usual)
    assert recipe_hash(replace(usual, prevalence=0.04)) != recipe_hash(usual)
