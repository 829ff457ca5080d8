from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from takehome_graders import specimens
from takehome_graders.drift.criterion import grade
from takehome_graders.drift.monitoring import monitoring
from takehome_graders.drift.naming import SeenDrift, days_of, match_drift
from takehome_graders.evidence import Answers, Asked, Evidence, NamedDrift
from takehome_graders.marks import Judged, NotAsked
from takehome_graders.specimens.planted import COLUMNS

KEY = specimens.key(2000)
CAREFUL = specimens.careful(KEY)


def _seen(kind: str = "", where: str = "", since: str = "") -> SeenDrift:
    answers = Answers(drift=(NamedDrift(kind=kind, where=where, since=since),))
    (seen,) = match_drift(KEY, answers).drifts
    return seen


def _named(*drift: NamedDrift) -> Evidence:
    return replace(CAREFUL, answers=Answers(drift=drift))


def _judged(evidence: Evidence) -> Judged:
    mark = grade(KEY, evidence)
    assert isinstance(mark, Judged)
    return mark


def test_only_drift_that_began_in_training_can_be_seen() -> None:
    (seen,) = match_drift(KEY, CAREFUL.answers).drifts

    assert seen.plant.id == "drift.unit"


@pytest.mark.parametrize(
    ("since", "right"),
    [
        ("2024-07-01", 1.0),
        ("2024-07-14", 1.0),
        ("2024-07", 1.0),
        ("2024-06", 1.0),
        ("2024-08-10", 0.5),
        ("2024-09-10", 0.0),
        ("in summer", 0.0),
        ("2024-99-01", 0.0),
    ],
)
def test_a_date_is_right_within_a_fortnight(since: str, right: float) -> None:
    assert _seen("unit-change", "amount", since).date == right


def test_who_names_many_columns_for_one_has_not_found_it() -> None:
    others = [name for name in COLUMNS if name != "amount"][:4]
    broad = NamedDrift(kind="unit-change", where=", ".join(["amount", *others]), since="2024-07-01")

    told = match_drift(KEY, Answers(drift=(broad,)))

    assert told.drifts[0].kind < 0.5
    assert len(told.false_alarms) == 3


def test_one_column_beside_the_right_one_costs_nothing() -> None:
    other = next(name for name in COLUMNS if name != "amount")
    pair = NamedDrift(kind="unit-change", where=f"amount, {other}", since="2024-07-01")

    told = match_drift(KEY, Answers(drift=(pair,)))

    assert told.drifts[0].kind == 1.0
    assert told.false_alarms == ()


def test_a_slow_change_may_be_dated_anywhere_in_its_first_half() -> None:
    slow = tuple(
        replace(plant, until=date(2025, 1, 1)) if plant.id == "drift.unit" else plant
        for plant in KEY.plants
    )
    key = replace(KEY, plants=slow)

    dates = [
        match_drift(
            key, Answers(drift=(NamedDrift(kind="unit-change", where="amount", since=since),))
        )
        .drifts[0]
        .date
        for since in ("2024-09-28", "2024-12-30")
    ]

    assert dates == [1.0, 0.0]


@pytest.mark.parametrize(
    ("where", "right"),
    [
        ("payments.amount", 1.0),
        ("AMOUNT, from acquirer C", 1.0),
        ("amount and country", 0.5),
        ("the amounts", 0.0),
        (", ".join(COLUMNS), 1 / len(COLUMNS)),
    ],
)
def test_a_place_is_right_as_far_as_its_columns_are(where: str, right: float) -> None:
    assert _seen("unit-change", where).place == pytest.approx(right)


def test_a_kind_is_right_by_an_accepted_word() -> None:
    assert _seen("unit change", "amount").kind == 1.0
    assert _seen("covariate", "amount").kind == 0.0


def test_who_writes_several_kinds_has_named_none() -> None:
    early = tuple(
        replace(plant, since=date(2024, 5, 1)) if plant.id == "drift.concept" else plant
        for plant in KEY.plants
    )
    entry = NamedDrift(kind="unit-change, concept", where="amount", since="")

    seen = match_drift(replace(KEY, plants=early), Answers(drift=(entry,))).drifts

    assert [each.kind for each in seen] == [0.0, 0.0]


def test_other_plants_named_under_drift_are_no_false_alarm() -> None:
    told = match_drift(KEY, CAREFUL.answers)

    assert told.beside == {"labels.immature"}
    assert told.false_alarms == ()


def test_what_matches_nothing_is_for_a_person_to_read_and_costs_nothing() -> None:
    unit = NamedDrift(kind="unit-change", where="amount", since="2024-07-01")
    vague = NamedDrift(kind="vibes", where="somewhere", since="")

    fair, odd = _judged(_named(unit)), _judged(_named(unit, vague))

    assert odd.points == fair.points
    (note,) = [finding for finding in odd.findings if finding.tone == "note"]
    assert note.evidence == "For a person to read: vibes in somewhere."


def test_naming_every_column_does_not_pay() -> None:
    everything = [
        NamedDrift(kind=kind, where=column, since="2024-07-01")
        for column in COLUMNS
        for kind in ("concept", "unit-change")
    ]

    assert _judged(_named(*everything)).points <= _judged(_named()).points + 2


def test_losing_what_an_honest_xgboost_loses_is_worth_seventy() -> None:
    anchors = {
        window.name: specimens.keys.blurred(window, noise, "xgboost")
        for window, noise in zip(KEY.windows, (0.7, 1.2), strict=True)
    }

    mark = _judged(specimens.sitting(KEY, anchors))

    assert mark.figures["resilience.points"] == pytest.approx(70, abs=0.5)


def test_who_has_learnt_nothing_has_nothing_that_holds_up() -> None:
    flat = {window.name: np.full(2000, window.probability.mean()) for window in KEY.windows}

    assert _judged(specimens.sitting(KEY, flat)).figures["resilience.points"] == 0.0


def test_an_alarm_in_time_of_the_right_kind_and_place_earns_everything() -> None:
    watched = monitoring(KEY, CAREFUL)

    assert (watched.points, watched.delay, watched.false_alarms) == (100.0, 0, 0)


def test_a_monitor_that_always_alarms_earns_nothing() -> None:
    always = tuple(replace(alarm, drifted=True) for alarm in CAREFUL.alarms)

    assert monitoring(KEY, replace(CAREFUL, alarms=always)).points == 0.0


def test_a_monitor_that_never_alarms_earns_nothing() -> None:
    never = tuple(replace(alarm, drifted=False) for alarm in CAREFUL.alarms)

    assert monitoring(KEY, replace(CAREFUL, alarms=never)).points == 0.0


def test_every_window_that_goes_by_costs() -> None:
    late = tuple(
        replace(alarm, drifted=alarm.drifted and alarm.probe != "stream:5")
        for alarm in CAREFUL.alarms
    )

    watched = monitoring(KEY, replace(CAREFUL, alarms=late))

    assert (watched.delay, watched.points) == (1, 87.5)


def test_one_false_alarm_in_four_quiet_windows_halves_it() -> None:
    wolf = (replace(CAREFUL.alarms[0], drifted=True), *CAREFUL.alarms[1:])

    assert monitoring(KEY, replace(CAREFUL, alarms=wolf)).points == 50.0


def test_without_monitor_asked_the_other_parts_stand_alone() -> None:
    asked = Asked(deliverables=("predict", "expected_score"))

    mark = _judged(replace(CAREFUL, asked=asked))

    assert "monitor.points" not in mark.figures


def test_where_nothing_drifts_nobody_is_asked() -> None:
    key = replace(KEY, plants=(), stream=())

    assert isinstance(grade(key, CAREFUL), NotAsked)


def test_a_month_is_all_of_its_days() -> None:
    assert days_of("since 2024-02") == (date(2024, 2, 1), date(2024, 2, 29))
