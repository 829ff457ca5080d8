from __future__ import annotations

from importlib.metadata import EntryPoint
from typing import TYPE_CHECKING

import pytest

from takehome_graders.conformance import check_grader
from takehome_graders.grading import CRITERIA, Criterion, mark
from takehome_graders.marks import NotAsked
from takehome_graders.registry import GROUP, GraderUnusable, criteria, with_added
from takehome_graders.specimens import careful, key

if TYPE_CHECKING:
    from takehome_datasets.key import Key
    from takehome_graders.evidence import Evidence


def _grade(key: Key, evidence: Evidence) -> NotAsked:  # noqa: ARG001 - a grader's signature
    return NotAsked(reason="A team's own.")


def _said(key: Key, evidence: Evidence) -> NotAsked:
    return _grade(key, evidence)


OWN = Criterion(name="own", title="A team's own", grade=_grade)
DRIFT = Criterion(name="drift", title="Drift, otherwise", grade=_said)
NONE = "no criterion"


def _point(name: str, value: str) -> EntryPoint:
    return EntryPoint(name=name, value=f"{__name__}:{value}", group=GROUP)


def test_without_other_packages_the_criteria_are_ours() -> None:
    assert with_added([]) == CRITERIA
    assert [*criteria()][: len(CRITERIA)] == [*CRITERIA]


def test_a_package_adds_a_criterion_that_can_then_be_weighed() -> None:
    found = with_added([_point("own", "OWN")])

    marks = mark(key(60), careful(key(60)), {"own": 1.0}, found)

    assert marks.by_criterion["own"] == NotAsked(reason="A team's own.")
    assert check_grader(found["own"].grade) == ()


def test_a_package_puts_a_criterion_in_the_place_of_ours() -> None:
    found = with_added([_point("drift", "DRIFT")])

    assert [*found] == [*CRITERIA]
    assert found["drift"].title == "Drift, otherwise"
    assert found["heldout"] is CRITERIA["heldout"]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("own", "MISSING", "cannot be loaded"),
        ("own", "NONE", "is a str. It has to be a Criterion"),
        ("other", "OWN", 'is the criterion "own". Give both the same name'),
    ],
)
def test_what_is_no_criterion_is_refused_with_its_entry_point(
    name: str, value: str, words: str
) -> None:
    with pytest.raises(GraderUnusable, match=words):
        with_added([_point(name, value)])
