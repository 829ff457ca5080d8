from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takehome_datasets.measures import average_precision
from takehome_graders.resampling import (
    BUNDLES,
    RESAMPLES,
    Floats,
    Resamples,
    interval,
    resampled,
    stream,
)

ROWS = 6000


def _rows(decimals: int = 12) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], Floats, Floats]:
    rng = np.random.default_rng(7)
    p = rng.beta(0.4, 8, ROWS)
    q = np.clip(p * np.exp(rng.normal(size=ROWS) * 0.7), 0, 1)
    return rng.integers(0, 900, ROWS), np.round(q, decimals), p


def _each_entity_once(entities: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Resamples:
    distinct = np.unique(entities)
    return Resamples(
        entities=distinct, bundle=np.arange(distinct.size), counts=np.ones((distinct.size, 1))
    )


@pytest.mark.parametrize("decimals", [12, 4, 3, 2, 1, 0])
def test_every_entity_drawn_once_gives_average_precision_itself(decimals: int) -> None:
    entity, q, p = _rows(decimals)

    again = _each_entity_once(entity).average_precision(entity, q, p)

    assert again[0] == pytest.approx(average_precision(q, p), abs=5e-4)


def test_an_entity_drawn_twice_counts_like_rows_written_twice() -> None:
    entity, q, p = _rows()
    twice = np.concatenate([np.arange(ROWS), np.flatnonzero(entity == entity[0])])
    resamples = _each_entity_once(entity)
    counts = resamples.counts + (resamples.entities == entity[0])[:, None]

    again = replace(resamples, counts=counts)

    assert again.mean(entity, p)[0] == pytest.approx(p[twice].mean())
    assert again.average_precision(entity, q, p)[0] == pytest.approx(
        average_precision(q[twice], p[twice]), abs=2e-3
    )


def test_rows_that_stand_or_fall_together_make_the_interval_wider() -> None:
    rng = np.random.default_rng(3)
    entity = np.repeat(np.arange(200), 20)
    values = np.repeat(rng.normal(size=200), 20)

    together = resampled([entity], stream("test", "K"))
    apart = resampled([np.arange(4000)], stream("test", "K"))

    spread = together.mean(entity, values).std() / apart.mean(np.arange(4000), values).std()
    assert spread == pytest.approx(np.sqrt(20), rel=0.15)


def test_bundles_tell_the_same_spread_as_the_entities_in_them() -> None:
    values = np.random.default_rng(5).normal(size=12_000)

    bundled = resampled([np.arange(12_000)], stream("bundles", "K"))

    assert bundled.counts.shape[0] == BUNDLES
    assert bundled.mean(np.arange(12_000), values).std() == pytest.approx(
        values.std() / np.sqrt(12_000), rel=0.1
    )


def test_the_interval_holds_what_it_promises() -> None:
    rng = np.random.default_rng(11)
    held = 0
    for number in range(60):
        values = rng.normal(size=150)
        again = resampled([np.arange(150)], stream("coverage", str(number)))
        low, high = interval(again.mean(np.arange(150), values))
        held += low <= 0 <= high

    assert held >= 51


def test_the_same_kit_is_drawn_in_the_same_way() -> None:
    entity = np.arange(50)

    one, two, other = (resampled([entity], stream("c", kit)).counts for kit in ("K", "K", "L"))

    assert (one == two).all()
    assert (one != other).any()


def test_an_entity_in_two_windows_is_drawn_once_for_both() -> None:
    again = resampled([np.array([4, 5, 6]), np.array([6, 7])], stream("c", "K"))

    assert again.entities.tolist() == [4, 5, 6, 7]
    assert (again.counts.sum(axis=0) == 4).all()


@settings(deadline=None, max_examples=25)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=8), st.integers(1, 3))
def test_few_rows_give_no_nan(values: list[float], entities: int) -> None:
    p = np.array(values)
    entity = np.arange(p.size) % entities
    again = resampled([entity], stream("c", "K"))

    precision = again.average_precision(entity, p, p)

    assert precision.shape == (RESAMPLES,)
    assert np.isfinite(precision).all()
    assert not again.enough
