from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takehome_datasets.measures import average_precision
from takehome_graders import specimens
from takehome_graders.evidence import Claim
from takehome_graders.marks import Certainty, Finding, Judged, NotJudged
from takehome_graders.specimens.keys import blurred
from takehome_graders.validation.criterion import grade

KEY = specimens.key(4000)
NEAR = KEY.window("near")
PREDICTED = blurred(NEAR, 0.8, "own")
REALISED = average_precision(PREDICTED, NEAR.probability)


def _claiming(value: float, low: float | None = None, high: float | None = None) -> Judged:
    claim = Claim(value=value, low=low, high=high)
    mark = grade(KEY, specimens.sitting(KEY, {"near": PREDICTED}, claim=claim))
    assert isinstance(mark, Judged)
    return mark


def _of_outcome(mark: Judged) -> list[Finding]:
    return [finding for finding in mark.findings if finding.certainty is Certainty.OUTCOME]


TOLERANCE = _claiming(0.3).figures["tolerance"]


def test_a_claim_within_the_noise_earns_everything() -> None:
    mark = _claiming(REALISED + 0.9 * TOLERANCE)

    assert mark.points == 100.0
    assert [f.tone for f in _of_outcome(mark)] == ["strength"]


def test_an_overclaim_costs_twice_what_an_underclaim_does() -> None:
    over = _claiming(REALISED + TOLERANCE + 0.05)
    under = _claiming(REALISED - TOLERANCE - 0.05)

    assert 0 < over.points < under.points < 100
    assert 100 - over.points == pytest.approx(2 * (100 - under.points), abs=0.02)


def test_an_underclaim_is_said() -> None:
    mark = _claiming(REALISED - TOLERANCE - 0.08)

    (finding,) = _of_outcome(mark)
    assert finding.tone == "weakness"
    assert "less average precision than the model realises" in finding.claim
    assert finding.question


def test_a_true_claim_about_a_model_that_says_the_same_of_every_row_earns_nothing() -> None:
    constant = np.full(NEAR.ids.size, float(np.mean(NEAR.probability)))
    claim = Claim(value=average_precision(constant, NEAR.probability))

    mark = grade(KEY, specimens.sitting(KEY, {"near": constant}, claim=claim))

    assert isinstance(mark, Judged)
    assert mark.points == 0
    assert "says the same of every row" in mark.findings[0].claim


def test_a_splendid_claim_earns_nothing() -> None:
    mark = _claiming(0.97)

    assert (mark.low, mark.points, mark.high) == (0.0, 0.0, 0.0)
    assert "more average precision than the model realises" in mark.findings[0].claim


def test_a_claim_beyond_the_optimum_is_told_to_be_out_of_reach() -> None:
    claims = [finding.claim for finding in _claiming(0.97).findings]

    assert "Claims more than anybody could honestly achieve on these data." in claims


@settings(deadline=None, max_examples=20)
@given(st.floats(0, 1), st.floats(0, 1))
def test_the_nearer_claim_never_earns_less(one: float, other: float) -> None:
    over = sorted((REALISED + one, REALISED + other))
    under = sorted((REALISED - one, REALISED - other))

    assert _claiming(over[0]).points >= _claiming(over[1]).points
    assert _claiming(under[0]).points <= _claiming(under[1]).points


def test_no_claim_beside_predictions_earns_nothing_and_is_said() -> None:
    mark = grade(KEY, specimens.sitting(KEY, {"near": PREDICTED}))

    assert isinstance(mark, Judged)
    assert mark.points == 0.0
    assert mark.findings[0].claim == "Leaves no estimate of how good the model will be."


def test_a_claim_that_was_never_put_to_the_test_is_not_judged() -> None:
    mark = grade(KEY, specimens.sitting(KEY, {}, claim=Claim(value=0.5)))

    assert isinstance(mark, NotJudged)


def test_a_wide_interval_buys_nothing() -> None:
    wide = _claiming(0.97, 0.0, 1.0)

    assert wide.points == 0.0
    assert _of_outcome(wide)[-1].weight == 0.0
    assert "within the interval" in _of_outcome(wide)[-1].claim


def test_an_interval_that_misses_is_said() -> None:
    mark = _claiming(REALISED, REALISED + 0.1, REALISED + 0.2)

    assert "outside the interval" in _of_outcome(mark)[-1].claim


def test_fewer_rows_make_for_more_tolerance() -> None:
    few, many = specimens.key(500), specimens.key(8000)
    tolerances = []
    for key in (few, many):
        mark = grade(key, specimens.careful(key))
        assert isinstance(mark, Judged)
        tolerances.append(mark.figures["tolerance"])

    assert tolerances[0] > 1.5 * tolerances[1]


def test_the_figures_hold_both_numbers() -> None:
    mark = _claiming(0.9)

    assert mark.figures["claimed"] == 0.9
    assert mark.figures["realised"] == pytest.approx(REALISED, abs=1e-6)
    assert mark.figures["realised.low"] < REALISED < mark.figures["realised.high"]
