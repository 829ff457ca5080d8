"""What `decide` may return: one decision for each probability, by id or in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from takehome.proctor.contract import ContractBroken
from takehome.proctor.decisions import decisions

if TYPE_CHECKING:
    from collections.abc import Callable

ID = "payment_id"
ASKED = [7, 8, 9]


@pytest.mark.parametrize(
    "answer",
    [
        [True, False, True],
        (1, 0, 1),
        [1.0, 0.0, 1.0],
        np.array([True, False, True]),
        np.array([1, 0, 1], dtype="int8"),
        pd.Series([True, True, False], index=[9, 7, 8]),
        pd.Series([1.0, 1.0, 0.0], index=pd.Index([9, 7, 8], dtype="float64")),
        pd.Series([True, False, True], index=ASKED, dtype="boolean"),
        pd.DataFrame({ID: [9, 8, 7], "act": [1, 0, 1]}),
    ],
)
def test_one_decision_for_each_is_understood_by_id_or_in_order(answer: Any) -> None:
    assert decisions(answer, ASKED, ID) == (ASKED, [1.0, 0.0, 1.0])


async def _answer() -> None:
    """What an `async def decide` gives."""


@pytest.mark.parametrize(
    ("answer", "advice"),
    [
        (lambda: None, "decide returned None"),
        (_answer, "async def"),
        (lambda: [True], "1 decisions for 3 probabilities"),
        (lambda: "yes", "'yes' (str)"),
        (lambda: {7: True}, "a dict"),
        (lambda: [0.5, 0, 1], "0.5 (float) for payment_id 7"),
        (lambda: [float("nan"), 0, 1], "True or False"),
        (lambda: ["yes", "no", "no"], "'yes' (str) for payment_id 7"),
        (lambda: np.ones((3, 1)), "a list for payment_id 7"),
        (lambda: pd.Series([True] * 3), "left out 3 of 3 rows"),
        (lambda: pd.Series([True] * 4, index=[7, 8, 9, 10]), "not given, payment_id 10"),
        (lambda: pd.Series([True] * 3, index=[7, 7, 8]), "some ids twice"),
        (lambda: pd.Series([True] * 3, index=["7", "8", "9"]), "the id '7' (str)"),
        (lambda: pd.Series([True, None, False], index=ASKED), "for payment_id 8"),
        (lambda: pd.DataFrame({"a": [1], "b": [1]}), "decide returned a DataFrame"),
        (lambda: 3, "3 (int)"),
    ],
)
def test_anything_else_is_refused_with_advice(answer: Callable[[], Any], advice: str) -> None:
    with pytest.raises(ContractBroken) as broken:
        decisions(answer(), ASKED, ID)

    assert advice in str(broken.value)
