from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from takehome_graders import specimens
from takehome_graders.economy import grade
from takehome_graders.evidence import Asked, Evidence
from takehome_graders.marks import Judged, NotJudged
from takehome_graders.specimens.keys import blurred

if TYPE_CHECKING:
    from takehome_graders.resampling import Floats

KEY = specimens.key(2000)
NEAR = KEY.window("near")
XGBOOST = blurred(NEAR, 0.7, "xgboost")


def _points(q: Floats, fit_s: float) -> float:
    mark = grade(KEY, replace(specimens.sitting(KEY, {"near": q}), fit_s=fit_s))
    assert isinstance(mark, Judged)
    return mark.points


def test_a_plain_xgboost_in_a_minute_earns_everything() -> None:
    assert _points(XGBOOST, 60.0) == pytest.approx(100, abs=0.1)


def test_a_network_that_takes_all_the_time_and_buys_nothing_earns_forty() -> None:
    assert _points(XGBOOST, 600.0) == pytest.approx(40, abs=0.1)


def test_a_network_that_takes_all_the_time_and_is_better_keeps_its_points() -> None:
    assert _points(NEAR.probability, 600.0) == 100.0


def test_what_buys_nothing_is_worth_nothing_however_cheap() -> None:
    assert _points(np.full(2000, NEAR.probability.mean()), 1.0) == pytest.approx(0, abs=0.1)


def test_each_doubling_beyond_a_quarter_costs_as_much_as_the_next() -> None:
    free, half, whole = (_points(XGBOOST, fit_s) for fit_s in (150.0, 300.0, 600.0))

    assert free - half == pytest.approx(half - whole, abs=0.1)


@pytest.mark.parametrize(
    "otherwise",
    [
        lambda sat: replace(sat, asked=Asked()),
        lambda sat: replace(sat, fit_s=None),
        lambda sat: replace(sat, fit_s=float("nan")),
        lambda sat: replace(sat, replies=()),
    ],
    ids=["nothing granted", "no time", "no number", "no answer"],
)
def test_what_is_not_known_is_not_judged(otherwise: object) -> None:
    assert callable(otherwise)
    evidence = otherwise(specimens.sitting(KEY, {"near": XGBOOST}))
    assert isinstance(evidence, Evidence)

    assert isinstance(grade(KEY, evidence), NotJudged)
