from __future__ import annotations

import numpy as np
import pytest

from takehome_datasets.streams import Streams

STREAMS = Streams(root=b"a seed of the tests")


def test_a_stream_begins_anew_whenever_it_is_asked_for() -> None:
    first = STREAMS.rng("payments", "amount", "training").random(100)
    again = STREAMS.rng("payments", "amount", "training").random(100)

    assert np.array_equal(first, again)


@pytest.mark.parametrize(
    ("table", "column", "partition"),
    [
        ("cards", "amount", "training"),
        ("payments", "device", "training"),
        ("payments", "amount", "near"),
        ("paymentsa", "mount", "training"),
    ],
)
def test_streams_of_other_names_have_nothing_in_common(
    table: str, column: str, partition: str
) -> None:
    one = STREAMS.rng("payments", "amount", "training").random(1000)
    other = STREAMS.rng(table, column, partition).random(1000)

    assert abs(np.corrcoef(one, other)[0, 1]) < 0.15
    assert not np.intersect1d(one, other).size


def test_another_seed_gives_other_streams() -> None:
    one = STREAMS.rng("payments", "amount").random(1000)
    other = Streams(root=b"another seed of the tests").rng("payments", "amount").random(1000)

    assert not np.intersect1d(one, other).size


def test_a_stream_stays_what_it_was_when_it_was_written_down() -> None:
    drawn = STREAMS.rng("payments", "amount").integers(0, 1_000_000, size=4)

    assert drawn.tolist() == [72297, 969476, 731012, 882659]
