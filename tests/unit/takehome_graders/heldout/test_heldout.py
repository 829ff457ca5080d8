from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takehome_graders import specimens
from takehome_graders.heldout.criterion import grade
from takehome_graders.marks import Finding, Judged, NotJudged
from takehome_graders.specimens.keys import blurred

if TYPE_CHECKING:
    from takehome_datasets.key import Key
    from takehome_graders.evidence import Evidence
    from takehome_graders.resampling import Floats

KEY = specimens.key(4000)
ANCHORS = {"logistic": (1.3, 1.9), "xgboost": (0.7, 1.2)}


def _judged(key: Key, evidence: Evidence) -> Judged:
    mark = grade(key, evidence)
    assert isinstance(mark, Judged)
    return mark


def _predicting(near: Floats, later: Floats, key: Key = KEY) -> Judged:
    return _judged(key, specimens.sitting(key, {"near": near, "later": later}))


def _true(window: str) -> Floats:
    return KEY.window(window).probability


def _blurred(noise: tuple[float, float], word: str) -> tuple[Floats, Floats]:
    near, later = (
        blurred(KEY.window(w), n, word) for w, n in zip(("near", "later"), noise, strict=True)
    )
    return near, later


def _about(mark: Judged, words: str) -> Finding:
    (found,) = [f for f in mark.findings if words in f.claim]
    return found


def test_the_optimum_earns_everything() -> None:
    mark = _predicting(_true("near"), _true("later"))

    assert (mark.low, mark.points, mark.high) == (100.0, 100.0, 100.0)
    assert mark.rest == "Nothing is left."


def test_the_prior_earns_nothing() -> None:
    near, later = (np.full(4000, _true(window).mean()) for window in ("near", "later"))

    mark = _predicting(near, later)

    assert mark.points == 0.0
    assert mark.findings[0].claim == "Knows no more about unseen rows than the base rate."


@pytest.mark.parametrize(("anchor", "points"), [("logistic", 40.0), ("xgboost", 70.0)])
def test_an_anchor_earns_the_points_that_it_fixes(anchor: str, points: float) -> None:
    mark = _predicting(*_blurred(ANCHORS[anchor], anchor))

    assert mark.points == pytest.approx(points, abs=0.01)
    assert "annot be told apart from an honest" in mark.findings[0].claim


def test_near_counts_six_tenths_and_later_four() -> None:
    near_only = _predicting(_true("near"), np.full(4000, _true("later").mean()))
    later_only = _predicting(np.full(4000, _true("near").mean()), _true("later"))

    assert near_only.points == pytest.approx(60.0)
    assert later_only.points == pytest.approx(40.0)
    assert near_only.figures["near.points"] == 100.0
    assert near_only.figures["later.points"] == 0.0


def test_half_of_the_points_are_for_the_ranking_alone() -> None:
    mark = _predicting(_true("near") / 40, _true("later") / 40)

    assert mark.figures["near.ranking_points"] == pytest.approx(100.0)
    assert mark.figures["near.probability_points"] < 50.0
    assert "40.0 times too low" in _about(mark, "times too low").claim


def test_probabilities_that_are_right_in_size_are_a_strength() -> None:
    mark = _predicting(*_blurred((0.5, 0.8), "own"))

    assert _about(mark, "taken at their word").tone == "strength"


def test_inflated_probabilities_are_told_with_the_points_that_they_cost() -> None:
    near, later = (1 / (1 + (1 - p) / p / 8) for p in (_true("near"), _true("later")))

    mark = _predicting(near, later)

    finding = _about(mark, "base rate")

    assert finding.weight == pytest.approx(100 - mark.points, abs=1.0)


def test_a_drop_like_that_of_the_anchor_is_no_weakness() -> None:
    mark = _predicting(*_blurred((0.75, 1.25), "own"))

    assert _about(mark, "After the drift").tone == "note"


def test_a_drop_far_beyond_that_of_the_anchor_is_a_weakness() -> None:
    mark = _predicting(*_blurred((0.5, 4.0), "own"))

    assert _about(mark, "loses more").tone == "weakness"


def test_a_model_that_learned_little_gets_no_credit_for_holding_up() -> None:
    mark = _predicting(*_blurred((4.0, 4.0), "own"))

    assert _about(mark, "After the drift").tone == "note"


def test_one_window_alone_is_judged_and_the_other_is_named() -> None:
    mark = _judged(KEY, specimens.sitting(KEY, {"near": _true("near")}))

    assert mark.points == 100.0
    assert _about(mark, "never predicted").weight == pytest.approx(40.0)


def test_without_any_answer_nothing_is_judged() -> None:
    mark = grade(KEY, specimens.sitting(KEY, {}))

    assert isinstance(mark, NotJudged)
    assert 'the window "near"' in mark.reason


def test_too_few_entities_say_nothing_about_how_sure_it_is() -> None:
    key = specimens.key(20)

    mark = _judged(key, specimens.careful(key))

    assert (mark.low, mark.high) == (0.0, 100.0)


def test_more_rows_make_the_interval_narrower() -> None:
    widths = []
    for rows in (500, 8000):
        key = specimens.key(rows)
        mark = _judged(key, specimens.careful(key))
        widths.append(mark.high - mark.low)

    assert widths[1] < widths[0] / 2


def test_the_interval_is_that_of_repeated_kits() -> None:
    points = []
    marks = []
    for number in range(12):
        key = replace(KEY, kit=f"K-{number}")
        quarter = np.random.default_rng(number).permutation(4000)[:1000]
        windows = tuple(
            replace(
                w,
                ids=w.ids[quarter],
                probability=w.probability[quarter],
                outcome=w.outcome[quarter],
                day=w.day[quarter],
                entity=np.arange(1000),
            )
            for w in key.windows
        )
        key = replace(key, windows=windows)
        near, later = _blurred((0.9, 1.3), "own")
        mark = _predicting(near[quarter], later[quarter], key)
        points.append(mark.points)
        marks.append(mark)

    sd = float(np.std(points))
    mean_width = float(np.mean([m.high - m.low for m in marks]))
    assert 0.4 < mean_width / (4 * sd) < 2.5


@settings(deadline=None, max_examples=20)
@given(st.floats(-8, 8), st.floats(0.05, 20))
def test_points_lie_within_their_interval_and_that_within_the_scale(
    shift: float, stretch: float
) -> None:
    logits = [stretch * np.log(p / (1 - p)) + shift for p in (_true("near"), _true("later"))]
    near, later = (1 / (1 + np.exp(-np.clip(z, -500, 500))) for z in logits)

    mark = _predicting(near, later)

    assert 0 <= mark.low <= mark.points <= mark.high <= 100
    assert all(np.isfinite(value) for value in mark.figures.values())
