from __future__ import annotations

import pytest

from recipes import recipe
from takehome.attempt import UNEXAMINED, Attempt, first_certified
from takehome_datasets.certify.case import make_case
from takehome_datasets.certify.norm import Norm, standings
from takehome_datasets.seeds import attempt_seed

SECRET = b"a candidate of the tests"
RECIPE = recipe(rows=6000, window_rows=3000)


@pytest.fixture(scope="module")
def norm() -> Norm:
    """A family whose average is just what the second attempt comes to."""
    case = make_case(RECIPE, attempt_seed(SECRET, 1))
    return Norm(variants=8, windows=standings(case), prices={}, baits={}, role_auc={})


def test_the_first_that_passes_is_handed_out_and_the_others_are_told(norm: Norm) -> None:
    said: list[str] = []

    found = first_certified(RECIPE, SECRET, said.append, norm=norm)

    assert found == Attempt(number=1, certified=True)
    assert [one.split(":")[0] for one in said if "rejected" in one] == ["variant 1"]
    assert said[-1] == "variant 2: certified"


def test_what_passes_is_the_same_the_second_time(norm: Norm) -> None:
    first, second = (first_certified(RECIPE, SECRET, print, norm=norm) for _ in range(2))

    assert first == second


def test_without_a_norm_the_first_is_taken_and_that_is_said() -> None:
    said: list[str] = []

    found = first_certified(RECIPE, SECRET, said.append, norm=None)

    assert found == UNEXAMINED
    assert "never measured" in said[0]
