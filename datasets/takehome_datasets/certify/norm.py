"""The norm of a recipe: what its variants come to on the average.

Equal difficulty is being near it. It is measured once for a recipe, over a family of variants, and
kept beside the code in `norms.json` under the hash of the recipe; a changed recipe has none until
it is measured again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from takehome_datasets.certify.ablation import Price
from takehome_datasets.certify.bait import Bait
from takehome_datasets.certify.case import skill
from takehome_datasets.errors import ChallengeError
from takehome_datasets.identity import content_hash

if TYPE_CHECKING:
    from takehome_datasets.certify.case import Case
    from takehome_datasets.recipe import Recipe

SCHEMA: Final = "takehome/norms@1"
_SHELF: Final = Path(__file__).with_name("norms.json")
_LEAST: Final = 8
"""Variants, below which a mean says too little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where the fixed points of one variant, or of a family, stand in one window."""

    optimum: float
    """Its average precision."""
    logistic_skill: float
    logistic_rank: float
    xgboost_skill: float
    xgboost_rank: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """What a family of variants comes to on the average."""

    variants: int
    windows: Mapping[str, Standing]
    prices: Mapping[str, float]
    """In skill, by the id of the plant."""
    baits: Mapping[str, float]
    """In average precision, by the id of the leak."""
    role_auc: Mapping[str, float]
    """How well each role can be guessed; empty where that was not tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What one variant adds to the norm of its family."""

    windows: Mapping[str, Standing]
    prices: Sequence[Price]
    baits: Sequence[Bait]


def standings(case: Case) -> dict[str, Standing]:
    """Return where the anchors of a variant stand, window by window."""
    found = {}
    for name, scale in case.scales.items():
        found[name] = Standing(
            optimum=scale.optimum.average_precision,
            logistic_skill=skill(scale, scale.logistic),
            logistic_rank=case.rank_skill(name, scale.logistic),
            xgboost_skill=skill(scale, scale.xgboost),
            xgboost_rank=case.rank_skill(name, scale.xgboost),
        )
    return found


def norm_of(family: Sequence[Examined], role_auc: Mapping[str, float] | None = None) -> Norm:
    """Return the norm of a family.

    Raises:
        ValueError: There are too few of them.
    """
    if len(family) < _LEAST:
        raise ValueError(f"a norm needs {_LEAST} variants or more; these are {len(family)}")
    windows = {
        name: Standing(
            **{
                field: round(
                    float(np.mean([getattr(one.windows[name], field) for one in family])), 4
                )
                for field in Standing.__dataclass_fields__
            }
        )
        for name in family[0].windows
    }
    # Not every variant has every plant: of some families the seed chooses one.
    paid = [price for one in family for price in one.prices]
    promised = [bait for one in family for bait in one.baits]
    prices = {
        plant: _mean([price.value for price in paid if price.plant == plant])
        for plant in dict.fromkeys(price.plant for price in paid)
    }
    baits = {
        plant: _mean([bait.gain for bait in promised if bait.plant == plant])
        for plant in dict.fromkeys(bait.plant for bait in promised)
    }
    return Norm(
        variants=len(family), windows=windows, prices=prices, baits=baits, role_auc=role_auc or {}
    )


def _mean(values: Sequence[float]) -> float:
    return round(float(np.mean(values)), 4)


def recipe_hash(recipe: Recipe) -> str:
    """Return what the norm of a recipe is filed under: all that the data hang on, but the seed.

    Neither the challenge's name nor its version is part of it, nor where a plant is written down.
    """
    plants, *families = (
        tuple(replace(plant, place="") for plant in group)
        for group in (recipe.plants, *recipe.families)
    )
    size = (recipe.rows, recipe.window_rows, recipe.prevalence, recipe.optimum)
    return content_hash((recipe.world, size, plants, *families))


def find_norm(recipe: Recipe, shelf: Path = _SHELF) -> Norm | None:
    """Return the norm of a recipe; None where it was never measured.

    Raises:
        ChallengeError: The file of norms cannot be read.
    """
    entry = _read(shelf).get(recipe_hash(recipe))
    if entry is None:
        return None
    windows = {name: Standing(**values) for name, values in entry["windows"].items()}
    return Norm(**{**entry, "windows": windows})


def shelve(recipe: Recipe, norm: Norm, shelf: Path = _SHELF) -> None:
    """Write the norm of a recipe down.

    Raises:
        ChallengeError: The file of norms cannot be read.
    """
    norms = {**_read(shelf), recipe_hash(recipe): asdict(norm)}
    text = json.dumps({"schema": SCHEMA, "norms": norms}, indent=1, sort_keys=True)
    shelf.write_text(text + "\n", encoding="utf-8")


def _read(shelf: Path) -> dict[str, Any]:
    if not shelf.exists():
        return {}
    document = json.loads(shelf.read_text(encoding="utf-8"))
    if document.get("schema") != SCHEMA:
        raise ChallengeError(
            f'{shelf}: schema is "{document.get("schema")}" and has to be "{SCHEMA}": write the'
            " norms again with tests/benchmarks/equating.py --write"
        )
    return dict(document["norms"])
