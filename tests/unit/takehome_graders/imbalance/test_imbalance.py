from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from takehome_datasets.measures import acted
from takehome_graders import specimens
from takehome_graders.deliverables import Decided
from takehome_graders.evidence import Answers, Asked, Claim, Evidence, NamedLeak
from takehome_graders.imbalance.criterion import grade
from takehome_graders.marks import Judged, NotJudged
from takehome_graders.specimens.keys import COSTS

if TYPE_CHECKING:
    from takehome_graders.resampling import Floats

KEY = specimens.key(2000)
NEAR = KEY.window("near")
P = NEAR.probability
SCORES = ("predict", "expected_score")


def _sat(q: Floats, done: Floats | None = None) -> Evidence:
    evidence = specimens.sitting(KEY, {"near": q}, claim=Claim(value=0.3))
    if done is None:
        return evidence
    decided = Decided(probe="near", ids=NEAR.ids, acted=done > 0)
    return replace(evidence, decided=(decided,))


def _figures(evidence: Evidence) -> dict[str, float]:
    mark = grade(KEY, evidence)
    assert isinstance(mark, Judged)
    return dict(mark.figures)


def test_the_optimum_deciding_by_cost_earns_everything_but_for_what_it_did_not_name() -> None:
    mark = grade(KEY, _sat(P, acted(P, COSTS)))

    assert isinstance(mark, Judged)
    assert mark.points == pytest.approx(100 * 9 / 11, abs=0.5)


def test_a_constant_ranks_nothing() -> None:
    assert _figures(_sat(np.full_like(P, P.mean())))["ranking.points"] == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("times", [3.0, 0.2])
def test_probabilities_of_the_wrong_size_cost_calibration_and_no_ranking(times: float) -> None:
    odds = times * P / (1 - P)

    right, wrong = _figures(_sat(P)), _figures(_sat(odds / (1 + odds)))

    assert right["calibration.points"] == 100.0
    assert wrong["calibration.points"] < 75
    assert wrong["ranking.points"] == pytest.approx(right["ranking.points"])


def test_a_threshold_of_a_half_throws_away_what_the_probabilities_know() -> None:
    by_cost, by_half = (
        _figures(_sat(P, done))["decisions.points"] for done in (acted(P, COSTS), np.round(P))
    )

    assert by_cost > by_half + 30


def test_acting_on_everybody_leaves_most_undone() -> None:
    mark = grade(KEY, _sat(P, np.ones_like(P)))

    assert isinstance(mark, Judged)
    assert mark.figures["decisions.points"] == 0.0
    assert any(f.claim == "Acts on more rows than anybody can look at." for f in mark.findings)


def test_decisions_that_were_asked_for_and_never_came_earn_nothing() -> None:
    assert _figures(_sat(P))["decisions.points"] == 0.0


def test_decisions_that_nobody_asked_for_are_no_part() -> None:
    evidence = replace(_sat(P), asked=Asked(deliverables=SCORES))

    assert "decisions.points" not in _figures(evidence)


@pytest.mark.parametrize("kind", ["immature labels", "label delay"])
def test_immature_labels_may_be_named_among_leaks_as_well(kind: str) -> None:
    leak = NamedLeak(table="payments", columns=(), kind=kind, evidence="", action="")
    evidence = replace(_sat(P), answers=Answers(leaks=(leak,)))

    assert _figures(evidence)["labels.points"] == 100.0
    assert _figures(_sat(P))["labels.points"] == 0.0


def test_where_all_labels_were_settled_nothing_has_to_be_named() -> None:
    plants = tuple(plant for plant in KEY.plants if plant.kind != "imbalance")

    mark = grade(replace(KEY, plants=plants), _sat(P))

    assert isinstance(mark, Judged)
    assert "labels.points" not in mark.figures


def test_without_the_near_window_it_is_not_judged() -> None:
    assert isinstance(grade(KEY, replace(_sat(P), replies=())), NotJudged)
