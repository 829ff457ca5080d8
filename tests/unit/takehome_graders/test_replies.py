from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from takehome_graders import specimens
from takehome_graders.evidence import Answer
from takehome_graders.replies import Joined, Unusable, joined

WINDOW = specimens.key(30).windows[0]


def _answer(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Answer:
    return Answer(probe="near", ids=WINDOW.ids, values=values, seconds=0.1)


def test_answers_in_another_order_are_joined_by_id() -> None:
    order = np.random.default_rng(0).permutation(30)
    answer = _answer(WINDOW.probability)
    shuffled = replace(answer, ids=answer.ids[order], values=answer.values[order])

    found = joined(shuffled, WINDOW)

    assert isinstance(found, Joined)
    assert (found.values == WINDOW.probability).all()


def test_a_window_that_was_never_answered_is_unusable() -> None:
    assert joined(None, WINDOW) == Unusable(reason='It never answered for the window "near".')


def test_missing_rows_are_counted() -> None:
    answer = _answer(WINDOW.probability)
    short = replace(answer, ids=answer.ids[3:], values=answer.values[3:])

    found = joined(short, WINDOW)

    assert isinstance(found, Unusable)
    assert "27 rows where 30 were asked; 3 of them are missing" in found.reason


def test_a_row_answered_twice_is_no_answer_for_another() -> None:
    ids = WINDOW.ids.copy()
    ids[1] = ids[0]

    found = joined(replace(_answer(WINDOW.probability), ids=ids), WINDOW)

    assert isinstance(found, Unusable)


@pytest.mark.parametrize("odd", [np.nan, np.inf])
def test_what_is_no_number_is_unusable(odd: float) -> None:
    found = joined(_answer(np.full(30, odd)), WINDOW)

    assert isinstance(found, Unusable)


def test_answers_outside_the_unit_interval_are_moved_and_counted() -> None:
    values = np.full(30, 0.5)
    values[:2] = (-0.2, 1.7)

    found = joined(_answer(values), WINDOW)

    assert isinstance(found, Joined)
    assert found.outside == 2
    assert found.values[:3].tolist() == [0.0, 1.0, 0.5]
