"""How good predictions are, judged against true probabilities.

With p the probability of each outcome, every measure is the mean of what it would be over all the
outcomes that might have come about, so that the luck of one draw of labels drops out. With labels,
0 or 1, in place of p they are the familiar measures themselves. All take O(n log n).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from takehome_datasets.key import Costs, Measures

Floats = NDArray[np.float64]

_EPSILON = 1e-6
"""Log loss takes predictions no nearer to 0 and 1 than this, or one sure mistake would decide."""


def measure(q: Floats, p: Floats, costs: Costs | None = None) -> Measures:
    """Return all measures of predictions `q` against probabilities or labels `p`.

    The value is that of who takes the predictions at their word.

    Raises:
        ValueError: The two do not have the same length, are empty, or leave the unit interval.
    """
    check(q, p)
    return Measures(
        log_loss=log_loss(q, p),
        brier=brier(q, p),
        auc=auc(q, p),
        average_precision=average_precision(q, p),
        value=float(np.mean(savings(acted(q, costs), p, costs))) if costs else None,
    )


def check(q: Floats, p: Floats) -> None:
    """Refuse what cannot be measured.

    Raises:
        ValueError: The two do not have the same length, are empty, or leave the unit interval.
    """
    if q.ndim != 1 or q.shape != p.shape or not q.size:
        raise ValueError(
            f"predictions and probabilities must be two rows of equal length, at least one long;"
            f" theirs have the shapes {q.shape} and {p.shape}"
        )
    for name, values in (("prediction", q), ("probability", p)):
        wrong = ~((values >= 0.0) & (values <= 1.0))
        if wrong.any():
            at = int(np.flatnonzero(wrong)[0])
            raise ValueError(f"every {name} must lie in 0..1; number {at} is {values[at]}")


def log_loss(q: Floats, p: Floats) -> float:
    """Return the expected negative log likelihood, in nats a row."""
    return float(np.mean(log_losses(q, p)))


def log_losses(q: Floats, p: Floats) -> Floats:
    """Return the expected negative log likelihood of every row, in nats."""
    safe = np.clip(q, _EPSILON, 1.0 - _EPSILON)
    return -(p * np.log(safe) + (1.0 - p) * np.log1p(-safe))


def brier(q: Floats, p: Floats) -> float:
    """Return the expected squared error."""
    return float(np.mean(np.square(q - p) + p * (1.0 - p)))


def auc(q: Floats, p: Floats) -> float:
    """Return the probability that a positive stands above a negative; ties count half.

    NaN where there is nothing to compare: no chance of a positive, or none of a negative.
    """
    order = np.argsort(q, kind="stable")
    ranked = p[order]
    starts, ends = _ties(q[order])
    positive = np.concatenate([[0.0], np.cumsum(ranked)])
    negative = np.concatenate([[0.0], np.cumsum(1.0 - ranked)])
    own = np.concatenate([[0.0], np.cumsum(ranked * (1.0 - ranked))])
    won = (positive[ends] - positive[starts]) * negative[starts]
    # A row is no pair with itself, neither among the ties nor in the count of all pairs.
    tied = (positive[ends] - positive[starts]) * (negative[ends] - negative[starts])
    tied -= own[ends] - own[starts]
    pairs = positive[-1] * negative[-1] - own[-1]
    return float(np.sum(won + 0.5 * tied) / pairs) if pairs > 0.0 else math.nan


def average_precision(q: Floats, p: Floats) -> float:
    """Return the mean precision at the rows where recall rises, from the top down.

    Rows with equal predictions enter together, as scikit-learn does it. NaN without any positive.
    """
    order = np.argsort(-q, kind="stable")
    ranked = p[order]
    starts, ends = _ties(q[order])
    found = np.concatenate([[0.0], np.cumsum(ranked)])
    squares = np.concatenate([[0.0], np.cumsum(np.square(ranked))])
    gained = found[ends] - found[starts]
    # The expectation of (positives in the group) x (positives so far), over independent outcomes:
    # within the group the variance of the sum comes on top of the product of the means.
    spread = gained - (squares[ends] - squares[starts])
    total = found[-1]
    return (
        float(np.sum((gained * found[ends] + spread) / ends) / total) if total > 0.0 else math.nan
    )


def acted(q: Floats, costs: Costs) -> Floats:
    """Return how far each row is acted on by who takes `q` at its word, from 0 to 1.

    A row is worth acting on where what is likely to be saved is more than what an alarm is likely
    to cost. Where there are more of those than can be acted on, the most likely ones come first,
    and what remains is shared by all rows that are equally likely.

    >>> acted(np.array([0.9, 0.2, 0.2, 0.0]), Costs(miss=9, alarm=1, capacity=0.5)).tolist()
    [1.0, 0.5, 0.5, 0.0]
    """
    worth = q * costs.miss > (1.0 - q) * costs.alarm
    room = q.size if costs.capacity is None else costs.capacity * q.size
    _, inverse, counts = np.unique(-q, return_inverse=True, return_counts=True)
    before = np.cumsum(counts) - counts
    shares = np.clip((room - before) / counts, 0.0, 1.0)
    return np.where(worth, shares[inverse], 0.0)


def savings(acted: Floats, p: Floats, costs: Costs) -> Floats:
    """Return what is expected to be saved on every row, against acting on none."""
    return acted * (p * costs.miss - (1.0 - p) * costs.alarm)


def _ties(ordered: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where each run of equal values starts, and where it ends."""
    changes = np.flatnonzero(ordered[1:] != ordered[:-1]).astype(np.int64) + 1
    edges = np.concatenate([[0], changes, [ordered.size]]).astype(np.int64)
    return edges[:-1], edges[1:]
