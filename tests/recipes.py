"""Recipes small enough to be made within a second."""

from __future__ import annotations

from takehome_datasets.recipe import PlantSpec, Recipe

PLANTS: dict[str, dict[str, str | float | int | bool]] = {
    "leak.post-outcome": {"column": "refunded_amount", "of": "amount_eur"},
    "leak.future-aggregate": {"column": "card_dispute_rate"},
    "leak.missingness": {"column": "review_minutes"},
    "labels.immature": {},
    "drift.concept": {"column": "email_age_days"},
    "drift.unit": {"column": "amount_eur", "by": "acquirer_code", "value": "ACQ_C"},
    "mess.sentinel": {"column": "distance_km"},
    "decoy.strong": {"column": "prior_dispute_rate", "table": "merchants"},
    "decoy.name": {"column": "is_fraud_list_v2"},
}


def spec(kind: str, **settings: str | float | bool) -> PlantSpec:
    return PlantSpec(
        kind=kind, settings={**PLANTS.get(kind, {}), **settings}, place=f"plants: {kind}"
    )


def recipe(
    *plants: PlantSpec, rows: int = 4000, window_rows: int = 1500, prevalence: float = 0.05
) -> Recipe:
    return Recipe(
        challenge="card-fraud",
        version=1,
        world="card-payments",
        rows=rows,
        window_rows=window_rows,
        prevalence=prevalence,
        plants=plants,
    )


def full_recipe(rows: int = 4000, window_rows: int = 1500) -> Recipe:
    return recipe(*(spec(kind) for kind in PLANTS), rows=rows, window_rows=window_rows)
