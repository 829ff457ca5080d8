from __future__ import annotations

import math

import pytest

from takehome.validity.spread import deviation, ladder


def test_neighbours_are_compared_on_the_variants_that_both_sat() -> None:
    totals = {
        "careful": {"a": 80.0, "b": 82.0, "c": 84.0},
        "naive": {"a": 70.0, "b": 71.0, "d": 10.0},
    }

    (step,) = ladder(totals, ("careful", "naive"))

    assert step.n == 2
    assert step.apart == pytest.approx(10.5)
    assert step.standard_errors == pytest.approx(10.5 / 0.5)


def test_one_variant_tells_nothing_about_noise() -> None:
    (step,) = ladder({"a": {"x": 9.0}, "b": {"x": 1.0}}, ("a", "b"))

    assert step.standard_errors == 0.0


def test_a_difference_that_never_varies_is_sure() -> None:
    (step,) = ladder({"a": {"x": 9.0, "y": 8.0}, "b": {"x": 2.0, "y": 1.0}}, ("a", "b"))

    assert step.standard_errors == math.inf


def test_one_total_has_no_deviation() -> None:
    assert deviation([50.0]) == 0.0
    assert deviation([49.0, 51.0]) == pytest.approx(math.sqrt(2))
