from __future__ import annotations

from dataclasses import replace

import pytest

from takehome_graders import specimens
from takehome_graders.deliverables import Shipping
from takehome_graders.evidence import Asked, Evidence
from takehome_graders.experiments import grade
from takehome_graders.marks import Judged, NotAsked

KEY = specimens.key(60)
CAREFUL = specimens.careful(KEY)
RIGHT = Shipping(ship=True, effect=0.02, low=0.0, high=0.04, flaws=("sentinel",))


def _figures(said: Shipping) -> dict[str, float]:
    mark = grade(KEY, replace(CAREFUL, shipping=said))
    assert isinstance(mark, Judged)
    return dict(mark.figures)


def test_the_right_decision_with_effect_interval_and_flaw_earns_everything() -> None:
    mark = grade(KEY, replace(CAREFUL, shipping=RIGHT))

    assert isinstance(mark, Judged)
    assert mark.points == 100.0


@pytest.mark.parametrize(
    ("effect", "points"), [(0.03, 100.0), (0.055, 50.0), (0.08, 0.0), (None, 0.0)]
)
def test_an_effect_is_judged_in_honest_errors(effect: float | None, points: float) -> None:
    assert _figures(replace(RIGHT, effect=effect))["effect.points"] == pytest.approx(points)


@pytest.mark.parametrize(
    ("low", "high", "points"),
    [(0.0, 0.04, 100.0), (0.021, 0.06, 0.0), (-1.0, 1.0, 0.0), (None, 0.04, 0.0)],
)
def test_an_interval_has_to_hold_the_truth_and_little_else(
    low: float | None, high: float | None, points: float
) -> None:
    assert _figures(replace(RIGHT, low=low, high=high))["interval.points"] == points


def test_a_list_of_every_flaw_is_no_answer() -> None:
    every = ("sentinel", "sample ratio", "peeking")

    assert _figures(replace(RIGHT, flaws=every))["flaws.points"] == 0.0


def test_the_wrong_decision_costs_three_tenths() -> None:
    mark = grade(KEY, replace(CAREFUL, shipping=replace(RIGHT, ship=False)))

    assert isinstance(mark, Judged)
    assert mark.points == 70.0


def test_no_decision_earns_nothing() -> None:
    mark = grade(KEY, replace(CAREFUL, shipping=None))

    assert isinstance(mark, Judged)
    assert mark.points == 0.0
    assert mark.findings[0].claim == "Leaves no decision."


@pytest.mark.parametrize("asked", [Asked(), Asked(deliverables=("predict",))])
def test_who_is_not_asked_to_decide_is_not_judged_by_it(asked: Asked) -> None:
    evidence: Evidence = replace(CAREFUL, asked=asked)

    assert isinstance(grade(KEY, evidence), NotAsked)
    assert isinstance(grade(replace(KEY, experiment=None), CAREFUL), NotAsked)
