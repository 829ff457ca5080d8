from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from takehome_graders.recording import Recording, Truth, lineage, scheme
from takehome_graders.recording.events import Argument, Event, Rows, Spot, Told

N = 100


def _rows(members: Any) -> Rows:
    flags = np.zeros(N, dtype=bool)
    flags[list(members)] = True
    return Rows(members=np.packbits(flags), space=0, size=N, n=len(members), missing=0)


def _event(number: int, what: str, members: Any, **more: Any) -> Event:
    role = "y_true" if what == "metric" else "X"
    arguments = [
        Argument(
            role=role,
            rows=_rows(members),
            n=len(members),
            missing=0,
            method="values",
            via=more.pop("via", ()),
        )
    ]
    if "watched" in more:
        watched = _rows(more.pop("watched"))
        arguments.append(
            Argument(role="eval0", rows=watched, n=watched.n, missing=0, method="values", via=())
        )
    settings = {"sort": "model", "type": "Model", "object": 0, "value": (), "behind": ()}
    return Event(
        process=0,
        number=number,
        what=what,
        library="sklearn",
        name=what,
        spot=Spot(file="solution.py", line=more.pop("line", number)),
        arguments=tuple(arguments),
        parameters=more.pop("parameters", {}),
        seconds=0.1,
        **{**settings, **more},
    )


def _recording(*events: Event) -> Recording:
    told = Told(process=0, frames=1, gaps=0, ended=True, forked=False, nested=0, faults=0, fault="")
    return Recording(n=N, events=events, folds=(), notices=(), told=(told,))


def _modelled(fit: Any, judged: Any, **more: Any) -> Recording:
    return _recording(
        _event(1, "fit", fit, object=1, **more),
        _event(2, "predict", judged, object=1),
        _event(3, "metric", judged, behind=(2,), value=(0.7,)),
    )


TRUTH = Truth(time=np.arange(N, dtype=float), entity=np.arange(N) // 10, twin=np.arange(N) // 2)


def test_an_honest_split_by_time_is_clean() -> None:
    (seen,) = scheme(_modelled(range(60), range(60, 100)), TRUTH).evaluations

    assert (seen.clean, seen.judged, seen.fitted, seen.before) == (True, 40, 60, True)
    assert (seen.later, seen.entities, seen.twins) == (0.0, 0.0, 0.0)


def test_rows_that_were_fitted_and_judged_are_counted() -> None:
    (seen,) = scheme(_modelled(range(70), range(60, 100)), TRUTH).evaluations

    assert (seen.clean, seen.overlap) == (False, 10)


def test_a_split_that_ignores_time_entities_and_repeats_shows() -> None:
    (seen,) = scheme(_modelled(range(0, N, 2), range(1, N, 2)), TRUTH).evaluations

    assert seen.clean is True
    assert seen.before is False
    assert seen.later == pytest.approx(0.5, abs=0.05)
    assert (seen.entities, seen.twins) == (1.0, 1.0)


def test_stopping_early_on_judged_rows_is_told() -> None:
    recording = _modelled(range(60), range(60, 100), watched=range(60, 100))

    (seen,) = scheme(recording, TRUTH).evaluations

    assert [shared.rows for shared in seen.stopped] == [40]
    assert seen.clean is False


def test_a_scaler_that_saw_judged_rows_is_found_through_what_it_made() -> None:
    recording = _recording(
        _event(1, "fit_transform", range(N), object=1, sort="transformer", type="Scaler"),
        _event(2, "fit", range(60), object=2, via=(1,)),
        _event(3, "predict", range(60, 100), object=2, via=(1,)),
        _event(4, "metric", range(60, 100), behind=(3,), value=(0.7,)),
    )

    (seen,) = scheme(recording, TRUTH).evaluations

    assert [(shared.type, shared.rows) for shared in seen.prepared] == [("Scaler", 40)]
    assert [event.number for event in lineage(recording).ancestors((0, 4))] == []
    assert {event.number for event in lineage(recording).ancestors((0, 3))} == {1, 2}


def test_a_scaler_that_was_fitted_and_not_used_is_no_fault() -> None:
    recording = _recording(
        _event(1, "fit_transform", range(N), object=1, sort="transformer", type="Scaler"),
        *(_modelled(range(60), range(60, 100)).events[at] for at in range(3)),
    )

    assert all(each.clean for each in scheme(recording, TRUTH).evaluations)


def test_a_second_fit_forgets_the_first() -> None:
    recording = _recording(
        _event(1, "fit", range(60), object=1),
        _event(2, "predict", range(60, 100), object=1),
        _event(3, "metric", range(60, 100), behind=(2,), value=(0.7,)),
        _event(4, "fit", range(N), object=1),
    )

    assert [each.clean for each in scheme(recording, TRUTH).evaluations] == [True]


def test_unknown_models_leave_the_question_open() -> None:
    recording = _recording(_event(3, "metric", range(60, 100), value=(0.7,)))

    (seen,) = scheme(recording, TRUTH).evaluations

    assert (seen.clean, seen.fitted) == (None, None)


def test_many_models_judged_on_the_same_rows_are_counted() -> None:
    events = []
    for at in range(0, 12, 3):
        events += [
            _event(at + 1, "fit", range(60), object=at + 1),
            _event(at + 2, "predict", range(60, 100), object=at + 1),
            _event(at + 3, "metric", range(60, 100), behind=(at + 2,), line=9, value=(at / 100,)),
        ]

    (looks,) = scheme(_recording(*events), TRUTH).looks

    assert (looks.rows, looks.evaluations, looks.models) == (40, 4, 4)


def test_one_split_with_many_seeds_is_told() -> None:
    splits = [
        _event(at, "split", range(N), line=4, parameters={"random_state": at}, type="holdout")
        for at in range(1, 6)
    ]

    (again,) = scheme(_recording(*splits), TRUTH).reseeded

    assert again.seeds == ("1", "2", "3", "4", "5")


def test_the_claim_finds_its_evaluation_or_those_it_is_the_mean_of() -> None:
    events = [
        _event(at, "metric", range(60, 100), line=5, value=(value,))
        for at, value in enumerate((0.5, 0.6, 0.8), start=1)
    ]

    found = scheme(_recording(*events), TRUTH)

    assert [each.number for each in found.claimed(0.6)] == [2]
    assert [each.number for each in found.claimed(0.7)] == [2, 3]
    assert found.claimed(0.1) == ()
