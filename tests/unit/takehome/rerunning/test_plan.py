from __future__ import annotations

from dataclasses import replace

import pytest

from takehome.rerunning import plan
from takehome.rerunning.plan import Facts, sample_size
from takehome_graders.evidence import Change

FACTS = Facts(
    rows=40_000,
    positives=1200,
    completed=True,
    heard=True,
    claimed=True,
    twins=("leak.a", "leak.b", "leak.c"),
)


def test_what_settles_most_comes_first() -> None:
    made = plan(FACTS, budget=100.0)

    assert [(step.change, step.rows, step.plants) for step in made.steps] == [
        (Change.NOTHING, 10_000, ()),
        (Change.ALL_LABELS, 10_000, ()),
        (Change.NOTHING, 40_000, ()),
        (Change.FEATURES, 10_000, ()),
        (Change.LABELS, 10_000, ()),
        (Change.TWIN, 10_000, FACTS.twins),
        (Change.TWIN, 10_000, ("leak.a",)),
        (Change.TWIN, 10_000, ("leak.b",)),
        (Change.TWIN, 10_000, ("leak.c",)),
    ]
    assert not made.left


@pytest.mark.parametrize("budget", [0.5, 1.0, 3.0, 5.0])
def test_all_together_costs_no_more_than_is_allowed(budget: float) -> None:
    made = plan(FACTS, budget=budget)

    assert sum(step.cost for step in made.steps) <= budget + 1e-9
    assert len(made.steps) + len(made.left) == 9


def test_three_fits_are_enough_for_all_but_single_twins() -> None:
    made = plan(FACTS, budget=3.0)

    assert {left.plants for left in made.left} == {("leak.a",), ("leak.b",), ("leak.c",)}
    assert all("times as long as the fit" in left.reason for left in made.left)


def test_nothing_is_allowed_where_the_challenge_says_so() -> None:
    made = plan(FACTS, budget=0.0)

    assert not made.steps
    assert {left.reason for left in made.left} == {"The challenge allows no time for re-runs."}


def test_without_a_recorder_nobody_knows_which_rows_to_change() -> None:
    made = plan(replace(FACTS, heard=False), budget=100.0)

    assert {left.change for left in made.left} == {Change.FEATURES, Change.LABELS}
    assert all("recorder was not heard" in left.reason for left in made.left)


def test_what_did_not_complete_is_not_run_again() -> None:
    made = plan(replace(FACTS, completed=False), budget=3.0)

    assert not made.steps
    assert {left.reason for left in made.left} == {"The sitting did not complete."}


def test_a_sample_has_positives_enough() -> None:
    assert sample_size(40_000, 80) == 30_000
    assert sample_size(1000, 0) == 1000
