from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from takehome_graders.conformance import cases, check_grader
from takehome_graders.grading import CRITERIA, mark
from takehome_graders.marks import Certainty, Judged

if TYPE_CHECKING:
    from takehome_datasets.key import Key
    from takehome_graders.evidence import Evidence


def _judged(points: float) -> Judged:
    return Judged(
        points=points,
        low=0.0,
        high=100.0,
        certainty=Certainty.OUTCOME,
        findings=(),
        rest="",
        figures={},
    )


@pytest.mark.parametrize("name", CRITERIA)
def test_our_graders_keep_what_every_grader_owes(name: str) -> None:
    assert check_grader(CRITERIA[name].grade) == ()


def test_a_grader_that_raises_is_found() -> None:
    def raises(key: Key, evidence: Evidence) -> Judged:  # noqa: ARG001 - a grader's signature
        return _judged(evidence.claim.value) if evidence.claim else _judged(1 / 0)

    problems = check_grader(raises)

    assert any(problem.startswith("no claim: it raises.") for problem in problems)
    assert any("has to be of finite numbers" in problem for problem in problems)


def test_a_grader_that_changes_its_mind_is_found() -> None:
    count = itertools.count()

    def fickle(key: Key, evidence: Evidence) -> Judged:  # noqa: ARG001 - a grader's signature
        return _judged(next(count) % 2)

    assert all("other marks the second time" in problem for problem in check_grader(fickle))


def test_a_grader_that_returns_something_else_is_found() -> None:
    def number(key: Key, evidence: Evidence) -> float:  # noqa: ARG001 - a grader's signature
        return 3.0

    problems = check_grader(number)  # type: ignore[arg-type]  # the fault to be found

    assert all("it returns a float" in problem for problem in problems)


def test_no_case_breaks_the_marking_of_everything_together() -> None:
    for _, key, evidence in cases():
        marks = mark(key, evidence, {"heldout": 40.0, "validation": 30.0, "leakage": 30.0})

        assert 0.0 <= marks.judged_share <= 1.0
        assert marks.total is None or 0.0 <= (marks.low or 0.0) <= marks.total <= (
            marks.high or 0.0
        )
