from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Literal

import numpy as np
import pytest
from numpy.typing import NDArray

from takehome.store import plain


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    number: float
    colour: Colour = Colour.RED


@dataclass(frozen=True, slots=True, kw_only=True)
class Twig:
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    name: str
    kind: Literal["oak", "elm"]
    planted: date
    felled: datetime | None
    leaves: tuple[Leaf, ...]
    pair: tuple[int, str]
    parts: Mapping[str, Leaf | Twig]
    files: Mapping[str, bytes]
    ids: NDArray[np.int64]
    flags: NDArray[np.int8]
    shares: NDArray[np.float64]


TREE = Tree(
    name="Zoë",
    kind="oak",
    planted=date(2026, 1, 2),
    felled=datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
    leaves=(Leaf(number=1.0), Leaf(number=0.1)),
    pair=(1, "one"),
    parts={"a": Leaf(number=2.5), "b": Twig(reason="storm")},
    files={"empty": b"", "some": b"\x00\xff"},
    ids=np.array([2**60, -1]),
    flags=np.array([0, 1], dtype=np.int8),
    shares=np.array([[0.5, 0.25]]),
)


def test_a_value_comes_back_as_it_was() -> None:
    back = plain.from_bytes(Tree, plain.to_bytes(TREE))

    assert replace(back, ids=TREE.ids, flags=TREE.flags, shares=TREE.shares) == TREE
    for name in ("ids", "flags", "shares"):
        ours, theirs = getattr(TREE, name), getattr(back, name)
        assert ours.dtype == theirs.dtype
        assert np.array_equal(ours, theirs)


def test_the_same_value_gives_the_same_bytes() -> None:
    again = plain.to_bytes(plain.from_bytes(Tree, plain.to_bytes(TREE)))

    assert again == plain.to_bytes(TREE)


def test_what_is_not_plain_is_refused() -> None:
    with pytest.raises(TypeError, match="object is not a plain value"):
        plain.to_bytes(Twig(reason=object()))  # type: ignore[arg-type]  # that is the point


def test_not_a_number_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        plain.to_bytes(Leaf(number=float("nan")))


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Twig, plain.to_bytes(TREE)),
        (Tree, plain.to_bytes(TREE)[:-5]),
        (Tree, b""),
        (Tree, b"\x00\x00\x00\x02[]"),
        (Leaf, plain.to_bytes(Twig(reason="storm")).replace(b"Twig", b"Leaf")),
    ],
)
def test_other_bytes_are_refused_in_words(kind: type[Any], data: bytes) -> None:
    with pytest.raises(plain.StoredValueUnusable, match="cannot be read"):
        plain.from_bytes(kind, data)
