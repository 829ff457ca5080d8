from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score
from sklearn.metrics import log_loss as sklearn_log_loss

from takehome_datasets.measures import auc, average_precision, brier, log_loss, measure

if TYPE_CHECKING:
    from random import Random

Floats = NDArray[np.float64]

COARSE = st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0])


@st.composite
def predicted(draw: st.DrawFn, *, labels: bool) -> tuple[Floats, Floats]:
    size = draw(st.integers(2, 40))
    q = draw(st.lists(COARSE | st.floats(0, 1), min_size=size, max_size=size))
    truth = st.sampled_from([0.0, 1.0]) if labels else st.floats(0.01, 0.99)
    p = draw(st.lists(truth, min_size=size, max_size=size))
    return np.array(q), np.array(p)


def both_classes(y: Floats) -> bool:
    return bool(0 < y.sum() < y.size)


@given(predicted(labels=True))
def test_against_labels_every_measure_is_the_familiar_one(pair: tuple[Floats, Floats]) -> None:
    q, y = pair
    if not both_classes(y):
        return

    found = measure(q, y)

    assert found.average_precision == pytest.approx(average_precision_score(y, q))
    assert found.auc == pytest.approx(roc_auc_score(y, q))
    assert found.brier == pytest.approx(brier_score_loss(y, q))
    assert found.log_loss == pytest.approx(sklearn_log_loss(y, np.clip(q, 1e-6, 1 - 1e-6)))


@given(predicted(labels=False), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(pair: tuple[Floats, Floats], random: Random) -> None:
    q, p = pair
    order = list(range(q.size))
    random.shuffle(order)

    one, other = measure(q, p), measure(q[order], p[order])

    assert one.average_precision == pytest.approx(other.average_precision)
    assert one.auc == pytest.approx(other.auc)


def outcomes(p: Floats) -> list[tuple[Floats, float]]:
    """Every way in which the outcomes can come about, with its probability."""
    ways = []
    for bits in itertools.product([0.0, 1.0], repeat=p.size):
        y = np.array(bits)
        ways.append((y, float(np.prod(np.where(y == 1.0, p, 1.0 - p)))))
    return ways


@given(predicted(labels=False))
def test_against_probabilities_loss_is_the_mean_over_all_outcomes(
    pair: tuple[Floats, Floats],
) -> None:
    q, p = (values[:6] for values in pair)

    expected_loss = sum(chance * log_loss(q, y) for y, chance in outcomes(p))
    expected_brier = sum(chance * brier(q, y) for y, chance in outcomes(p))

    assert log_loss(q, p) == pytest.approx(expected_loss)
    assert brier(q, p) == pytest.approx(expected_brier)


@given(predicted(labels=False))
def test_auc_against_probabilities_counts_every_pair_by_its_chance(
    pair: tuple[Floats, Floats],
) -> None:
    q, p = pair
    above = (q[:, None] > q[None, :]) + 0.5 * (q[:, None] == q[None, :])
    chance = p[:, None] * (1.0 - p[None, :])
    np.fill_diagonal(chance, 0.0)

    assert auc(q, p) == pytest.approx(float((above * chance).sum() / chance.sum()))


@given(predicted(labels=False))
def test_average_precision_expects_what_the_outcomes_would_give(
    pair: tuple[Floats, Floats],
) -> None:
    q, p = (values[:6] for values in pair)

    # The share of its positives that each outcome has is what its mean is weighted by.
    expected = sum(
        chance * average_precision(q, y) * y.sum() for y, chance in outcomes(p) if y.any()
    )

    assert average_precision(q, p) == pytest.approx(expected / p.sum())


@pytest.mark.parametrize("decimals", [1, 8])
def test_average_precision_against_probabilities_is_its_mean_over_drawn_outcomes(
    decimals: int,
) -> None:
    rng = np.random.default_rng(1)
    p = np.asarray(1.0 / (1.0 + np.exp(-rng.normal(-2.5, 1.5, size=3000))), dtype=np.float64)
    noise = np.asarray(np.exp(rng.normal(0.0, 0.5, size=p.size)), dtype=np.float64)
    q: Floats = np.asarray(np.round(np.clip(p * noise, 0.0, 1.0), decimals), dtype=np.float64)

    drawn = [average_precision(q, (rng.random(p.size) < p).astype(float)) for _ in range(300)]

    standard_error = float(np.std(drawn)) / math.sqrt(len(drawn))
    assert average_precision(q, p) == pytest.approx(np.mean(drawn), abs=4 * standard_error + 2e-4)


@given(predicted(labels=False))
def test_nothing_is_better_than_the_truth(pair: tuple[Floats, Floats]) -> None:
    q, p = pair

    guessed, best = measure(q, p), measure(p, p)

    assert best.log_loss <= guessed.log_loss + 1e-12
    assert best.brier <= guessed.brier + 1e-12
    assert best.auc >= guessed.auc - 1e-12


def test_the_same_answer_for_all_has_the_rate_as_its_precision() -> None:
    p = np.linspace(0.01, 0.05, 1000)

    found = measure(np.full(p.size, 0.03), p)

    assert found.average_precision == pytest.approx(0.03, abs=1e-3)
    assert found.auc == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("q", "p", "message"),
    [
        ([0.5], [0.5, 0.5], r"shapes \(1,\) and \(2,\)"),
        ([], [], "at least one"),
        ([0.5, 1.5], [0.5, 0.5], "every prediction must lie in 0..1; number 1 is 1.5"),
        ([0.5, math.nan], [0.5, 0.5], "number 1 is nan"),
        ([0.5, 0.5], [-0.1, 0.5], "every probability must lie in 0..1; number 0 is -0.1"),
    ],
)
def test_what_cannot_be_measured_is_refused(q: list[float], p: list[float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        measure(np.array(q), np.array(p))
