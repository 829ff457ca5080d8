"""The scheme behind a claim: what costs points, and what is told once."""

from __future__ import annotations

from typing import Any

import pytest

from takehome_graders.interventions.chance import Chance
from takehome_graders.validation.scheme_findings import staying


def _chance(**said: Any) -> Chance:
    known = {"falls": False, "literal": False, "claim": 0.5, "chance": 0.1, "why": ""}
    return Chance(**{"permuted": 0.1, **known, **said})


@pytest.mark.parametrize(
    ("permuted", "stays"), [(0.5, 1.0), (0.3, 0.5), (0.1, 0.0), (0.05, 0.0), (0.9, 1.0)]
)
def test_as_much_stays_as_is_claimed_above_chance_for_labels_that_mean_nothing(
    permuted: float, stays: float
) -> None:
    assert staying(_chance(permuted=permuted)) == pytest.approx(stays)


@pytest.mark.parametrize(
    "said",
    [
        {"falls": True, "permuted": 0.2},
        {"falls": None, "permuted": 0.5, "literal": True},
        {"falls": None, "permuted": None, "claim": None, "chance": None},
        {"claim": 0.05, "permuted": 0.4},
    ],
)
def test_nothing_stays_where_it_fell_or_could_not_be_judged(said: dict[str, Any]) -> None:
    assert staying(_chance(**said)) == 0.0
