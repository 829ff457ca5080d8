from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from takehome_graders import specimens
from takehome_graders.evidence import Answers, Evidence, NamedLeak, Place
from takehome_graders.leakage.criterion import grade
from takehome_graders.marks import Certainty, Finding, Judged, NotAsked, NotJudged
from takehome_graders.specimens.planted import COLUMNS, LEAKING
from takehome_graders.statuses import Status, fates

KEY = specimens.key(600)
CAREFUL = specimens.careful(KEY)
NAIVE = specimens.naive(KEY)
LEAKY = specimens.leaky(KEY)


def _judged(evidence: Evidence) -> Judged:
    mark = grade(KEY, evidence)
    assert isinstance(mark, Judged)
    return mark


def _statuses(evidence: Evidence) -> dict[str, Status]:
    return {fate.plant.id: fate.status for fate in fates(KEY, evidence).plants}


def _about(evidence: Evidence, plant: str) -> Finding:
    (found,) = [f for f in _judged(evidence).findings if f.plant == plant]
    return found


def _named(evidence: Evidence, *columns: str, kind: str = "post-outcome") -> Evidence:
    more = NamedLeak(table="payments.csv", columns=columns, kind=kind, evidence="", action="")
    answers = evidence.answers or Answers()
    return replace(evidence, answers=replace(answers, leaks=(*answers.leaks, more)))


def test_who_names_every_leak_and_uses_none_earns_everything() -> None:
    mark = _judged(CAREFUL)

    assert (mark.low, mark.points, mark.high) == (100.0, 100.0, 100.0)
    assert mark.certainty is Certainty.BEHAVIOUR


def test_who_uses_every_leak_and_names_none_earns_nothing() -> None:
    assert _judged(LEAKY).points == 0.0


def test_every_plant_has_a_status() -> None:
    assert _statuses(NAIVE) == {
        "leak.post-outcome": Status.CAUGHT,
        "leak.future-aggregate": Status.USED,
        "leak.missingness": Status.USED,
        "leak.duplicates": Status.MISSED,
        "labels.immature": Status.MISSED,
        "decoy.prior": Status.LEFT_ALONE,
        "decoy.name": Status.FALSE_ALARM,
        "drift.concept": Status.NOT_JUDGED,
        "drift.unit": Status.MISSED,
        "mess.sentinel": Status.NOT_JUDGED,
    }


def test_leaks_used_are_told_by_their_columns() -> None:
    assert fates(KEY, NAIVE).leaks_used == ("card_dispute_rate", "review_minutes")
    assert fates(KEY, LEAKY).leaks_used == tuple(LEAKING.values())
    assert fates(KEY, CAREFUL).leaks_used == ()


def test_naming_a_leak_and_using_it_earns_less_than_dropping_it_unnamed() -> None:
    named = _named(LEAKY, "refunded_amount")

    assert _statuses(named)["leak.post-outcome"] is Status.NAMED_BUT_USED
    assert 0 < _judged(named).points < 12.5
    assert "and the model listens to it" in _about(named, "leak.post-outcome").claim


@pytest.mark.parametrize("kind", ["post-outcome", "missingness", "look-ahead", "duplicates"])
@pytest.mark.parametrize("evidence", [LEAKY, NAIVE, replace(CAREFUL, answers=Answers())])
def test_naming_every_column_does_not_pay(evidence: Evidence, kind: str) -> None:
    gamed = _judged(_named(evidence, *COLUMNS, kind=kind))

    # A kind that leaks without a column is worth what it is worth by itself, and nothing more.
    fair = _judged(_named(evidence, kind=kind)) if kind == "duplicates" else _judged(evidence)
    assert gamed.points <= fair.points


@pytest.mark.parametrize(("column", "points"), [("country", 95.0), ("merchant_prior", 94.0)])
def test_a_false_alarm_costs_and_a_decoy_what_dropping_it_costs_besides(
    column: str, points: float
) -> None:
    mark = _judged(_named(CAREFUL, column))

    assert mark.points == pytest.approx(points)
    assert any(column in finding.claim for finding in mark.findings)


def test_the_right_column_for_the_wrong_reason_counts_half() -> None:
    answers = CAREFUL.answers
    assert answers is not None
    leaks = (replace(answers.leaks[0], kind="strange"), *answers.leaks[1:])

    mark = _judged(replace(CAREFUL, answers=replace(answers, leaks=leaks)))

    assert mark.points == pytest.approx(95.0)


def test_a_model_that_answers_everybody_alike_is_not_praised_for_not_listening() -> None:
    flat = {
        probe: np.full(600, 0.03)
        for probe in ("near", "later", *(f"counterfactual:{plant}" for plant in LEAKING))
    }

    mark = _judged(specimens.sitting(KEY, flat))

    assert mark.points == 0.0
    assert any("Answers everybody alike" in finding.claim for finding in mark.findings)


def test_a_used_leak_is_told_with_number_place_and_question() -> None:
    finding = _about(NAIVE, "leak.missingness")

    assert finding.certainty is Certainty.BEHAVIOUR
    assert finding.place == Place(file="solution.py", line=2)
    assert "of the predictions, by 0." in finding.evidence
    assert "solution.py, line 2 (read in code)" in finding.evidence
    assert finding.question == "For which payments is review_minutes missing, and why?"
    assert finding.column == "review_minutes"


def test_a_leak_that_no_line_names_came_with_the_table() -> None:
    assert "came in with the rest of the table" in _about(LEAKY, "leak.missingness").evidence


def test_leaks_that_no_probe_reached_are_not_reached() -> None:
    cut = replace(CAREFUL, replies=CAREFUL.replies[:2], reruns=())

    statuses = _statuses(cut)

    assert statuses["leak.post-outcome"] is Status.NOT_REACHED
    assert statuses["leak.duplicates"] is Status.CAUGHT
    assert _judged(cut).certainty is Certainty.DECLARED


def test_without_any_answer_leakage_is_not_judged() -> None:
    cut = replace(CAREFUL, replies=())

    assert isinstance(grade(KEY, cut), NotJudged)
    statuses = {plant: s for plant, s in _statuses(cut).items() if plant.startswith("leak.")}
    assert set(statuses.values()) == {Status.NOT_REACHED}


def test_a_missing_answers_file_is_said() -> None:
    claims = [finding.claim for finding in _judged(LEAKY).findings]

    assert "Hands in no answers.toml, so nothing could count as seen." in claims


def test_what_is_no_leak_but_wrong_all_the_same_is_said_and_earns_nothing() -> None:
    named = _named(CAREFUL, "amount", kind="sentinel")

    assert _statuses(named)["mess.sentinel"] is Status.CAUGHT
    assert _judged(named).points == _judged(CAREFUL).points
    assert _about(named, "mess.sentinel").weight == 0.0


def test_a_challenge_without_leaks_does_not_ask_about_them() -> None:
    mark = grade(replace(KEY, plants=(), counterfactuals=()), CAREFUL)

    assert mark == NotAsked(reason="This challenge has no planted leak.")
