from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from takehome_graders import specimens
from takehome_graders.evidence import Answers, Evidence
from takehome_graders.heldout import criterion as heldout
from takehome_graders.marks import Judged, NotAsked
from takehome_graders.signal import Support, support
from takehome_graders.verdict import grade

if TYPE_CHECKING:
    from takehome_datasets.key import Key

KEY = specimens.key(2000)
CAREFUL = specimens.careful(KEY)


def _with_ceiling(auc: float) -> Key:
    scales = {
        name: replace(scale, optimum=replace(scale.optimum, auc=auc))
        for name, scale in KEY.scales.items()
    }
    return replace(KEY, scales=scales)


def _saying(verdict: str, why: str = "Because.") -> Evidence:
    return replace(CAREFUL, answers=Answers(verdict=verdict, verdict_why=why))


def _points(auc: float, evidence: Evidence) -> float:
    mark = grade(_with_ceiling(auc), evidence)
    assert isinstance(mark, Judged)
    return mark.points


@pytest.mark.parametrize(
    ("auc", "verdict", "points"),
    [
        (0.9, "supported", 100.0),
        (0.9, "not-supported", 0.0),
        (0.9, "", 50.0),
        (0.52, "supported", 0.0),
        (0.52, "not-supported", 100.0),
        (0.52, "", 0.0),
        (0.61, "supported", 100.0),
        (0.61, "not-supported", 100.0),
    ],
)
def test_a_verdict_is_right_where_it_is_right(auc: float, verdict: str, points: float) -> None:
    assert _points(auc, _saying(verdict)) == points


def test_a_verdict_without_a_word_of_why_earns_less() -> None:
    assert _points(0.9, _saying("supported", "  ")) == 80.0


def test_to_hand_in_no_answers_is_to_say_nothing() -> None:
    assert _points(0.9, replace(CAREFUL, answers=None)) == 50.0


def test_a_challenge_that_predicts_nothing_asks_for_no_verdict() -> None:
    assert isinstance(grade(replace(KEY, scales={}), CAREFUL), NotAsked)


def test_held_out_marks_are_capped_where_the_data_support_nothing() -> None:
    best = specimens.sitting(KEY, {window.name: window.probability for window in KEY.windows})

    capped = heldout.grade(_with_ceiling(0.52), best)

    assert support(_with_ceiling(0.52)) is Support.NOT_SUPPORTED
    assert isinstance(capped, Judged)
    assert (capped.points, capped.high) == (40.0, 40.0)
    assert any("more than forty points are luck" in finding.claim for finding in capped.findings)
