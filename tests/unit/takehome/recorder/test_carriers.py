from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from takehome.recorder.carriers import Carrier, discover


def _values(n: int, seed: int) -> Any:
    rng = np.random.default_rng(seed)
    return np.round(rng.permutation(n) / n + 0.3 / n, 9)


@given(st.integers(0, 1000), st.integers(60, 400), st.sampled_from(["f4", "f8"]))
def test_values_find_their_rows_in_any_order_and_in_single_precision(
    seed: int, n: int, precision: str
) -> None:
    values = _values(n, seed)
    rows = np.random.default_rng(seed).integers(0, n, n)

    found = Carrier("x", values).find(values[rows].astype(precision))

    assert found.tolist() == rows.tolist()


def test_a_value_that_stands_twice_finds_no_row() -> None:
    carrier = Carrier("x", np.array([1.5, 2.5, 2.5, 3.5]))

    assert carrier.find(np.array([1.5, 2.5, 9.0, np.nan])).tolist() == [0, -1, -1, -1]


def test_carriers_are_seen_in_the_data_and_whole_numbers_come_last() -> None:
    rng = np.random.default_rng(0)
    columns = [
        np.arange(2000.0),
        rng.integers(0, 5, 2000).astype(float),
        _values(2000, 1),
        None,
        np.round(rng.normal(size=2000), 1),
    ]

    found = discover(["id", "level", "km", "word", "amount"], lambda at: columns[at], 2000)

    assert [carrier.name for carrier in found] == ["km", "id"]
    assert [carrier.weak for carrier in found] == [False, True]
