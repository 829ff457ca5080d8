from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from recipes import of_world
from takehome_datasets.engine.quotas import spread_evenly
from takehome_datasets.streams import Streams
from takehome_datasets.variant import happen


@given(st.lists(st.integers(0, 3), min_size=1, max_size=200), st.integers(0, 10**6))
def test_every_group_is_spread_over_the_whole_range(codes: list[int], seed: int) -> None:
    group = np.array(codes)
    drawn = np.random.Generator(np.random.PCG64(seed)).random(group.size)

    even = spread_evenly(drawn, group)

    for code in set(codes):
        mine = np.sort(even[group == code])
        assert np.allclose(mine, (np.arange(mine.size) + 0.5) / mine.size)


def test_who_is_first_stays_first() -> None:
    drawn = np.array([0.9, 0.1, 0.2, 0.3])

    assert spread_evenly(drawn).tolist() == [0.875, 0.125, 0.375, 0.625]


def test_shares_are_kept_to_in_every_variant_and_rows_are_not() -> None:
    recipe = of_world("card-payments")

    found = [happen(recipe, Streams(root=seed)).clean.tables["merchants"] for seed in (b"a", b"b")]

    one, two = (table.columns["merchant_category"].values for table in found)
    assert one.size == two.size
    assert np.bincount(one).tolist() == np.bincount(two).tolist()
    assert not np.array_equal(one, two)
