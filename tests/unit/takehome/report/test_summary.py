from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from takehome_graders import specimens
from takehome_graders.evidence import Claim, Outcome
from takehome_graders.statuses import Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from takehome.report.summary import Summary
    from takehome_datasets.key import Key


def test_the_headline_tells_claim_reality_and_leaks(leaky: Summary, careful: Summary) -> None:
    assert leaky.headline.startswith("Claims 0.9")
    assert "listens to 3 planted leaks: refunded_amount" in leaky.headline
    assert careful.headline.endswith("and listens to no planted leak.")


def test_claim_and_reality_stand_beside_each_other(naive: Summary) -> None:
    assert naive.claimed is not None
    assert naive.realised is not None
    assert naive.word == "overclaimed"
    assert naive.overclaimed
    assert [window.words for window in naive.windows] == ["right after training", "after the drift"]


def test_every_criterion_has_its_say_before_one_has_its_second(leaky: Summary) -> None:
    assert {f.criterion for f in leaky.matter_most} == {"heldout", "validation", "leakage"}
    assert {f.criterion for f in leaky.weaknesses} == {"heldout", "validation", "leakage"}


def test_strengths_and_weaknesses_do_not_mix(naive: Summary) -> None:
    assert {finding.tone for finding in naive.strengths} == {"strength"}
    assert {finding.tone for finding in naive.weaknesses} == {"weakness"}
    assert len(naive.weaknesses) == 3


def test_findings_of_a_criterion_are_ordered_by_their_weight(naive: Summary) -> None:
    for criterion in naive.criteria:
        weights = [finding.weight for finding in criterion.findings]
        assert weights == sorted(weights, reverse=True)


def test_each_question_is_asked_once_and_says_what_it_rests_on(naive: Summary) -> None:
    texts = [question.text for question in naive.questions]

    assert len(set(texts)) == len(texts) <= 8
    assert "For which payments is review_minutes missing, and why?" in texts
    assert all(question.because for question in naive.questions)


def test_every_plant_has_a_fate_and_leaks_stand_first(naive: Summary, key: Key) -> None:
    assert {fate.plant.id for fate in naive.fates} == {plant.id for plant in key.plants}
    assert [fate.plant.kind for fate in naive.fates][:5] == ["leak"] * 4 + ["decoy"]
    assert naive.leaks_used == ("card_dispute_rate", "review_minutes")


def test_shares_of_the_weights_add_up(naive: Summary) -> None:
    assert sum(criterion.share for criterion in naive.criteria) == pytest.approx(1.0)


def test_a_claim_that_is_no_number_is_no_claim(
    key: Key, summarised: Callable[..., Summary]
) -> None:
    evidence = replace(specimens.careful(key), claim=Claim(value=float("nan")))

    summary = summarised(evidence)

    assert summary.claimed is None
    assert summary.headline.startswith("Claims nothing, realises")


def test_what_came_before_the_end_is_kept(odd: dict[str, Summary]) -> None:
    summary = odd["one window"]

    assert summary.outcome is Outcome.FAILED
    assert summary.realised is not None
    assert summary.total is not None
    assert "The sitting ended early: Cell 1 raised a KeyError." in summary.headline


def test_a_sitting_that_never_fitted_says_why_and_judges_nothing(odd: dict[str, Summary]) -> None:
    summary = odd["failed"]

    assert summary.total is None
    assert summary.headline == "Nothing was realised. Cell 1 raised a KeyError."
    assert {criterion.state for criterion in summary.criteria} == {"not judged"}
    leaks = {fate.status for fate in summary.fates if fate.plant.kind == "leak"}
    assert leaks == {Status.NOT_REACHED}


def test_our_own_failure_is_told_as_ours(odd: dict[str, Summary]) -> None:
    assert odd["ours"].headline.startswith("Our infrastructure failed.")
    assert odd["ours"].total is None
