from __future__ import annotations

import numpy as np
import pytest

from recipes import full_recipe
from takehome_datasets.certify.ablation import ALL_LEAKS, Price, clustered_error, prices
from takehome_datasets.certify.bait import Bait, baits, validated
from takehome_datasets.certify.case import Case, make_case

RECIPE = full_recipe(rows=10_000, window_rows=5000)


@pytest.fixture(scope="module")
def case() -> Case:
    return make_case(RECIPE, b"a seed of the tests")


@pytest.fixture(scope="module")
def paid(case: Case) -> dict[str, Price]:
    return {price.plant: price for price in prices(case)}


@pytest.fixture(scope="module")
def promised(case: Case) -> dict[str, Bait]:
    return {bait.plant: bait for bait in baits(case)}


def test_every_plant_but_the_imbalance_itself_has_a_price(
    case: Case, paid: dict[str, Price]
) -> None:
    planted = {record.id for record in case.made.records} - {"imbalance.outcome"}

    assert set(paid) == planted | {ALL_LEAKS}


@pytest.mark.parametrize(
    "plant",
    [
        "leak.refunded-amount",
        "leak.card-dispute-rate",
        "leak.review-minutes",
        "leak.*",
        "decoy.prior-dispute-rate",
        "drift.email-age-days",
    ],
)
def test_a_trap_costs_more_than_noise(paid: dict[str, Price], plant: str) -> None:
    assert paid[plant].sure
    assert paid[plant].value > 0.02


def test_a_concept_drift_is_priced_where_it_is_over(paid: dict[str, Price]) -> None:
    assert {price.plant for price in paid.values() if price.window == "later"} == {
        "drift.email-age-days"
    }


def test_a_decoy_that_says_nothing_may_be_dropped(paid: dict[str, Price]) -> None:
    price = paid["decoy.is-fraud-list-v2"]

    assert abs(price.value) < 0.02 + 3 * price.error


def test_a_naive_score_is_the_same_the_second_time(case: Case) -> None:
    first, second = (validated(case, case.anchors.design) for _ in range(2))

    assert first == second
    assert 0.05 < first < 0.6


def test_every_leak_raises_a_naive_score(promised: dict[str, Bait]) -> None:
    assert min(bait.gain for bait in promised.values()) > 0.1


def test_nobody_gains_much_more_than_the_ceiling(promised: dict[str, Bait]) -> None:
    for bait in promised.values():
        assert bait.ceiling is not None
        # A gain is a difference of two average precisions over some 300 positives each.
        assert bait.gain < bait.ceiling + 0.12


def test_the_clustered_error_of_independent_rows_is_that_of_their_mean() -> None:
    values = np.random.Generator(np.random.PCG64(1)).standard_normal(5000)

    found = clustered_error(values, np.arange(5000))

    assert found == pytest.approx(values.std() / np.sqrt(5000))


def test_rows_that_stand_together_count_as_one() -> None:
    values = np.random.Generator(np.random.PCG64(1)).standard_normal(500)

    found = clustered_error(np.repeat(values, 10), np.repeat(np.arange(500), 10))

    assert found == pytest.approx(values.std() / np.sqrt(500))
