from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import summaries
from takehome.report import plot_again
from takehome.report.again import again
from takehome_graders import specimens
from takehome_graders.evidence import Change, Ending, Outcome

if TYPE_CHECKING:
    from takehome.report.again import Again
    from takehome.report.summary import Summary
    from takehome_datasets.key import Key


def _told(summary: Summary) -> Again:
    assert summary.again is not None
    return summary.again


def test_runs_stand_in_their_order_with_what_they_claim_and_realise(
    watched: dict[str, Summary],
) -> None:
    told = _told(watched["leaky"])

    assert [run.words for run in told.runs] == [
        "as it is",
        "without refunded_amount",
        "without any leak",
        "all labels permuted",
    ]
    claims = [run.claimed for run in told.runs]
    assert claims[0] == watched["leaky"].claimed
    assert claims[3] == 0.05
    assert told.runs[0].realised == round(watched["leaky"].realised or 0.0, 6)


def test_every_question_is_answered_or_said_to_be_open(watched: dict[str, Summary]) -> None:
    told = _told(watched["careful"])

    answers = {one.asked: one.answer for one in told.settled}

    assert answers == {
        "Does it come to the same again?": "yes",
        "Was it fitted here?": "yes",
        "Are features of judged rows kept apart from what is learned?": "not judged",
        "Are labels of judged rows kept apart from what is learned?": "not judged",
        "Does the claim fall to chance where there is nothing to learn?": "yes",
    }
    assert all(one.told for one in told.settled)


def test_what_was_not_run_is_named_with_its_reason(watched: dict[str, Summary]) -> None:
    told = _told(watched["careful"])

    assert [(one.words, one.reason) for one in told.not_made] == [
        ("labels of judged rows changed", "No time was left."),
        ("without review_minutes", "No time was left."),
    ]


def test_a_run_that_ended_otherwise_says_so_and_is_drawn_without_numbers(key: Key) -> None:
    evidence = summaries.watched(key, specimens.naive(key))
    ending = Ending(outcome=Outcome.TIMED_OUT, during="fit", message="No time.")
    reruns = tuple(
        replace(each, ending=ending, claim=None, replies=()) if each.change is Change.TWIN else each
        for each in evidence.reruns
    )

    told = again(key, replace(evidence, reruns=reruns))

    assert told is not None
    assert told.runs[1].ended == "timed-out: No time."
    assert "Without refunded_amount, it ended otherwise." in plot_again.describe(told)
    assert "it ended otherwise" in str(plot_again.rerun(told))


def test_predictions_that_ignore_permuted_labels_were_not_fitted_here(key: Key) -> None:
    evidence = summaries.watched(key, specimens.naive(key))
    same = evidence.reruns[0].replies
    reruns = tuple(replace(each, replies=same) for each in evidence.reruns)

    summary = summaries.summary(key, replace(evidence, reruns=reruns), weights=summaries.NO_CODE)

    assert summary.fitted_here is False
    assert summary.reproduced is True


def test_without_re_runs_there_is_nothing_to_tell(key: Key) -> None:
    evidence = replace(specimens.careful(key), reruns=(), not_rerun=())

    assert again(key, evidence) is None
    assert plot_again.rerun(None) is None
