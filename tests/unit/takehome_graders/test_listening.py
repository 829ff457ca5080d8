from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from takehome_graders import specimens
from takehome_graders.listening import Listening, listen

if TYPE_CHECKING:
    from takehome_graders.evidence import Evidence
    from takehome_graders.resampling import Floats

KEY = specimens.key(600)
NEAR = KEY.window("near")
PLANT = "leak.post-outcome"


def _sat(before: Floats, after: Floats) -> Evidence:
    return specimens.sitting(KEY, {"near": before, f"counterfactual:{PLANT}": after})


def _heard(before: Floats, after: Floats) -> Listening:
    heard = listen(KEY, _sat(before, after), PLANT)
    assert heard is not None
    return heard


def test_predictions_that_stay_do_not_listen() -> None:
    heard = _heard(NEAR.probability, NEAR.probability + 1e-12)

    assert not heard.listens
    assert heard.probability_change == pytest.approx(0.0, abs=1e-9)


def test_a_single_prediction_that_moves_is_listening() -> None:
    moved = NEAR.probability.copy()
    moved[3] += 1e-6

    heard = _heard(NEAR.probability, moved)

    assert heard.listens
    assert heard.moved == pytest.approx(1 / 600)


def _restless(before: Floats, again: Floats, after: Floats) -> Listening:
    replies = {"near": before, "repeat:near": again, f"counterfactual:{PLANT}": after}
    heard = listen(KEY, specimens.sitting(KEY, replies), PLANT)
    assert heard is not None
    return heard


def test_a_model_that_moves_by_itself_is_not_taken_to_listen() -> None:
    p, rng = NEAR.probability, np.random.default_rng(7)
    before, again, after = (np.clip(p + rng.normal(0, 0.01, p.size), 0, 1) for _ in range(3))

    heard = _restless(before, again, after)

    assert heard.restless
    assert not heard.listens


def test_a_model_that_moves_by_itself_and_listens_is_heard() -> None:
    p, rng = NEAR.probability, np.random.default_rng(7)
    before, again = (np.clip(p + rng.normal(0, 0.01, p.size), 0, 1) for _ in range(2))

    heard = _restless(before, again, np.where(NEAR.outcome == 1, 0.9, before))

    assert heard.listens


def test_how_much_it_listens_is_measured() -> None:
    shown = np.where(NEAR.outcome == 1, 0.99, 0.01)

    heard = _heard(NEAR.probability, shown)

    assert heard.moved == 1.0
    assert heard.rank_change > 0.05
    assert heard.precision_filled < heard.precision


def test_the_same_ranks_with_other_probabilities_change_no_rank() -> None:
    heard = _heard(NEAR.probability, NEAR.probability / 2)

    assert heard.listens
    assert heard.rank_change == 0.0
    assert heard.precision_filled == heard.precision


@pytest.mark.parametrize("plant", ["leak.missingness", "labels.immature", "no-such-plant"])
def test_what_was_never_asked_is_not_heard(plant: str) -> None:
    assert listen(KEY, _sat(NEAR.probability, NEAR.probability), plant) is None


def test_without_the_plain_window_there_is_nothing_to_compare() -> None:
    evidence = specimens.sitting(KEY, {f"counterfactual:{PLANT}": NEAR.probability})

    assert listen(KEY, evidence, PLANT) is None
