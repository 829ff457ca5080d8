from __future__ import annotations

import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from corpus.sins.grounds import TABLE, Ground, ground
from takehome.rerunning import Room, abreast, rerun
from takehome.sandbox.protocol import SandboxMissing
from takehome.sitting.paper import Paper
from takehome_graders.evidence import Answer, Change, Claim, Ending, Evidence, Outcome
from takehome_graders.interventions.reading import interventions

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="module")
def made() -> Ground:
    return ground("leaked", rows=600)


@pytest.fixture
def paper(made: Ground) -> Paper:
    return Paper(
        kit=made.key.kit,
        data=made.variant.data,
        id_column="payment_id",
        table=TABLE,
        outcome_column="is_fraud",
        probes=(),
    )


def left(made: Ground, *, claim: float = 0.8, level: float = 0.3, fit_s: float = 10.0) -> Evidence:
    ids = made.key.windows[0].ids
    return Evidence(
        kit=made.key.kit,
        submission="",
        entry="solution.py",
        sources=(),
        answers=None,
        problems=(),
        ending=Ending(outcome=Outcome.COMPLETED, during="", message="It ran."),
        claim=Claim(value=claim),
        fit_s=fit_s,
        replies=(Answer(probe="near", ids=ids, values=np.full(ids.size, level), seconds=0.1),),
        log="",
    )


def moving(made: Ground) -> Callable[[Paper], Evidence]:
    """Claims and predicts something that hangs on the file that it is given."""

    def sit(paper: Paper) -> Evidence:
        level = (zlib.crc32(paper.data[TABLE]) % 97 + 1) / 100
        return left(made, claim=level, level=level, fit_s=2.0)

    return sit


def again(
    made: Ground, paper: Paper, sit: Callable[[Paper], Evidence], budget: float = 100.0
) -> Evidence:
    first = sit(paper)
    return rerun(made.variant, paper, first, sit, room=Room(budget=budget), note=lambda _: None)


def test_every_change_is_made_or_said_not_to_be(made: Ground, paper: Paper) -> None:
    evidence = again(made, paper, moving(made))

    told = {each.change for each in evidence.reruns}
    told |= {each.change for each in evidence.not_rerun}
    assert told == set(Change)


def test_what_changes_nothing_is_reproduced(made: Ground, paper: Paper) -> None:
    evidence = again(made, paper, moving(made))

    found = interventions(made.key, evidence).reproduced
    assert found.same
    assert found.claim_moved == 0


def test_a_model_that_was_not_fitted_here_is_not_asked_further(made: Ground, paper: Paper) -> None:
    evidence = again(made, paper, lambda _: left(made))

    assert interventions(made.key, evidence).fitted.here is False
    assert {each.change for each in evidence.reruns} == {Change.NOTHING, Change.ALL_LABELS}
    assert any("nothing was fitted here" in each.reason for each in evidence.not_rerun)


def test_trouble_of_ours_is_no_outcome_of_theirs(made: Ground, paper: Paper) -> None:
    def failing(_: Paper) -> Evidence:
        ending = Ending(outcome=Outcome.INFRASTRUCTURE, during="fit", message="The disk is full.")
        return replace(left(made), ending=ending)

    evidence = rerun(
        made.variant, paper, left(made), failing, room=Room(budget=9.0), note=lambda _: None
    )

    assert not evidence.reruns
    assert any("Our machine failed: The disk is full." in e.reason for e in evidence.not_rerun)
    assert evidence.ending.outcome is Outcome.COMPLETED


def test_a_sandbox_that_is_gone_ends_all_re_runs(made: Ground, paper: Paper) -> None:
    asked: list[Paper] = []

    def missing(paper: Paper) -> Evidence:
        asked.append(paper)
        raise SandboxMissing("no engine answers")

    evidence = rerun(
        made.variant, paper, left(made), missing, room=Room(budget=9.0), note=lambda _: None
    )

    assert len(asked) == 1
    assert not evidence.reruns
    assert any("no engine answers" in each.reason for each in evidence.not_rerun)


def test_time_that_was_really_spent_counts(made: Ground, paper: Paper) -> None:
    def slow(paper: Paper) -> Evidence:
        level = (zlib.crc32(paper.data[TABLE]) % 97 + 1) / 100
        return left(made, claim=level, level=level, fit_s=25.0)

    evidence = rerun(
        made.variant, paper, left(made), slow, room=Room(budget=3.0), note=lambda _: None
    )

    assert [each.change for each in evidence.reruns] == [Change.NOTHING]
    assert any("Re-runs had taken 2.5 times" in each.reason for each in evidence.not_rerun)


def test_a_twin_lacks_what_its_plants_told_and_nothing_else(made: Ground, paper: Paper) -> None:
    seen: list[Paper] = []

    def sit(paper: Paper) -> Evidence:
        seen.append(paper)
        return moving(made)(paper)

    evidence = again(made, paper, sit)

    twins = [each for each in evidence.reruns if each.change is Change.TWIN]
    assert twins[0].plants == ("leak.refund_amount", "leak.ticket_no", "leak.review_minutes")
    assert all(each.data.keys() == paper.data.keys() for each in seen)
    assert all(each.id_column == paper.id_column for each in seen)


def test_a_busy_machine_runs_one_at_a_time() -> None:
    assert abreast(2, 4.0) == 1
    assert abreast(16, 2.0) == 4
