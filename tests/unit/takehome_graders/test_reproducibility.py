from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from takehome_graders import specimens
from takehome_graders.evidence import Change, Claim, Evidence, NotRerun, Rerun
from takehome_graders.marks import Judged, NotJudged
from takehome_graders.reproducibility import grade

KEY = specimens.key(400)
CAREFUL = specimens.careful(KEY)


def _judged(evidence: Evidence) -> Judged:
    mark = grade(KEY, evidence)
    assert isinstance(mark, Judged)
    return mark


def _again(**otherwise: object) -> Evidence:
    reruns = tuple(
        replace(rerun, **otherwise) if rerun.change is Change.NOTHING else rerun  # type: ignore[arg-type]  # the fields of a re-run, by name
        for rerun in CAREFUL.reruns
    )
    return replace(CAREFUL, reruns=reruns)


def _nothing() -> Rerun:
    return next(rerun for rerun in CAREFUL.reruns if rerun.change is Change.NOTHING)


def test_the_same_again_earns_everything() -> None:
    mark = _judged(CAREFUL)

    assert mark.points == 100.0
    assert mark.figures["reproduced"] == 1.0


def test_the_last_digits_cost_nothing_and_far_apart_costs_everything() -> None:
    points = []
    for by in (1e-8, 0.05, 0.5):
        replies = tuple(
            replace(reply, values=np.clip(reply.values * (1 + by), 0, 1))
            for reply in _nothing().replies
        )
        points.append(_judged(_again(replies=replies)).figures["predictions.points"])

    assert points == [100.0, pytest.approx(75, abs=2), 0.0]


def test_another_claim_costs_its_share() -> None:
    claim = CAREFUL.claim
    assert claim is not None

    mark = _judged(_again(claim=Claim(value=claim.value + 0.5)))

    assert mark.figures["claim.points"] == 0.0
    assert mark.points == pytest.approx(100 * 7 / 9, abs=0.01)


def test_a_model_that_permuted_labels_do_not_move_was_not_fitted_here() -> None:
    reruns = tuple(replace(rerun, replies=CAREFUL.replies[:2]) for rerun in CAREFUL.reruns)

    mark = _judged(replace(CAREFUL, reruns=reruns))

    assert mark.points == 0.0
    assert mark.findings[0].question == "Where and on what was this model fitted?"


def test_a_run_on_a_sample_is_another_model() -> None:
    assert isinstance(grade(KEY, _again(rows=100)), NotJudged)


def test_without_a_second_run_it_is_not_judged_and_says_why() -> None:
    missing = NotRerun(change=Change.NOTHING, plants=(), reason="The time was used up.")

    mark = grade(KEY, replace(CAREFUL, reruns=(), not_rerun=(missing,)))

    assert isinstance(mark, NotJudged)
    assert mark.reason.endswith("The time was used up.")
