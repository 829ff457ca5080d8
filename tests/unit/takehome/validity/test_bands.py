from __future__ import annotations

from pathlib import Path

import pytest

from takehome.challenge import read
from takehome.validity.bands import Band, outside, read_bands
from takehome.validity.judging import Seat
from takehome_datasets.errors import ChallengeError
from takehome_graders.grading import CRITERIA

CHALLENGE = Path(__file__).parents[4] / "challenges" / "card-fraud"


def a_seat(points: float) -> Seat:
    return Seat(
        name="careful",
        style="careful",
        kit="kit-1",
        outcome="completed",
        points={"heldout": points},
        silent={},
        weaknesses=frozenset(),
        notes=frozenset(),
        faults=(),
        total=points,
    )


def test_a_mark_outside_its_band_is_told() -> None:
    bands = {"careful": {"heldout": Band(low=60, high=80), "drift": Band(low=0, high=1)}}

    found = [*outside(bands, "careful", [a_seat(70.0), a_seat(85.0)])]

    assert [(each.criterion, each.points) for each in found] == [("heldout", 85.0)]


def test_a_reference_without_bands_is_outside_of_none() -> None:
    assert [*outside({}, "careful", [a_seat(70.0)])] == []


def test_bands_have_a_low_and_a_high_end(tmp_path: Path) -> None:
    path = tmp_path / "bands.toml"
    path.write_text("[references.careful]\nheldout = { low = 80, high = 60 }\n")

    with pytest.raises(ChallengeError, match=r"(?s)bands\.toml.*low is 80, which is above high"):
        read_bands(path)


def test_bands_that_are_not_there_are_asked_for(tmp_path: Path) -> None:
    with pytest.raises(ChallengeError, match="is not there"):
        read_bands(tmp_path / "bands.toml")


def test_the_bands_of_card_fraud_are_of_its_references_and_of_criteria() -> None:
    challenge = read(CHALLENGE)

    bands = read_bands(CHALLENGE / "bands.toml")

    for name, by_criterion in bands.items():
        assert challenge.reference(name).exists()
        assert set(by_criterion) <= set(CRITERIA)
    assert {"careful", "competent", "naive", "leaky", "overfit", "broken"} == set(bands)
