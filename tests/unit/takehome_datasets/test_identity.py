from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pytest

from takehome_datasets.identity import content_hash, kit_id
from takehome_datasets.streams import Streams


@dataclass(frozen=True)
class Pair:
    one: object
    other: object


def test_the_order_of_a_mapping_is_no_content() -> None:
    assert content_hash({"a": 1, "b": 2}) == content_hash({"b": 2, "a": 1})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ab", "c"), ("a", "bc")),
        ((1, 2), (1, 2, None)),
        (1, 1.0),
        (1, True),
        ("7", 7),
        (b"8", "8"),
        (None, "None"),
        (date(2024, 1, 1), "2024-01-01"),
        (np.array([1, 2]), np.array([1.0, 2.0])),
        (np.array([1, 2]), np.array([[1, 2]])),
        (Pair("a", "b"), Pair("b", "a")),
        ({"a": ("b",)}, {"a": "b"}),
    ],
)
def test_different_values_have_different_hashes(one: object, other: object) -> None:
    assert content_hash(one) != content_hash(other)


def test_the_order_of_bytes_in_memory_is_no_content() -> None:
    assert content_hash(np.array([1, 2], dtype=">i8")) == content_hash(np.array([1, 2]))


def test_what_is_no_plain_data_is_refused() -> None:
    with pytest.raises(TypeError, match="no content hash over a object"):
        content_hash([object()])


def test_a_kits_id_follows_from_the_seed() -> None:
    one, other = kit_id(Streams(root=b"one")), kit_id(Streams(root=b"other"))

    assert one == kit_id(Streams(root=b"one"))
    assert one != other
    assert one.startswith("kit-")
    assert len(one) == len("kit-") + 12
