from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from takehome_datasets.measures import log_loss
from takehome_graders.heldout.calibration import recalibrated

unit = hnp.arrays(np.float64, 30, elements=st.floats(0, 1))


@given(unit, unit)
def test_the_correction_keeps_order_and_ties_and_the_mean_of_the_truth(
    q: np.ndarray[tuple[int], np.dtype[np.float64]],
    p: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> None:
    corrected = recalibrated(q, p)

    order = np.argsort(q, kind="stable")
    steps, own = np.diff(corrected[order]), np.diff(q[order])
    assert (steps >= -1e-12).all()
    assert (steps[own == 0] == 0).all()
    assert corrected.mean() == pytest.approx(p.mean(), abs=1e-9)


@given(unit, unit)
def test_the_correction_never_makes_log_loss_worse(
    q: np.ndarray[tuple[int], np.dtype[np.float64]],
    p: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> None:
    assert log_loss(recalibrated(q, p), p) <= log_loss(q, p) + 1e-5


def test_a_wrong_size_in_the_right_order_is_corrected_altogether() -> None:
    p = np.linspace(0.01, 0.4, 50)

    assert recalibrated(p**3, p) == pytest.approx(p)
