from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from takehome_graders import specimens
from takehome_graders.apart import restlessness
from takehome_graders.evidence import Asked, Evidence, Outcome, Refusal
from takehome_graders.marks import Judged, NotAsked, NotJudged
from takehome_graders.production.criterion import grade
from takehome_graders.production.trials import Trial, trials

KEY = specimens.key(400)
CAREFUL = specimens.careful(KEY)
NAIVE = specimens.naive(KEY)


def _judged(evidence: Evidence) -> Judged:
    mark = grade(KEY, evidence)
    assert isinstance(mark, Judged)
    return mark


def _trial(evidence: Evidence, probe: str) -> Trial:
    (found,) = [
        trial
        for trial in trials(KEY, evidence, restlessness(KEY, evidence))
        if trial.probe == probe
    ]
    return found


def _without(evidence: Evidence, probe: str) -> Evidence:
    return replace(
        evidence,
        replies=tuple(reply for reply in evidence.replies if reply.probe != probe),
        refusals=tuple(refusal for refusal in evidence.refusals if refusal.probe != probe),
    )


def _refusing(probe: str, message: str, outcome: Outcome = Outcome.FAILED) -> Evidence:
    refusal = Refusal(probe=probe, outcome=outcome, message=message, place=None, seconds=0.2)
    kept = _without(CAREFUL, probe)
    return replace(kept, refusals=(*kept.refusals, refusal))


def _moved(probe: str, by: float) -> Evidence:
    replies = tuple(
        replace(reply, values=np.clip(reply.values * (1 + by), 0, 1))
        if reply.probe == probe
        else reply
        for reply in CAREFUL.replies
    )
    return replace(CAREFUL, replies=replies)


def test_who_answers_whatever_comes_earns_everything() -> None:
    mark = _judged(CAREFUL)

    assert mark.points == 100.0
    assert {finding.tone for finding in mark.findings} == {"strength"}


def test_an_answer_that_hangs_on_its_neighbours_is_told_and_costs() -> None:
    mark = _judged(_moved("batch:alone", 0.5))

    assert mark.points == pytest.approx(100 - 40 / 3, abs=0.01)
    (finding,) = [found for found in mark.findings if found.tone == "weakness"]
    assert finding.claim == "What it says of a row depends on whether others come with it."
    assert finding.weight == pytest.approx(40 / 3, abs=0.01)


def test_a_difference_in_the_last_digits_costs_nothing() -> None:
    assert _judged(_moved("batch:shuffled", 1e-7)).points == 100.0


def test_half_of_what_loses_everything_loses_half() -> None:
    trial = _trial(_moved("production:extra-column", 0.025), "production:extra-column")

    assert trial.points == pytest.approx(50, abs=0.5)


def test_who_moves_by_itself_is_held_only_to_what_moves_further() -> None:
    near = CAREFUL.reply("near")
    assert near is not None
    restless = replace(near, probe="repeat:near", values=np.clip(near.values + 0.05, 0, 1))
    again = replace(CAREFUL, replies=(*CAREFUL.replies, restless))
    moved = _moved("batch:shuffled", 0.03).reply("batch:shuffled")
    assert moved is not None

    kept = _without(again, "batch:shuffled")
    mark = grade(KEY, replace(kept, replies=(*kept.replies, moved)))

    assert isinstance(mark, Judged)
    assert mark.figures["batch:shuffled.points"] > 90


@pytest.mark.parametrize(
    ("message", "points"),
    [
        ("KeyError: 'amount'", 100.0),
        ("IndexError: index 3 is out of bounds", 30.0),
        ("KeyError: none of amount, country, device is there", 30.0),
        ("KeyError: 'amount_eur'", 30.0),
    ],
)
def test_a_missing_column_may_be_refused_by_who_says_which(message: str, points: float) -> None:
    evidence = _refusing("production:missing-column", message)

    assert _trial(evidence, "production:missing-column").points == points


def test_a_missing_column_that_takes_forever_is_no_refusal() -> None:
    evidence = _refusing("production:missing-column", "amount", Outcome.TIMED_OUT)

    assert _trial(evidence, "production:missing-column").points == 0.0


def test_a_column_that_is_missing_may_also_be_answered() -> None:
    sample = CAREFUL.reply("production:new-category")
    assert sample is not None
    kept = _without(CAREFUL, "production:missing-column")
    answered = replace(
        kept, replies=(*kept.replies, replace(sample, probe="production:missing-column"))
    )

    assert _trial(answered, "production:missing-column").points == 100.0


def test_an_empty_table_wants_an_empty_answer() -> None:
    assert _trial(CAREFUL, "production:empty-table").points == 100.0
    assert _trial(NAIVE, "production:empty-table").points == 0.0


@pytest.mark.parametrize(("seconds", "points"), [(0.9, 100.0), (2.0, 50.0), (4.5, 0.0)])
def test_one_row_has_a_second(seconds: float, points: float) -> None:
    replies = tuple(
        replace(reply, seconds=seconds) if reply.probe == "pace:one" else reply
        for reply in CAREFUL.replies
    )

    trial = _trial(replace(CAREFUL, replies=replies), "pace:one")

    assert trial.points == pytest.approx(points)


def test_a_model_that_answers_everybody_alike_is_not_praised_for_steadiness() -> None:
    alike = tuple(
        replace(reply, values=np.full_like(reply.values, 0.03)) for reply in CAREFUL.replies
    )

    mark = _judged(replace(CAREFUL, replies=alike))

    assert mark.points == 0.0
    assert "proves nothing" in mark.findings[0].claim


def test_a_probe_that_was_never_put_is_left_out() -> None:
    refusals = tuple(replace(refusal, seconds=0.0) for refusal in NAIVE.refusals)

    probes = {trial.probe for trial in trials(KEY, replace(NAIVE, refusals=refusals), 0.0)}

    assert not probes & {refusal.probe for refusal in NAIVE.refusals}


def test_without_any_probe_of_production_it_is_not_judged() -> None:
    bare = replace(CAREFUL, replies=CAREFUL.replies[:2], refusals=())

    mark = grade(KEY, bare)

    assert isinstance(mark, NotJudged)
    assert "None of the probes" in mark.reason


def test_without_predict_it_is_not_asked() -> None:
    evidence = replace(CAREFUL, asked=Asked(deliverables=("decision",)))

    assert isinstance(grade(KEY, evidence), NotAsked)
