from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from takehome_datasets.key import Measures, Scale
from takehome_graders.scale import Ruler, log_loss_ruler, ranking_ruler

RULER = Ruler(prior=0.02, optimum=0.42, logistic=0.5, xgboost=0.8)

skills = st.floats(-3, 3)


def _measures(log_loss: float, average_precision: float) -> Measures:
    return Measures(log_loss=log_loss, brier=0.0, auc=0.5, average_precision=average_precision)


def _scale(prior: float, logistic: float, xgboost: float, optimum: float) -> Scale:
    return Scale(
        prior=_measures(1 - prior, prior),
        logistic=_measures(1 - logistic, logistic),
        xgboost=_measures(1 - xgboost, xgboost),
        optimum=_measures(1 - optimum, optimum),
    )


@pytest.mark.parametrize(
    ("skill", "points"), [(0.0, 0.0), (0.5, 40.0), (0.8, 70.0), (1.0, 100.0), (-2.0, 0.0)]
)
def test_prior_anchors_and_optimum_stand_where_they_are_meant_to(
    skill: float, points: float
) -> None:
    assert RULER.points(np.array([skill])) == pytest.approx([points])


def test_a_low_log_loss_is_a_high_skill() -> None:
    ruler = log_loss_ruler(_scale(0.1, 0.3, 0.5, 0.6))

    assert ruler is not None
    assert ruler.skill(-0.9) == pytest.approx(0.0)
    assert ruler.skill(-0.4) == pytest.approx(1.0)
    assert ruler.xgboost == pytest.approx(0.8)


@pytest.mark.parametrize("optimum", [0.1, 0.05, float("nan")])
def test_there_is_no_ruler_where_nothing_can_be_gained(optimum: float) -> None:
    assert ranking_ruler(_scale(0.1, 0.1, 0.1, optimum)) is None


@given(st.lists(skills, min_size=2, max_size=20), skills, skills)
def test_more_skill_never_earns_fewer_points_whatever_the_anchors(
    at: list[float], logistic: float, xgboost: float
) -> None:
    ruler = Ruler(prior=0.0, optimum=1.0, logistic=logistic, xgboost=xgboost)

    points = ruler.points(np.sort(np.array(at)))

    assert (np.diff(points) >= 0).all()
    assert (points >= 0).all()
    assert (points <= 100).all()


def test_an_honest_xgboost_earns_70_though_the_logistic_regression_beat_it() -> None:
    ruler = Ruler(prior=0.0, optimum=1.0, logistic=0.6, xgboost=0.5)

    assert ruler.points(np.array([0.25, 0.5])) == pytest.approx([35.0, 70.0])


def test_an_anchor_that_is_no_number_fixes_nothing() -> None:
    ruler = Ruler(prior=0.0, optimum=1.0, logistic=float("nan"), xgboost=float("nan"))

    assert ruler.points(np.array([0.25])) == pytest.approx([25.0])
