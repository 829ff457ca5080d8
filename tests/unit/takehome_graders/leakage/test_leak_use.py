from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from takehome_graders import specimens
from takehome_graders.evidence import Change, Claim, Evidence, Rerun
from takehome_graders.leakage.criterion import grade
from takehome_graders.leakage.own import OwnLeaks, own_leaks
from takehome_graders.leakage.use import Use, uses
from takehome_graders.marks import Certainty, Judged
from takehome_graders.recording.events import Argument, Event, Recording, Spot
from takehome_graders.statuses import fates

KEY = specimens.key(600)
CAREFUL = specimens.careful(KEY)
LEAKY = specimens.leaky(KEY)


def _uses(evidence: Evidence) -> dict[str, Use]:
    return uses(KEY, evidence, fates(KEY, evidence))


def _points(evidence: Evidence) -> Judged:
    mark = grade(KEY, evidence)
    assert isinstance(mark, Judged)
    return mark


def _fitted_on(*columns: str) -> Recording:
    argument = Argument(role="X", rows=None, n=5, missing=0, method="", via=(), columns=columns)
    event = Event(
        process=1,
        number=1,
        what="fit",
        library="sklearn",
        name="fit",
        sort="model",
        type="LogisticRegression",
        object=1,
        spot=Spot(file="solution.py", line=3),
        arguments=(argument,),
        value=(),
        behind=(),
        parameters={},
        seconds=0.1,
    )
    return Recording(n=5, events=(event,), folds=(), notices=(), told=())


def _twin(claim: float) -> Evidence:
    nothing = next(rerun for rerun in CAREFUL.reruns if rerun.change is Change.NOTHING)
    twin: Rerun = replace(
        nothing,
        change=Change.TWIN,
        plants=("leak.duplicates",),
        claim=Claim(value=(nothing.claim or Claim(value=0)).value + claim),
    )
    return replace(CAREFUL, reruns=(*CAREFUL.reruns, twin))


def _permuted(claim: float) -> Evidence:
    reruns = tuple(
        replace(rerun, claim=Claim(value=claim)) if rerun.change is Change.ALL_LABELS else rerun
        for rerun in CAREFUL.reruns
    )
    return replace(CAREFUL, reruns=reruns)


def _own(evidence: Evidence) -> OwnLeaks:
    found = own_leaks(KEY, evidence)
    assert found is not None
    return found


def test_how_closely_a_model_listens_is_how_far_it_uses_a_leak() -> None:
    assert {use.degree for use in _uses(CAREFUL).values()} == {0.0}
    assert {use.degree for use in _uses(LEAKY).values()} == {1.0}


def test_to_listen_a_little_costs_a_little_with_an_interval() -> None:
    near = CAREFUL.reply("near")
    assert near is not None
    rng = np.random.default_rng(1)
    moved = near.values * (1 + 0.3 * (rng.random(near.values.size) < 0.3))
    replies = tuple(
        replace(reply, values=np.clip(moved, 0, 1))
        if reply.probe == "counterfactual:leak.missingness"
        else reply
        for reply in CAREFUL.replies
    )

    mark = _points(replace(CAREFUL, replies=replies))

    assert 0.2 < mark.figures["leak.missingness.used"] < 0.8
    assert mark.low < mark.points < mark.high


@pytest.mark.parametrize(("claim", "degree"), [(0.0, 0.0), (-0.3, 1.0), (0.2, 0.0)])
def test_rows_that_leak_are_used_as_far_as_the_claim_falls_without_them(
    claim: float, degree: float
) -> None:
    use = _uses(_twin(claim))["leak.duplicates"]

    assert use.degree == pytest.approx(degree)
    assert use.certainty is Certainty.BEHAVIOUR


def test_without_a_counterfactual_the_recording_counts_half() -> None:
    recording = _fitted_on("amount", "review_minutes")
    cut = replace(CAREFUL, replies=CAREFUL.replies[:2], recording=recording)

    found = _uses(cut)

    assert found["leak.missingness"].degree == 0.5
    assert found["leak.missingness"].certainty is Certainty.RUN_TIME
    assert found["leak.post-outcome"].degree == 0.0


def test_a_counterfactual_speaks_before_the_recording() -> None:
    recorded = replace(CAREFUL, recording=_fitted_on("review_minutes"))

    assert _uses(recorded)["leak.missingness"].degree == 0.0


def test_a_claim_that_falls_to_chance_shows_no_leak_of_its_own() -> None:
    found = _own(CAREFUL)

    assert (found.harm, found.finding) == (0.0, None)
    assert _points(CAREFUL).figures["made.points"] == 100.0


def test_a_claim_that_stays_where_nothing_can_be_learnt_costs_by_as_much() -> None:
    # In a large table chance hardly spreads, so that a little above it says something.
    many = tuple(replace(rerun, rows=40_000, positives=0.03) for rerun in CAREFUL.reruns)
    reruns = [
        replace(rerun, claim=Claim(value=0.15)) if rerun.change is Change.ALL_LABELS else rerun
        for rerun in many
    ]

    some = _own(replace(CAREFUL, reruns=tuple(reruns))).harm
    more = _own(_permuted(0.9)).harm

    assert 0 < some < more == 1.0
    assert _points(_permuted(0.9)).points == pytest.approx(80)


def test_a_claim_typed_in_proves_nothing_about_the_pipeline() -> None:
    claim = CAREFUL.claim
    assert claim is not None

    assert own_leaks(KEY, _permuted(claim.value)) is None


def test_without_a_rerun_nothing_is_said_of_own_leaks() -> None:
    bare = replace(CAREFUL, reruns=())

    assert own_leaks(KEY, bare) is None
    assert "made.points" not in _points(bare).figures


def test_leaks_weigh_what_they_cost() -> None:
    dear = tuple(
        replace(plant, price=1.0 if plant.id == "leak.post-outcome" else 0.1)
        if plant.kind == "leak"
        else plant
        for plant in KEY.plants
    )
    answers = CAREFUL.answers
    assert answers is not None

    def seen(missing: int) -> float:
        leaks = tuple(leak for number, leak in enumerate(answers.leaks) if number != missing)
        evidence = replace(CAREFUL, answers=replace(answers, leaks=leaks))
        mark = grade(replace(KEY, plants=dear), evidence)
        assert isinstance(mark, Judged)
        return mark.figures["seen.points"]

    assert seen(0) == pytest.approx(100 * 0.3 / 1.3, abs=1e-4)
    assert seen(1) == pytest.approx(100 * 1.2 / 1.3, abs=1e-4)
