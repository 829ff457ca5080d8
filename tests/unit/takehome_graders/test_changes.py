from __future__ import annotations

from dataclasses import replace

from takehome_graders import specimens
from takehome_graders.changes import changes
from takehome_graders.grading import CRITERIA, mark
from takehome_graders.marks import Fault, Judged, Marks, NotJudged

KEY = specimens.key(400)
NAIVE = specimens.naive(KEY)
WEIGHTS = {"heldout": 40.0, "leakage": 30.0, "production": 30.0}
MARKS = mark(KEY, NAIVE, WEIGHTS)


def _with(marks: Marks, name: str, **otherwise: object) -> Marks:
    judged = marks.by_criterion[name]
    assert isinstance(judged, Judged)
    changed = replace(judged, **otherwise)  # type: ignore[arg-type]  # the fields of a mark, by name
    return replace(marks, by_criterion={**marks.by_criterion, name: changed})


def test_marks_of_the_same_evidence_by_the_same_rubric_have_not_changed() -> None:
    assert changes(MARKS, mark(KEY, NAIVE, WEIGHTS)) == ()


def test_another_rubric_is_told_by_its_weights_and_what_follows() -> None:
    after = mark(KEY, NAIVE, {**WEIGHTS, "leakage": 130.0})

    found = {each.name: each for each in changes(MARKS, after)}

    assert found["leakage"].before == found["leakage"].after
    assert found["leakage"].why == ("The rubric gives it 65% of the weights, where it was 30%.",)
    assert found["total"].before != found["total"].after
    assert found["total"].why == ("Follows from heldout, leakage, production.",)


def test_a_criterion_that_joins_is_told_with_its_state() -> None:
    after = mark(KEY, NAIVE, {**WEIGHTS, "verdict": 10.0})

    (joined,) = [each for each in changes(MARKS, after) if each.name == "verdict"]

    assert (joined.before, joined.after) == ("no criterion", "50.0")


def test_another_grader_is_told_by_parts_and_findings() -> None:
    judged = MARKS.by_criterion["production"]
    assert isinstance(judged, Judged)
    before = _with(
        MARKS,
        "production",
        points=20.0,
        low=20.0,
        figures={**judged.figures, "pace.points": 100.0},
        findings=judged.findings[1:],
    )

    (found, _) = changes(before, MARKS)

    assert found.name == "production"
    assert "Points of its parts: pace 100.0 →" in found.why[0]
    assert found.why[1] == f"New: {judged.findings[0].claim}"


def test_what_could_not_be_judged_before_says_so() -> None:
    reason = "None of the probes of production was asked in this sitting."
    before = replace(
        MARKS, by_criterion={**MARKS.by_criterion, "production": NotJudged(reason=reason)}
    )

    (found, _) = changes(before, replace(MARKS, total=(MARKS.total or 0) + 1))

    assert (found.before, found.why) == ("not judged", (reason,))


def test_a_fault_of_ours_is_told_by_its_last_line() -> None:
    fault = Fault(traceback="Traceback:\n  there\nZeroDivisionError: division by zero\n")
    after = replace(MARKS, by_criterion={**MARKS.by_criterion, "heldout": fault})

    found = changes(MARKS, after)[0]

    assert found.after == "a fault of ours"
    assert found.why == ("A grader of ours broke down: ZeroDivisionError: division by zero",)


def test_every_criterion_can_be_compared_with_every_other_sitting_of_it() -> None:
    whole = dict.fromkeys(CRITERIA, 1.0)

    found = changes(
        mark(KEY, NAIVE, whole), mark(KEY, replace(specimens.careful(KEY), replies=()), whole)
    )

    assert {each.name for each in found} >= {"heldout", "leakage", "economy", "total"}
