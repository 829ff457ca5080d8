from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from takehome_graders import specimens
from takehome_graders.grading import check_sound
from takehome_graders.marks import Certainty, Judged
from takehome_graders.parts import Part, judged, shares_of
from takehome_graders.prices import weight

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAK = next(plant for plant in specimens.key(60).plants if plant.kind == "leak")


def _mark(parts: Sequence[Part]) -> Judged:
    return judged(parts, certainty=Certainty.OUTCOME, findings=[], figures={})


def test_parts_count_by_their_shares_and_noise_adds_up_in_squares() -> None:
    parts = [
        Part(name="a", share=3, points=80, low=74, high=86, rest="this"),
        Part(name="b", share=1, points=40, low=32, high=48, rest="that"),
    ]

    mark = _mark(parts)

    assert mark.points == 70.0
    assert mark.low == pytest.approx(70 - (4.5**2 + 2**2) ** 0.5, abs=0.01)
    assert mark.rest == "Most of the rest lies here: 15 for that, 15 for this."
    assert mark.figures == {"a.points": 80, "b.points": 40}


def test_a_part_that_is_left_out_leaves_its_place_to_the_others() -> None:
    one = Part.counted("a", 3.0, 80.0, "this")

    assert shares_of([one]) == {"a": 1.0}
    assert _mark([one]).points == 80.0


def test_without_parts_there_is_no_mark() -> None:
    with pytest.raises(ValueError, match="one part at least"):
        _mark([])


def test_without_resamples_nothing_is_known_about_noise() -> None:
    part = Part.sampled("a", 1.0, 40.0, None, rest="this")

    assert (part.low, part.points, part.high) == (0.0, 40.0, 100.0)


@given(
    st.lists(
        st.tuples(st.floats(0.1, 10), st.floats(-300, 300), st.lists(st.floats(-300, 300))),
        min_size=1,
        max_size=5,
    )
)
def test_whatever_the_parts_the_mark_is_sound(
    given_parts: list[tuple[float, float, list[float]]],
) -> None:
    parts = [
        Part.sampled(
            str(number), share, points, np.array(again) if again else None, rest=f"{number}"
        )
        for number, (share, points, again) in enumerate(given_parts)
    ]

    check_sound(_mark(parts))


@pytest.mark.parametrize(
    ("price", "weighs"),
    [(0.3, 0.3), (2.4, 1.0), (0.0004, 0.05), (-0.1, 0.05), (None, 0.5), (float("nan"), 0.5)],
)
def test_a_plant_weighs_what_it_costs_within_bounds(price: float | None, weighs: float) -> None:
    assert weight(replace(LEAK, price=price)) == weighs
