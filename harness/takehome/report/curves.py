"""Curves of the predictions in one window, judged against true probabilities.

Ranking (precision at every recall), worth (what a decision by the probabilities saves) and size
(what is true where it says so much). None of them knows the luck of sampled labels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from takehome_graders.heldout.findings import WORDS
from takehome_graders.replies import Joined, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from takehome_datasets.key import Key, Window
    from takehome_graders.evidence import Evidence

    Floats = NDArray[np.float64]

_RECALLS: Final = 25
_THRESHOLDS: Final = 24
_HIGHEST: Final = 0.8
_EDGES: Final = (0.0, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 1.0)
"""Of the bins of predictions, in shares of the rows: finer where the few positives are."""
_DIGITS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """How precise the top of the list is that holds such a share of all positives."""

    recall: float
    precision: float
    optimum: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """What acting above a threshold saves, as a share of what doing nothing costs.

    A threshold is right for one price: where a false alarm costs `t / (1 - t)` of a miss.
    """

    threshold: float
    model: float
    optimum: float
    everybody: float
    """Acting on every row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """One bin of predictions: what they say on average, and what is true."""

    rows: int
    said: float
    true: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Curves:
    """All curves of one window."""

    window: str
    words: str
    prevalence: float
    ranking: tuple[Ranking, ...]
    saving: tuple[Saving, ...]
    size: tuple[Size, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long one probe took."""

    probe: str
    rows: int
    seconds: float

    @property
    def rows_a_second(self) -> float:
        """Rows answered in a second."""
        return self.rows / self.seconds if self.seconds > 0 else 0.0


def curves(key: Key, evidence: Evidence) -> tuple[Curves, ...]:
    """Return the curves of every window that was answered and has something to find."""
    return tuple(_curves(key, evidence))


def paces(evidence: Evidence) -> tuple[Pace, ...]:
    """Return how long each probe took, in the order in which they were asked."""
    return tuple(
        Pace(probe=reply.probe, rows=int(reply.ids.size), seconds=reply.seconds)
        for reply in evidence.replies
    )


def _curves(key: Key, evidence: Evidence) -> Iterator[Curves]:
    for window in key.windows:
        answer = joined(evidence.reply(window.name), window)
        p = window.probability
        if isinstance(answer, Joined) and 0 < p.sum() < p.size:
            yield _of(window, answer.values, p)


def _of(window: Window, q: Floats, p: Floats) -> Curves:
    return Curves(
        window=window.name,
        words=WORDS.get(window.name, window.name),
        prevalence=round(float(p.mean()), _DIGITS),
        ranking=tuple(_ranking(q, p)),
        saving=tuple(_saving(q, p)),
        size=tuple(_size(q, p)),
    )


def _ranking(q: Floats, p: Floats) -> Iterator[Ranking]:
    recalls = np.linspace(0, 1, _RECALLS + 1)[1:]
    own, best = _precision_at(q, p, recalls), _precision_at(p, p, recalls)
    for recall, precision, optimum in zip(recalls, own, best, strict=True):
        yield Ranking(
            recall=round(float(recall), _DIGITS),
            precision=round(float(precision), _DIGITS),
            optimum=round(float(optimum), _DIGITS),
        )


def _precision_at(q: Floats, p: Floats, recalls: Floats) -> Floats:
    # Equal predictions come in one step: within it every order is as likely, so precision is even.
    _, inverse, counts = np.unique(-q, return_inverse=True, return_counts=True)
    rows = np.concatenate([[0.0], np.cumsum(counts, dtype=np.float64)])
    found = np.concatenate([[0.0], np.cumsum(np.bincount(inverse, weights=p))])
    wanted = recalls * found[-1]
    return np.asarray(wanted / np.maximum(np.interp(wanted, found, rows), 1e-12))


def _saving(q: Floats, p: Floats) -> Iterator[Saving]:
    prevalence = float(p.mean())
    lowest = min(prevalence / 4, _HIGHEST / 4)
    for threshold in np.geomspace(lowest, _HIGHEST, _THRESHOLDS):
        price = threshold / (1 - threshold)
        yield Saving(
            threshold=round(float(threshold), _DIGITS),
            model=_saved(q >= threshold, p, price),
            optimum=_saved(p >= threshold, p, price),
            everybody=_saved(np.ones(p.size, dtype=np.bool_), p, price),
        )


def _saved(acted: NDArray[np.bool_], p: Floats, price: float) -> float:
    caught, alarms = float(p[acted].sum()), float((1 - p[acted]).sum())
    return round((caught - price * alarms) / float(p.sum()), _DIGITS)


def _size(q: Floats, p: Floats) -> Iterator[Size]:
    order = np.argsort(q, kind="stable")
    ordered = q[order]
    ends = np.searchsorted(ordered, np.quantile(q, _EDGES[1:]), side="right")
    start = 0
    for end in np.unique(np.append(ends, q.size)):
        inside = order[start:end]
        if inside.size:
            yield Size(
                rows=int(inside.size),
                said=round(float(q[inside].mean()), _DIGITS + 1),
                true=round(float(p[inside].mean()), _DIGITS + 1),
            )
        start = int(end)
