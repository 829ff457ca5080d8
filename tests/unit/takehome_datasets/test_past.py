from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from takehome_datasets.past import Past

Integers = NDArray[np.int64]

EVENTS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(-20, 20), st.integers(0, 9)), min_size=1, max_size=30
)


def columns(events: list[tuple[int, int, int]]) -> tuple[Integers, Integers, Integers]:
    table = np.array(events, dtype=np.int64)
    return table[:, 0], table[:, 1], table[:, 2]


@given(EVENTS, st.integers(1, 50))
def test_counts_and_sums_see_the_past_of_the_same_entity_and_nothing_else(
    events: list[tuple[int, int, int]], seconds: int
) -> None:
    entity, moment, value = columns(events)
    past = Past.of(entity, moment)

    counts, totals = past.count(seconds), past.total(value, seconds)

    for i in range(entity.size):
        before = (entity == entity[i]) & (moment < moment[i]) & (moment >= moment[i] - seconds)
        assert counts[i] == before.sum()
        assert totals[i] == value[before].sum()


@given(EVENTS, st.integers(0, 2**30 - 1))
def test_pairs_are_every_wanted_event_with_every_earlier_one(
    events: list[tuple[int, int, int]], mask: int
) -> None:
    entity, moment, _ = columns(events)
    wanted = np.array([bool(mask >> i & 1) for i in range(entity.size)])

    row, past = Past.of(entity, moment).pairs(wanted)

    expected = {
        (i, j)
        for i in np.flatnonzero(wanted).tolist()
        for j in range(entity.size)
        if entity[j] == entity[i] and moment[j] < moment[i]
    }
    assert len(row) == len(expected)
    assert set(zip(row.tolist(), past.tolist(), strict=True)) == expected
