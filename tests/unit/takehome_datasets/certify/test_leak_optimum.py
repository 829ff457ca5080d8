from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest

from recipes import full_recipe, recipe, spec
from takehome_datasets.certify.case import Case, make_case
from takehome_datasets.certify.leak_optimum import Told, ceilings, label_probabilities
from takehome_datasets.scene import DAY, sigmoid

if TYPE_CHECKING:
    from numpy.typing import NDArray

TOTALS = Told(totals=True)


@pytest.fixture(scope="module")
def case() -> Case:
    return make_case(full_recipe(rows=8000, window_rows=3000), b"a seed of the tests")


def labels_of(case: Case) -> NDArray[np.float64]:
    scene = case.made.dirty
    return scene.truth.labelled[scene.calendar.training.rows].astype(np.float64)


def test_who_reads_no_leak_is_right_on_the_average(case: Case) -> None:
    labels = labels_of(case)

    said = label_probabilities(case.made.dirty, ())

    error = np.sqrt(np.sum(said * (1.0 - said))) / labels.size
    assert said.mean() == pytest.approx(labels.mean(), abs=4 * error)


def test_who_knows_the_totals_gives_every_card_as_many_positives_as_it_has(case: Case) -> None:
    scene, labels = case.made.dirty, labels_of(case)
    owner = scene.entity[scene.calendar.training.rows]

    said = label_probabilities(scene, (TOTALS,))

    assert np.bincount(owner, weights=said) == pytest.approx(np.bincount(owner, weights=labels))
    assert np.all((said >= 0.0) & (said <= 1.0 + 1e-12))


def test_the_sum_over_all_ways_is_what_trying_each_of_them_gives(case: Case) -> None:
    scene, labels = case.made.dirty, labels_of(case)
    training = scene.calendar.training.rows
    owner = scene.entity[training]
    counts, totals = np.bincount(owner), np.bincount(owner, weights=labels)
    card = int(np.flatnonzero((counts >= 4) & (counts <= 7) & (totals == 2))[0])
    rows = np.flatnonzero(owner == card)
    nodes, weights = np.polynomial.hermite_e.hermegauss(21)
    age = (scene.calendar.extraction - scene.moment[training][rows]) / DAY
    logit = scene.visible_logit()[training][rows][:, None] + scene.hidden_weight * nodes
    chance = sigmoid(logit) * scene.delay.reported_within(age)[:, None]
    each = np.zeros(rows.size)
    everything = 0.0
    for pair in combinations(range(rows.size), 2):
        hit = np.isin(np.arange(rows.size), pair)[:, None]
        way = float((np.where(hit, chance, 1.0 - chance).prod(axis=0) * weights).sum())
        everything += way
        each[list(pair)] += way

    said = label_probabilities(scene, (TOTALS,))[rows]

    assert said == pytest.approx(each / everything)


def test_every_leak_of_the_catalogue_has_a_ceiling_above_nothing(case: Case) -> None:
    found = ceilings(case)

    assert set(found) == {one.id for one in case.leaks} | {"leak.*"}
    assert min(found.values()) > 0.05
    assert found["leak.*"] > max(value for name, value in found.items() if name != "leak.*")


def test_a_channel_that_says_nothing_adds_next_to_nothing() -> None:
    deaf = recipe(spec("leak.missingness", hit=0.1, stray=0.1), rows=8000, window_rows=3000)

    found = ceilings(make_case(deaf, b"a seed of the tests"))

    assert abs(found["leak.review-minutes"]) < 0.02


def test_an_aggregate_made_in_another_way_has_no_ceiling(case: Case) -> None:
    column = case.made.dirty.table.columns["card_dispute_rate"]
    other = replace(column, extracted=np.sqrt(column.state(extracted=True)))
    made = replace(case.made, dirty=case.made.dirty.with_column(other))

    found = ceilings(replace(case, made=made))

    assert "leak.card-dispute-rate" not in found
    assert "leak.*" not in found
