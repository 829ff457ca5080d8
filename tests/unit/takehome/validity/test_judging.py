from __future__ import annotations

from typing import Any

from takehome.validity.effects import NONE, Effect
from takehome.validity.judging import Seat, alarms, gains, judge, seat_of
from takehome.validity.operators import Operator
from takehome_graders.marks import Certainty, Fault, Finding, Judged, Marks, NotJudged

REAL = Effect(size=0.2, error=0.01)
LUCK = Effect(size=0.02, error=0.01)


def a_seat(**changes: Any) -> Seat:
    seat = {
        "name": "plain",
        "style": "plain",
        "kit": "kit-1",
        "outcome": "completed",
        "points": {"heldout": 70.0, "validation": 90.0, "leakage": 100.0},
        "silent": {},
        "weaknesses": frozenset(),
        "notes": frozenset(),
        "faults": (),
        "total": 80.0,
    }
    return Seat(**{**seat, **changes})


def an_operator(**changes: Any) -> Operator:
    operator = {
        "name": "odd",
        "fault": "Something.",
        "moves": {"validation": 10.0},
        "certain": False,
        "upon": "",
        "everywhere": (),
        "by_style": {},
        "not_for": {},
    }
    return Operator(**{**operator, **changes})


def points(**changed: float) -> dict[str, float]:
    return {**a_seat().points, **changed}


def test_beyond_noise_a_criterion_has_to_fall_by_its_price() -> None:
    cheap = a_seat(points=points(validation=85.0))
    dear = a_seat(points=points(validation=75.0))

    assert judge(an_operator(), a_seat(), cheap, NONE, REAL).fate == "survived"
    assert judge(an_operator(), a_seat(), dear, NONE, REAL).fate == "killed"


def test_within_noise_a_finding_is_due_and_no_loss() -> None:
    told = a_seat(weaknesses=frozenset({("validation", "Split at random.")}))
    lost = a_seat(points=points(validation=75.0), weaknesses=told.weaknesses)

    assert judge(an_operator(), a_seat(), told, NONE, LUCK).fate == "killed"
    assert judge(an_operator(), a_seat(), a_seat(), NONE, LUCK).fate == "survived"
    assert judge(an_operator(), a_seat(), lost, NONE, LUCK).fate == "survived"


def test_a_finding_on_another_criterion_does_not_count() -> None:
    told = a_seat(weaknesses=frozenset({("leakage", "Something else.")}))

    assert judge(an_operator(), a_seat(), told, NONE, LUCK).fate == "survived"


def test_a_fault_without_noise_always_costs() -> None:
    operator = an_operator(certain=True)

    assert judge(operator, a_seat(), a_seat(), NONE, NONE).fate == "survived"


def test_what_is_said_elsewhere_needs_no_effect() -> None:
    operator = an_operator(moves={"leakage": 20.0})
    after = a_seat(points=points(leakage=70.0))

    assert judge(operator, a_seat(), after, NONE, NONE).fate == "killed"


def test_what_was_never_judged_is_not_asked() -> None:
    operator = an_operator(moves={"reproducibility": 5.0})

    assert judge(operator, a_seat(), a_seat(), REAL, REAL).fate == "not asked"


def test_a_criterion_that_is_not_declared_may_move_by_two_points() -> None:
    after = a_seat(points=points(validation=70.0, heldout=68.5, leakage=103.0))

    verdict = judge(an_operator(), a_seat(), after, NONE, REAL)

    assert verdict.strays == {"leakage": -3.0}


def test_a_rewrite_that_loses_points_or_is_held_to_be_wrong_raises_an_alarm() -> None:
    after = a_seat(
        points=points(heldout=60.0), weaknesses=frozenset({("validation", "Split at random.")})
    )

    assert alarms(a_seat(), after) == ("heldout fell 10.0", "validation: Split at random.")
    assert alarms(a_seat(), a_seat()) == ()


def test_a_game_wins_where_points_rise_by_more_than_two() -> None:
    after = a_seat(points=points(validation=91.5, leakage=104.0))

    assert gains(a_seat(), after) == {"leakage": 4.0}


def test_a_seat_tells_points_silence_and_faults_apart() -> None:
    finding = Finding(
        criterion="heldout",
        tone="weakness",
        claim="Lost 12 points of 40.",
        evidence="",
        certainty=Certainty.OUTCOME,
        weight=1.0,
    )
    judged = Judged(
        points=50.0,
        low=40.0,
        high=60.0,
        certainty=Certainty.OUTCOME,
        findings=(finding,),
        rest="",
        figures={},
    )
    marks = Marks(
        kit="kit-1",
        submission="5" * 64,
        weights={},
        by_criterion={
            "heldout": judged,
            "drift": NotJudged(reason="Nothing was answered."),
            "economy": Fault(traceback="Traceback"),
        },
        total=50.0,
        low=40.0,
        high=60.0,
        judged_share=1.0,
    )

    seat = seat_of("plain", "plain", "completed", marks)

    assert seat.points == {"heldout": 50.0}
    assert seat.silent == {"drift": "Nothing was answered."}
    assert seat.faults == ("economy",)
    assert seat.weaknesses == {("heldout", "Lost # points of #")}
