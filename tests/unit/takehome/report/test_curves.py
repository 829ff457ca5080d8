from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from takehome.report.curves import curves, paces
from takehome_datasets.measures import average_precision
from takehome_graders import specimens

if TYPE_CHECKING:
    from takehome_datasets.key import Key


def test_the_area_under_the_ranking_is_the_average_precision(key: Key) -> None:
    (near, _) = curves(key, specimens.careful(key))
    window = key.window("near")

    area = float(np.mean([point.optimum for point in near.ranking]))

    assert area == pytest.approx(
        average_precision(window.probability, window.probability), abs=0.04
    )


def test_nobody_ranks_or_saves_better_than_the_optimum(key: Key) -> None:
    for sat in (specimens.careful, specimens.naive, specimens.leaky):
        for each in curves(key, sat(key)):
            assert all(p.precision <= p.optimum + 1e-9 for p in each.ranking)
            assert all(s.model <= s.optimum + 1e-9 for s in each.saving)
            assert all(s.everybody <= s.optimum + 1e-9 for s in each.saving)


def test_finding_everything_is_as_precise_as_the_base_rate(key: Key) -> None:
    for each in curves(key, specimens.naive(key)):
        assert each.ranking[-1].recall == 1
        assert each.ranking[-1].precision == pytest.approx(each.prevalence, abs=1e-4)


def test_who_answers_everybody_alike_is_everywhere_as_precise_as_the_base_rate(key: Key) -> None:
    flat = {w.name: np.full(w.ids.size, 0.03) for w in key.windows}

    for each in curves(key, specimens.sitting(key, flat)):
        assert {round(p.precision - each.prevalence, 4) for p in each.ranking} == {0.0}
        assert len(each.size) == 1


def test_acting_on_everybody_saves_everything_but_the_false_alarms(key: Key) -> None:
    (near, _) = curves(key, specimens.careful(key))
    prevalence = key.window("near").probability.mean()

    for point in near.saving:
        price = point.threshold / (1 - point.threshold)
        expected = 1 - price * (1 - prevalence) / prevalence
        assert math.isclose(point.everybody, expected, abs_tol=1e-3)


def test_bins_of_size_hold_every_row_once_in_order(key: Key) -> None:
    for each in curves(key, specimens.leaky(key)):
        assert sum(size.rows for size in each.size) == 1500
        said = [size.said for size in each.size]
        assert said == sorted(said)


def test_who_knows_the_truth_says_it(key: Key) -> None:
    truth = {w.name: w.probability for w in key.windows}

    for each in curves(key, specimens.sitting(key, truth)):
        assert all(size.said == pytest.approx(size.true, abs=1e-5) for size in each.size)


def test_windows_without_an_answer_have_no_curves(key: Key) -> None:
    evidence = specimens.careful(key)

    assert [c.window for c in curves(key, replace(evidence, replies=evidence.replies[:1]))] == [
        "near"
    ]
    assert curves(key, specimens.sitting(key, {})) == ()


def test_every_probe_has_its_pace(key: Key) -> None:
    evidence = specimens.careful(key)

    found = paces(evidence)

    assert [pace.probe for pace in found] == [reply.probe for reply in evidence.replies]
    assert found[0].rows_a_second == 1500 / 0.05
