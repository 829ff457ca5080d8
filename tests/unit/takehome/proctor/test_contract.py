from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takehome.proctor.contract import ContractBroken, check, claim, pairs

if TYPE_CHECKING:
    from collections.abc import Callable

ID = "payment_id"


def frame(**columns: Any) -> pd.DataFrame:
    return pd.DataFrame(columns)


@pytest.mark.parametrize(
    "answer",
    [
        pd.Series([0.1, 0.2], index=[7, 8]),
        pd.Series([0.1, 0.2], index=pd.Index([7, 8], dtype="float64")),
        pd.Series([0.1, 0.2], index=[7, 8], dtype="object"),
        frame(payment_id=[7, 8], fraud=[0.1, 0.2]),
        frame(fraud=[0.1, 0.2], payment_id=[7, 8]),
        pd.DataFrame({"fraud": [0.1, 0.2]}, index=pd.Index([7, 8], name=ID)),
    ],
)
def test_a_series_or_a_frame_of_ids_and_values_is_understood(answer: Any) -> None:
    ids, values = pairs(answer, ID)

    assert ids == [7, 8]
    assert values == [0.1, 0.2]


async def _answer() -> None:
    """What an `async def predict` gives."""


@pytest.mark.parametrize(
    ("answer", "advice"),
    [
        (lambda: None, "return"),
        (lambda: np.array([0.1, 0.2]), "a ndarray"),
        (lambda: [0.1, 0.2], "a list"),
        (lambda: {7: 0.1}, "a dict"),
        (lambda: "0.1", "'0.1' (str)"),
        (_answer, "async def"),
        (lambda: (one for one in [0.1]), "a generator"),
        (lambda: frame(payment_id=[7], a=[0.1], b=[0.2]), "payment_id, a, b"),
        (lambda: frame(a=[0.1], b=[0.2]), "columns a, b"),
        (lambda: frame(payment_id=[7]), "columns payment_id"),
        (lambda: pd.Series([0.1], index=["7"]), "'7' (str)"),
        (lambda: pd.Series([0.1], index=[True]), "True (bool)"),
        (lambda: pd.Series([0.1], index=[7.5]), "7.5 (float)"),
        (lambda: pd.Series([0.1], index=pd.MultiIndex.from_tuples([(7, 8)])), "a tuple"),
        (lambda: pd.Series(["high"], index=[7]), "'high' (str)"),
        (lambda: pd.Series([1j], index=[7]), "values must be numbers"),
    ],
)
def test_anything_else_is_refused_with_advice(answer: Callable[[], Any], advice: str) -> None:
    with pytest.raises(ContractBroken) as broken:
        pairs(answer(), ID)

    assert advice in str(broken.value)


@pytest.mark.parametrize(
    ("ids", "values", "advice"),
    [
        ([1, 2], [0.1, 0.2], "left out 1 row of 3, payment_id 3"),
        ([0, 1, 2], [0.1, 0.2, 0.3], "not by position"),
        ([1, 2, 3, 4], [0.1] * 4, "1 row that the folder does not have, payment_id 4"),
        ([1, 2, 3, 3], [0.1] * 4, "1 row twice, payment_id 3"),
        ([1, 2, 3], [0.1] * 2, "3 ids and 2 values"),
        ([1, 2, 3], [0.1, float("nan"), float("inf")], "2 values that are not finite"),
        ([1, 2, 3], [0.1, 1.5, -3.0], "2 values outside 0 to 1, such as 1.5"),
    ],
)
def test_what_does_not_fit_what_was_asked_is_named(
    ids: list[int], values: list[float], advice: str
) -> None:
    with pytest.raises(ContractBroken) as broken:
        check(ids, values, [1, 2, 3], ID)

    assert advice in str(broken.value)


@settings(deadline=None)
@given(st.permutations(range(20)))
def test_the_order_of_an_answer_is_free(order: list[int]) -> None:
    check(order, [one / 20 for one in order], range(20), ID)


@settings(deadline=None)
@given(st.sets(st.integers(-(2**62), 2**62), min_size=1), st.data())
def test_every_dropped_row_is_noticed(asked: set[int], data: st.DataObject) -> None:
    dropped = data.draw(st.sampled_from(sorted(asked)))
    given_ids = sorted(asked - {dropped})

    with pytest.raises(ContractBroken) as broken:
        check(given_ids, [0.5] * len(given_ids), asked, ID)

    assert str(dropped) in str(broken.value)


def test_no_row_needs_no_answer() -> None:
    check([], [], [], ID)


@pytest.mark.parametrize(
    ("value", "understood"),
    [
        (0.5, [0.5]),
        (1, [1.0]),
        (np.float32(0.5), [0.5]),
        (np.array(0.5), [0.5]),
        ((0.5, 0.4, 0.6), [0.5, 0.4, 0.6]),
        (np.array([0.5, 0.4, 0.6]), [0.5, 0.4, 0.6]),
        ([np.float64(0.5), 0.4, 0.6], [0.5, 0.4, 0.6]),
    ],
)
def test_a_claim_is_a_number_or_three(value: Any, understood: list[float]) -> None:
    assert claim(value) == (understood, None)


@pytest.mark.parametrize(
    "value", [None, "0.5", (0.5, 0.6), float("nan"), (0.5, float("-inf"), 0.6), {}, print, [], 1j]
)
def test_anything_else_is_no_claim(value: Any) -> None:
    claimed, problem = claim(value)

    assert claimed is None
    assert problem is not None
    assert problem.startswith("expected_score is ")


def test_an_interval_that_does_not_hold_its_value_is_left_out() -> None:
    claimed, problem = claim((0.5, 0.6, 0.7))

    assert claimed == [0.5]
    assert problem is not None


class _Hostile:
    def __float__(self) -> float:
        raise KeyError("gotcha")


def test_a_number_that_raises_is_no_number() -> None:
    assert claim(_Hostile())[0] is None
