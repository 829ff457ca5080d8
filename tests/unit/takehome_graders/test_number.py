"""Where the outcome is a number: held-out performance on its own scale, and nothing breaks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from takehome_datasets.key import NumberScale, NumberTruth
from takehome_datasets.number_measures import measure_number
from takehome_graders import specimens
from takehome_graders.grading import CRITERIA, mark
from takehome_graders.heldout.criterion import grade
from takehome_graders.marks import Fault, Judged, NotAsked, NotJudged

if TYPE_CHECKING:
    from takehome_datasets.key import Key, Window
    from takehome_graders.evidence import Evidence
    from takehome_graders.resampling import Floats

ROWS = 1500


def _truth(window: Window) -> NumberTruth:
    mean = 200 + 4000 * window.probability
    return NumberTruth(mean=mean, variance=np.full(ROWS, 50.0**2), outcome=mean)


def _said(window: Window, noise: float) -> Floats:
    rng = np.random.default_rng(int(10 * noise))
    mean = _truth(window).mean
    return np.asarray(mean + noise * mean.std() * rng.standard_normal(ROWS))


def _scale(window: Window) -> NumberScale:
    truth = _truth(window)
    return NumberScale(
        prior=measure_number(np.full(ROWS, truth.mean.mean()), truth),
        linear=measure_number(_said(window, 0.7), truth),
        xgboost=measure_number(_said(window, 0.4), truth),
        optimum=measure_number(truth.mean, truth),
    )


def _key() -> Key:
    plain = specimens.key(ROWS)
    return replace(
        plain,
        metric="rmse",
        scales={},
        costs=None,
        number_scales={window.name: _scale(window) for window in plain.windows},
        windows=tuple(
            replace(
                window,
                number=_truth(window),
                probability=np.empty(0),
                outcome=np.empty(0, dtype=np.int8),
            )
            for window in plain.windows
        ),
    )


KEY = _key()
PLAIN = specimens.key(ROWS)


def _sat(noise: float) -> Evidence:
    return specimens.sitting(PLAIN, {w.name: _said(w, noise) for w in PLAIN.windows})


@pytest.mark.parametrize(("noise", "points"), [(0.0, 100.0), (0.4, 70.0), (0.7, 40.0)])
def test_the_optimum_and_the_anchors_earn_the_points_that_they_fix(
    noise: float, points: float
) -> None:
    found = grade(KEY, _sat(noise))

    assert isinstance(found, Judged)
    assert found.points == pytest.approx(points, abs=0.01)
    assert found.low <= found.points <= found.high


def test_the_mean_of_every_row_earns_nothing() -> None:
    flat = {w.name: np.full(ROWS, _truth(w).mean.mean()) for w in PLAIN.windows}

    found = grade(KEY, specimens.sitting(PLAIN, flat))

    assert isinstance(found, Judged)
    assert found.points == 0.0


def test_one_window_stands_alone_and_says_so() -> None:
    near = specimens.sitting(PLAIN, {"near": _said(PLAIN.window("near"), 0.4)})

    found = grade(KEY, near)

    assert isinstance(found, Judged)
    assert any("never predicted" in finding.claim for finding in found.findings)
    assert isinstance(grade(KEY, replace(near, replies=())), NotJudged)


def test_predictions_are_not_taken_for_probabilities() -> None:
    marks = mark(KEY, _sat(0.4), dict.fromkeys(CRITERIA, 1.0))

    assert isinstance(marks.by_criterion["imbalance"], NotAsked)
    assert not any(isinstance(found, Fault) for found in marks.by_criterion.values())


@pytest.mark.parametrize("sat", [specimens.careful, specimens.naive, specimens.leaky])
def test_no_sitting_breaks_a_grader(sat: object) -> None:
    assert callable(sat)

    marks = mark(KEY, sat(PLAIN), dict.fromkeys(CRITERIA, 1.0))

    for name, found in marks.by_criterion.items():
        assert not isinstance(found, Fault), f"{name}: {getattr(found, 'traceback', '')}"
