from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from takehome_datasets.errors import ChallengeError
from takehome_graders import specimens
from takehome_graders.evidence import Ending, Evidence, Outcome
from takehome_graders.grading import CRITERIA, Criterion, KeyOfAnotherKit, mark
from takehome_graders.marks import Certainty, Fault, Judged, NotJudged

if TYPE_CHECKING:
    from takehome_datasets.key import Key

KEY = specimens.key(600)
CAREFUL = specimens.careful(KEY)
WEIGHTS = {"heldout": 40.0, "validation": 30.0, "leakage": 30.0}


def _fixed(points: float, low: float, high: float) -> Judged:
    return Judged(
        points=points,
        low=low,
        high=high,
        certainty=Certainty.OUTCOME,
        findings=(),
        rest="",
        figures={},
    )


def _criteria(**marks: Judged) -> dict[str, Criterion]:
    def always(found: Judged) -> Criterion:
        def grade(key: Key, evidence: Evidence) -> Judged:  # noqa: ARG001 - a grader's signature
            return found

        return Criterion(name="fixed", title="Fixed", grade=grade)

    return {name: always(found) for name, found in marks.items()}


def _broken(key: Key, evidence: Evidence) -> Judged:
    raise ZeroDivisionError(f"{key.kit} {evidence.entry}")


def test_careful_stands_far_above_naive_and_naive_above_leaky() -> None:
    totals = [
        mark(KEY, evidence, WEIGHTS).total or 0.0
        for evidence in (CAREFUL, specimens.naive(KEY), specimens.leaky(KEY))
    ]

    assert totals[0] > totals[1] + 20
    assert totals[1] > totals[2] + 5


def test_the_total_is_weighted_and_its_noise_adds_up_in_squares() -> None:
    criteria = _criteria(a=_fixed(80, 74, 86), b=_fixed(40, 32, 48))

    marks = mark(KEY, CAREFUL, {"a": 3, "b": 1}, criteria)

    assert marks.total == pytest.approx(70)
    assert marks.low == pytest.approx(70 - (4.5**2 + 2**2) ** 0.5, abs=0.01)
    assert marks.judged_share == 1.0


def test_what_is_not_judged_costs_nothing_and_shows_in_the_share() -> None:
    marks = mark(KEY, replace(CAREFUL, replies=CAREFUL.replies[1:2]), WEIGHTS)

    assert isinstance(marks.by_criterion["validation"], NotJudged)
    assert marks.judged_share == pytest.approx(0.7)
    assert marks.total is not None


def test_a_graders_crash_is_a_fault_with_its_traceback_and_costs_nothing() -> None:
    criteria = {**CRITERIA, "leakage": Criterion(name="leakage", title="Leakage", grade=_broken)}

    marks = mark(KEY, CAREFUL, WEIGHTS, criteria)

    fault = marks.by_criterion["leakage"]
    assert isinstance(fault, Fault)
    assert "ZeroDivisionError" in fault.traceback
    assert marks.judged_share == pytest.approx(0.7)
    assert marks.total == pytest.approx(
        mark(KEY, CAREFUL, {"heldout": 4, "validation": 3}).total, abs=0.01
    )


@pytest.mark.parametrize(
    "unsound",
    [_fixed(float("nan"), 0, 100), _fixed(101, 90, 102), _fixed(50, 60, 70), _fixed(-1, -2, 0)],
)
def test_a_mark_that_no_mark_can_be_is_a_fault(unsound: Judged) -> None:
    marks = mark(KEY, CAREFUL, {"a": 1}, _criteria(a=unsound))

    assert isinstance(marks.by_criterion["a"], Fault)
    assert marks.total is None


def test_a_sitting_that_never_fitted_is_not_judged_and_says_why() -> None:
    ending = Ending(outcome=Outcome.FAILED, during="fit", message="Cell 3 raised a KeyError.")
    failed = replace(CAREFUL, ending=ending, fit_s=None, claim=None, replies=())

    marks = mark(KEY, failed, WEIGHTS)

    assert marks.total is None
    assert marks.judged_share == 0.0
    for found in marks.by_criterion.values():
        assert isinstance(found, NotJudged)
        assert "Cell 3 raised a KeyError." in found.reason


def test_nothing_is_judged_where_the_infrastructure_failed() -> None:
    ending = Ending(outcome=Outcome.INFRASTRUCTURE, during="later", message="The engine went away.")

    marks = mark(KEY, replace(CAREFUL, ending=ending), WEIGHTS)

    assert all(isinstance(found, NotJudged) for found in marks.by_criterion.values())
    assert marks.total is None


def test_what_a_broken_contract_left_unjudged_tells_the_ending() -> None:
    ending = Ending(
        outcome=Outcome.CONTRACT_BROKEN, during="near", message="There is no `predict`."
    )

    marks = mark(KEY, replace(CAREFUL, ending=ending, replies=()), WEIGHTS)

    for found in marks.by_criterion.values():
        assert isinstance(found, NotJudged)
        assert "There is no `predict`." in found.reason


def test_the_same_evidence_gets_the_same_marks() -> None:
    assert mark(KEY, CAREFUL, WEIGHTS) == mark(KEY, CAREFUL, WEIGHTS)


def test_a_misspelt_criterion_is_refused_with_the_closest() -> None:
    with pytest.raises(ChallengeError, match='no criterion "leekage". Did you mean "leakage"'):
        mark(KEY, CAREFUL, {"leekage": 1.0})


def test_the_key_of_another_kit_is_refused() -> None:
    with pytest.raises(KeyOfAnotherKit, match="K-OTHER"):
        mark(replace(KEY, kit="K-OTHER"), CAREFUL, WEIGHTS)


def test_weights_of_nothing_make_no_total() -> None:
    marks = mark(KEY, CAREFUL, {"heldout": 0.0})

    assert marks.total is None
    assert marks.judged_share == 0.0
