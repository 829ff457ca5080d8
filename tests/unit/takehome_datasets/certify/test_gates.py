from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from recipes import full_recipe, spec
from takehome_datasets.certify import gates
from takehome_datasets.certify.ablation import Price
from takehome_datasets.certify.accidental import Suspicion
from takehome_datasets.certify.bait import Bait
from takehome_datasets.certify.case import Case, case_of, make_case
from takehome_datasets.certify.certificate import Certificate, as_text, certify, examine
from takehome_datasets.certify.gates import Verdict
from takehome_datasets.certify.norm import Norm, standings
from takehome_datasets.errors import ChallengeError
from takehome_datasets.streams import Streams
from takehome_datasets.variant import happen

if TYPE_CHECKING:
    from takehome_datasets.recipe import Recipe

RECIPE = full_recipe(rows=8000, window_rows=4000)
SEED = b"a seed of the tests"


@pytest.fixture(scope="module")
def case() -> Case:
    return make_case(RECIPE, SEED)


@pytest.fixture(scope="module")
def norm(case: Case) -> Norm:
    """A norm that this variant meets in every point."""
    return Norm(
        variants=8,
        windows=standings(case),
        prices={},
        baits={},
        role_auc={"leak": 0.55},
    )


@pytest.fixture(scope="module")
def certificate(case: Case, norm: Norm) -> Certificate:
    return examine(case, norm=norm)


def verdict(measured: float, low: float = 0.0, high: float = 1.0) -> Verdict:
    return Verdict(name="a gate", measured=measured, low=low, high=high, sentence="it is so")


def price(plant: str, value: float, error: float = 0.001) -> Price:
    return Price(plant=plant, window="near", value=value, error=error, precision_lost=0.0)


@pytest.mark.parametrize(("measured", "holds"), [(0.0, True), (1.0, True), (1.1, False)])
def test_a_gate_holds_within_its_band(measured: float, holds: bool) -> None:  # noqa: FBT001
    assert verdict(measured).holds is holds


def test_what_is_not_a_number_does_not_hold() -> None:
    assert not verdict(math.nan, low=-math.inf, high=math.inf).holds


def test_nothing_is_asked_of_an_optimum_that_nobody_asked_for(case: Case) -> None:
    assert gates.asked(case) == []


@pytest.mark.parametrize(("beside", "holds"), [(0.0, True), (0.01, True), (-0.02, False)])
def test_the_optimum_is_held_to_what_was_asked(case: Case, beside: float, holds: bool) -> None:  # noqa: FBT001
    reached = case.scales["near"].optimum.average_precision
    asking = replace(case, recipe=replace(case.recipe, optimum=reached + beside))

    (one,) = gates.asked(asking)

    assert one.holds is holds
    assert one.measured == reached


def test_a_good_variant_is_accepted(certificate: Certificate) -> None:
    assert certificate.reasons == ()
    assert certificate.accepted


def test_a_certificate_says_what_was_decided_and_why(certificate: Certificate) -> None:
    text = as_text(certificate)

    assert text.startswith("accepted\n")
    assert "MISSED" not in text
    for one in certificate.verdicts:
        assert one.name in text
    for paid in certificate.prices:
        assert f"{paid.plant} " in text


def test_the_prevalence_is_held_to_the_recipe(case: Case) -> None:
    other = replace(case, recipe=replace(case.recipe, prevalence=0.045))

    found = {one.name: one for one in gates.prevalence(other)}

    assert all(one.holds for one in gates.prevalence(case))
    assert not found["prevalence"].holds
    assert found["prevalence, drawn"].holds


def test_outcomes_that_are_not_drawn_from_the_truth_are_seen(case: Case) -> None:
    clean = case.made.clean
    rare = np.arange(clean.moment.size) % 2 == 0
    outcome = replace(clean.truth, happened=clean.truth.happened & rare)
    other = replace(case, made=replace(case.made, clean=replace(clean, outcome=outcome)))

    found = {one.name: one.holds for one in gates.prevalence(other)}

    assert found == {"prevalence": True, "prevalence, drawn": False}


@pytest.mark.parametrize("field", ["optimum", "logistic_skill", "xgboost_skill", "xgboost_rank"])
def test_a_variant_that_is_harder_than_the_norm_is_rejected(
    case: Case, norm: Norm, field: str
) -> None:
    usual = norm.windows["near"]
    easier = replace(usual, **{field: getattr(usual, field) + 0.05})
    other = replace(norm, windows={**norm.windows, "near": easier})

    found = [one for one in gates.equal(standings(case), other) if not one.holds]

    assert [one.name for one in found] == [f"{field.replace('_', ' ')}, near"]
    assert "-0.050 from the norm" in found[0].sentence


def test_a_leak_that_is_worth_nothing_is_rejected(case: Case) -> None:
    found = gates.priced([price("leak.review-minutes", 0.01)], case.made.records, None)

    assert [one.holds for one in found] == [False]


def test_a_price_within_its_noise_is_no_price(case: Case) -> None:
    paid = price("leak.review-minutes", 0.1, error=0.04)

    assert not gates.priced([paid], case.made.records, None)[0].holds


def test_a_price_is_held_to_the_norm(case: Case, norm: Norm) -> None:
    usual = replace(norm, prices={"drift.amount-eur": 0.1, "mess.distance-km": 0.001})
    paid = [price("drift.amount-eur", 0.2), price("mess.distance-km", 0.2)]

    found = gates.priced(paid, case.made.records, usual)

    # What is usually worth nothing is a blemish, which no gate asks for.
    assert [(one.name, one.holds) for one in found] == [("price of drift.amount-eur", False)]


@pytest.mark.parametrize(
    ("plant", "value", "holds"),
    [
        ("decoy.prior-dispute-rate", 0.05, True),
        ("decoy.prior-dispute-rate", 0.01, False),
        ("decoy.is-fraud-list-v2", 0.0, True),
        ("decoy.is-fraud-list-v2", -0.05, False),
        ("decoy.is-fraud-list-v2", 0.05, False),
    ],
)
def test_a_decoy_costs_what_it_is_meant_to(
    case: Case,
    plant: str,
    value: float,
    holds: bool,  # noqa: FBT001
) -> None:
    assert gates.priced([price(plant, value)], case.made.records, None)[0].holds is holds


def test_a_leak_that_tempts_nobody_is_rejected() -> None:
    dull = Bait(plant="leak.x", gain=0.01, ceiling=None)

    assert [one.holds for one in gates.baited([dull])] == [False]


def test_a_suspicion_rejects_and_says_what_it_is() -> None:
    one = Suspicion(check="a check", where="a column", measured=9.0, bar=6.0, sentence="it knows")

    found = gates.clean([one])

    assert [one.holds for one in gates.clean([])] == [True]
    assert [one.holds for one in found] == [False]
    assert found[0].sentence == "a check: it knows"


def test_roles_that_show_reject(norm: Norm) -> None:
    showing = replace(norm, role_auc={"leak": 0.7, "decoy": 0.5})

    assert [one.holds for one in gates.hidden_roles(showing)] == [False, True]


def faulty(kind: str, **settings: float) -> Recipe:
    return replace(RECIPE, plants=(spec(kind, **settings),))


@pytest.mark.parametrize(
    ("recipe", "reason"),
    [
        (faulty("leak.missingness", hit=0.04, stray=0.04), "bait of leak.review-minutes"),
        (faulty("decoy.strong", strength=0.0), "cost of dropping decoy.prior-dispute-rate"),
    ],
)
def test_a_plant_that_does_not_work_is_found_out(recipe: Recipe, reason: str) -> None:
    found = certify(recipe, seed=SEED, norm=None)

    assert not found.accepted
    assert reason in {one.name for one in found.reasons}
    assert as_text(found).startswith("rejected: ")
    assert "held to no norm" in as_text(found)


def test_a_hasty_examination_ends_where_it_is_decided(case: Case, norm: Norm) -> None:
    usual = norm.windows["near"]
    other = {**norm.windows, "near": replace(usual, optimum=usual.optimum + 0.2)}

    found = examine(case, norm=replace(norm, windows=other), hasty=True)

    assert not found.accepted
    assert not found.whole
    assert found.prices == ()
    assert "not all gates were asked" in as_text(found)


def test_a_world_whose_probabilities_are_none_is_refused() -> None:
    made = happen(full_recipe(), Streams(root=SEED))
    broken = made.clean.truth.probability.copy()
    broken[7] = np.nan
    outcome = replace(made.clean.truth, probability=broken)
    made = replace(made, clean=replace(made.clean, outcome=outcome))

    with pytest.raises(ChallengeError, match="gives event 7 the probability nan, and 1 of"):
        case_of(full_recipe(), made)
