"""A reduced form of `tests/benchmarks/sins.py`: one sin of each way in which they are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from corpus.sins.cases import SINS, shown
from corpus.sins.forked import Forks
from corpus.sins.grounds import ground

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.sins.cases import Sin

CHOSEN = (
    "02_scaled_by_hand",
    "03_selected_on_all",
    "04_encoded_on_all",
    "08_looks_ahead",
    "11_filled_or_not",
    "18_outliers_by_label",
    "21_typed_in",
    "22_unseeded",
)


@pytest.fixture(scope="module")
def forks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forks]:
    started = Forks(tmp_path_factory.mktemp("sins"))
    yield started
    started.close()


def sin(name: str) -> Sin:
    return next(each for each in SINS if each.name == name)


@pytest.mark.parametrize("name", CHOSEN)
def test_a_leaky_program_is_found(forks: Forks, name: str) -> None:
    found = shown(forks, sin(name).source(clean=False), ground(sin(name).kind))

    assert not found.error
    assert sin(name).sign in found.signs


@pytest.mark.parametrize("name", CHOSEN)
def test_its_clean_twin_is_not_accused(forks: Forks, name: str) -> None:
    found = shown(forks, sin(name).source(clean=True), ground(sin(name).kind))

    assert not found.error
    assert not found.signs


def test_a_literal_claim_is_not_judged_by_chance(forks: Forks) -> None:
    found = shown(forks, sin("21_typed_in").source(clean=False), ground("plain"))

    assert found.read.chance.literal
    assert found.read.chance.falls is None


def test_a_clean_program_falls_to_chance(forks: Forks) -> None:
    found = shown(forks, sin("02_scaled_by_hand").source(clean=True), ground("plain"))

    assert found.read.chance.falls
    assert found.read.features.separated
    assert found.read.labels.separated
    assert found.read.reproduced.same
