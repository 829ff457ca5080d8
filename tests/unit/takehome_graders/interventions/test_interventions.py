from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from samples import a_key, some_evidence
from takehome_datasets.key import TrainingRows
from takehome_graders.evidence import Answer, Change, Claim, Ending, Evidence, NotRerun, Outcome
from takehome_graders.evidence import Rerun as Again
from takehome_graders.interventions.reading import interventions
from takehome_graders.recording.events import Argument, Event, Recording, Rows, Spot

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from takehome_datasets.key import Key

    Flags = NDArray[np.bool_]

N = 400
JUDGED = np.arange(N) >= 300


@pytest.fixture
def key() -> Key:
    training = TrainingRows(
        moment=np.zeros(N),
        entity=np.arange(N),
        twin=np.arange(N),
        mature=np.ones(N, dtype=np.bool_),
    )
    return a_key(training=training)


def rows(flags: Flags) -> Rows:
    return Rows(members=np.packbits(flags), space=0, size=N, n=int(flags.sum()), missing=0)


def event(number: int, what: str, digest: str, at: Rows) -> Event:
    return Event(
        process=0,
        number=number,
        what=what,
        library="sklearn",
        name="LogisticRegression.fit",
        sort="model",
        type="LogisticRegression",
        object=1,
        spot=Spot(file="solution.py", line=number),
        arguments=(
            Argument(role="X", rows=at, n=at.n, missing=0, method="values", via=(), digest=digest),
        ),
        value=(),
        behind=(),
        parameters={},
        seconds=0.1,
    )


def recording(digest: str, judged: Flags = JUDGED) -> Recording:
    return Recording(
        n=N,
        events=(event(1, "fit", digest, rows(~JUDGED)), event(2, "score", "", rows(judged))),
        folds=(),
        notices=(),
        told=(),
    )


def replies(key: Key, level: float) -> tuple[Answer, ...]:
    return tuple(
        Answer(probe=window.name, ids=window.ids, values=np.full(6, level), seconds=0.1)
        for window in key.windows
    )


def again(key: Key, change: Change, digest: str = "a", **facts: object) -> Again:
    made = Again(
        change=change,
        plants=(),
        rows=N,
        ending=Ending(outcome=Outcome.COMPLETED, during="", message="It ran."),
        claim=Claim(value=0.6),
        fit_s=1.0,
        replies=replies(key, 0.3),
        recording=recording(digest),
        changed=np.packbits(JUDGED),
        positives=0.1,
    )
    return replace(made, **facts)  # type: ignore[arg-type]  # the fields of a re-run, by name


def with_reruns(key: Key, *reruns: Again) -> Evidence:
    return replace(
        some_evidence(), claim=Claim(value=0.6), replies=replies(key, 0.3), reruns=reruns
    )


def test_what_does_not_move_is_separated(key: Key) -> None:
    found = interventions(
        key, with_reruns(key, again(key, Change.NOTHING), again(key, Change.FEATURES))
    )

    assert found.features.separated is True
    assert found.features.matrices == 1


def test_what_moves_and_does_not_move_by_itself_is_not_separated(key: Key) -> None:
    nothing = again(key, Change.NOTHING)

    found = interventions(
        key, with_reruns(key, nothing, nothing, again(key, Change.LABELS, digest="b"))
    )

    assert found.labels.separated is False
    assert [(moved.spot.line, moved.role) for moved in found.labels.moved] == [(1, "X")]


def test_what_moves_is_open_until_it_is_known_not_to_move_by_itself(key: Key) -> None:
    found = interventions(
        key, with_reruns(key, again(key, Change.NOTHING), again(key, Change.LABELS, digest="b"))
    )

    assert found.labels.separated is None
    assert found.labels.moved


def test_what_moves_by_itself_accuses_nobody(key: Key) -> None:
    found = interventions(
        key,
        with_reruns(
            key,
            again(key, Change.NOTHING, digest="a"),
            again(key, Change.NOTHING, digest="b"),
            again(key, Change.FEATURES, digest="c"),
        ),
    )

    assert found.features.separated is None
    assert not found.features.moved


def test_rows_that_hang_on_labels_are_chosen(key: Key) -> None:
    nothing = again(key, Change.NOTHING)
    fewer = recording("a", judged=np.arange(N) >= 350)

    found = interventions(
        key, with_reruns(key, nothing, nothing, again(key, Change.LABELS, recording=fewer))
    )

    assert found.labels.chosen
    assert found.labels.separated is False


def test_eras_before_the_change_alone_are_compared(key: Key) -> None:
    nothing = again(key, Change.NOTHING, digest="5.6.7")

    found = interventions(
        key,
        with_reruns(key, nothing, nothing, again(key, Change.FEATURES, digest="5.6.8", era=2)),
    )

    assert found.features.separated is True


@pytest.mark.parametrize(("level", "here"), [(0.3, False), (0.31, True)])
def test_a_model_that_was_fitted_here_predicts_otherwise_with_other_labels(
    key: Key, level: float, *, here: bool
) -> None:
    permuted = again(key, Change.ALL_LABELS, replies=replies(key, level), recording=None)

    found = interventions(key, with_reruns(key, permuted))

    assert found.fitted.here is here


@pytest.mark.parametrize(("claim", "falls"), [(0.12, True), (0.45, False)])
def test_a_claim_falls_to_chance_or_does_not(key: Key, claim: float, *, falls: bool) -> None:
    permuted = again(key, Change.ALL_LABELS, claim=Claim(value=claim))

    found = interventions(key, with_reruns(key, again(key, Change.NOTHING), permuted))

    assert found.chance.falls is falls
    assert not found.chance.literal


def test_a_literal_claim_is_not_judged(key: Key) -> None:
    found = interventions(
        key, with_reruns(key, again(key, Change.NOTHING), again(key, Change.ALL_LABELS))
    )

    assert found.chance.falls is None
    assert found.chance.literal


def test_the_same_again_is_reproduced_and_something_else_is_not(key: Key) -> None:
    other = again(key, Change.NOTHING, replies=replies(key, 0.35))

    same = interventions(key, with_reruns(key, again(key, Change.NOTHING))).reproduced
    moved = interventions(key, with_reruns(key, other)).reproduced

    assert same.same
    assert not moved.same
    assert moved.predictions_moved == pytest.approx(0.05)


def test_a_twin_tells_what_its_plants_did(key: Key) -> None:
    window = key.windows[0]
    best = tuple(
        Answer(probe=each.name, ids=each.ids, values=each.probability, seconds=0.1)
        for each in key.windows
    )
    twin = again(
        key, Change.TWIN, plants=("leak.late-field",), claim=Claim(value=0.5), replies=best
    )

    (effect,) = interventions(key, with_reruns(key, again(key, Change.NOTHING), twin)).twins

    assert effect.plants == ("leak.late-field",)
    assert effect.claim == pytest.approx(-0.1)
    assert effect.skill[window.name] > 0
    assert effect.gap is not None
    assert effect.gap_without is not None


def test_what_was_not_run_again_says_why(key: Key) -> None:
    reason = "The recorder was not heard."
    evidence = replace(
        some_evidence(),
        not_rerun=(NotRerun(change=Change.FEATURES, plants=(), reason=reason),),
    )

    found = interventions(key, evidence)

    assert found.features.why == reason
    assert found.fitted.why == "It was not executed again."
    assert not found.twins
