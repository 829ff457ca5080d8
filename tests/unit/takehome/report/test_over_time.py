from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from takehome.report.over_time import drifts, weeks
from takehome_graders import specimens

if TYPE_CHECKING:
    from takehome_datasets.key import Key


def test_weeks_cover_every_row_of_both_windows_without_a_gap(key: Key) -> None:
    found = weeks(key, specimens.careful(key))

    assert sum(week.rows for week in found) == 3000
    assert found[0].starts == key.window("near").starts
    assert found[-1].ends == key.window("later").ends
    assert all(before.ends == after.starts for before, after in pairwise(found))


def test_the_optimum_is_never_below_the_model(key: Key) -> None:
    for week in weeks(key, specimens.naive(key)):
        assert week.average_precision <= week.optimum + 1e-9


def test_weeks_with_few_positives_join_their_neighbours() -> None:
    key = specimens.key(150)

    found = weeks(key, specimens.careful(key))

    assert 0 < len(found) < 6
    assert sum(week.rows for week in found) == 300


def test_a_window_that_begins_without_rows_keeps_its_dates(key: Key) -> None:
    near = key.window("near")
    late = near.day >= near.day.min() + 10
    cut = replace(
        near,
        ids=near.ids[late],
        probability=near.probability[late],
        outcome=near.outcome[late],
        day=near.day[late],
        entity=near.entity[late],
    )
    key = replace(key, windows=(cut, key.window("later")), counterfactuals=())
    near_reply = specimens.sitting(key, {"near": cut.probability})

    found = weeks(key, near_reply)

    assert found[0].starts == near.starts
    assert found[0].ends >= near.starts + timedelta(days=14)


def test_what_was_never_answered_has_no_weeks(key: Key) -> None:
    assert weeks(key, specimens.sitting(key, {})) == ()


def test_drifts_stand_in_the_order_of_their_dates(key: Key) -> None:
    assert [drift.mechanism for drift in drifts(key)] == ["unit-change", "concept"]
