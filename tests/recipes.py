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


Settings = dict[str, str | float | int | bool]

WORLD_PLANTS: dict[str, dict[str, Settings]] = {
    "card-payments": PLANTS,
    "subscriptions": {
        "leak.post-outcome": {"column": "winback_credit_eur", "of": "term_price_eur"},
        "leak.future-aggregate": {"column": "account_lapse_rate"},
        "leak.missingness": {"column": "exit_call_minutes"},
        "labels.immature": {},
        "drift.concept": {"column": "last_login_days"},
        "drift.unit": {"column": "term_price_eur", "by": "source_system", "value": "SRC_B"},
        "mess.sentinel": {"column": "ticket_age_days", "value": -1.0},
        "decoy.strong": {"column": "prior_lapse_rate", "table": "plans"},
        "decoy.name": {"column": "churn_list_v1"},
    },
    "machines": {
        "leak.post-outcome": {"column": "repair_cost_eur", "of": "run_value_eur"},
        "leak.future-aggregate": {"column": "machine_stop_rate"},
        "leak.missingness": {"column": "inspection_minutes"},
        "labels.immature": {},
        "drift.concept": {"column": "oil_particles_ppm"},
        "drift.unit": {
            "column": "pressure_bar", "by": "gateway_code", "value": "GW_B", "factor": 14.5,
        },
        "mess.sentinel": {"column": "vibration_mm_s"},
        "decoy.strong": {"column": "prior_stop_rate", "table": "sites"},
        "decoy.name": {"column": "failure_flag_v0"},
    },
}  # fmt: skip


def of_world(world: str, rows: int = 4000, window_rows: int = 1500) -> Recipe:
    """Return a recipe of a world with every plant that the catalogue has."""
    return Recipe(
        challenge=f"of-{world}",
        version=1,
        world=world,
        rows=rows,
        window_rows=window_rows,
        prevalence=0.05,
        plants=tuple(
            PlantSpec(kind=kind, settings=settings, place=f"plants: {kind}")
            for kind, settings in WORLD_PLANTS[world].items()
        ),
    )
