from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takehome_graders.recording.rescaled import find

N = 3000


def _column(seed: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    rng = np.random.default_rng(seed)
    return np.round(np.exp(rng.normal(size=N)) * 40, 9)


@settings(max_examples=25)
@given(
    st.integers(0, 500),
    st.floats(0.01, 500).map(lambda scale: scale * 1.0),
    st.floats(-300, 300),
    st.sampled_from([1, -1]),
)
def test_centred_and_divided_columns_are_traced(
    seed: int, scale: float, shift: float, sign: int
) -> None:
    column = _column(seed)
    rows = np.random.default_rng(seed + 1).permutation(N)[: N // 2]
    scaled = (column[rows] - shift) / (sign * scale)

    found = find(scaled, {"other": _column(seed + 7), "column": column})

    assert found is not None
    assert found.tolist() == rows.tolist()


@pytest.mark.parametrize("bend", [np.log, np.log1p, np.sqrt])
def test_logarithms_and_roots_are_traced(bend: np.ufunc) -> None:
    column = _column(1)
    bent = bend(column)

    found = find((bent - bent.mean()) / bent.std(), {"column": column})

    assert found is not None
    assert found.tolist() == list(range(N))


def test_filled_gaps_stay_open() -> None:
    column = _column(2)
    column[::10] = np.nan
    filled = np.where(np.isnan(column), np.nanmean(column), column)

    found = find((filled - 3) / 5, {"column": column})

    assert found is not None
    assert (found[::10] == -1).all()
    assert (np.delete(found, np.s_[::10]) >= 0).all()


def test_strange_numbers_are_traced_to_nothing() -> None:
    rng = np.random.default_rng(0)

    assert find(rng.normal(size=N), {"column": _column(3)}) is None
    assert find(np.full(N, np.nan), {"column": _column(3)}) is None
    assert find(np.ones(N), {"column": _column(3)}) is None
