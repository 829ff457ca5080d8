from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import inert
import summaries
from takehome.report.candidate import feedback, render
from takehome.report.candidate_words import AREAS, ENDED
from takehome_datasets.plants import CATALOGUE
from takehome_graders import specimens
from takehome_graders.evidence import Claim, Outcome
from takehome_graders.grading import CRITERIA

if TYPE_CHECKING:
    from takehome.report.summary import Summary
    from takehome_datasets.key import Key

KINDS = ("leak", "decoy", "imbalance", "drift", "mess")


def _given_away(key: Key) -> set[str]:
    """Return every word that would give a planted thing away."""
    words = set(KINDS) | set(CATALOGUE)
    for plant in key.plants:
        words |= {plant.id, plant.mechanism, plant.mechanism.replace("-", " "), *plant.columns}
        words |= {plant.story, plant.question, *plant.accepted}
    return {word.lower() for word in words if word}


@pytest.mark.parametrize("name", ["careful", "naive", "leaky"])
def test_nothing_planted_is_in_it(name: str, key: Key) -> None:
    evidence = getattr(specimens, name)(key)
    text = render(feedback(summaries.summary(key, evidence))).lower()
    text = text.replace("width=device-width", "")

    for word in _given_away(key):
        assert not re.search(rf"(?<![a-z]){re.escape(word)}s?(?![a-z])", text), word
    assert "leak" not in text
    assert "plant" not in text


@pytest.mark.parametrize("name", ["careful", "naive", "leaky"])
def test_nothing_planted_is_in_it_where_everything_was_watched(
    name: str, key: Key, watched: dict[str, Summary]
) -> None:
    summary = watched[name]
    text = render(feedback(summary)).lower().replace("width=device-width", "")

    for word in _given_away(key):
        assert not re.search(rf"(?<![a-z]){re.escape(word)}s?(?![a-z])", text), word
    for told in _seen_at_run_time(summary):
        assert told.lower() not in text


def test_what_was_seen_at_run_time_changes_no_word_of_it(key: Key) -> None:
    evidence = specimens.leaky(key)
    seen = summaries.watched(key, evidence)

    plain, watched = (
        summaries.summary(key, each, weights={"heldout": 1.0}) for each in (evidence, seen)
    )

    assert watched.again != plain.again
    assert watched.validated is not None
    assert render(feedback(watched)) == render(feedback(plain))


def _seen_at_run_time(summary: Summary) -> list[str]:
    """Return every word that re-runs, the recorder and production have left in a summary."""
    words = [trial.told for trial in summary.trials]
    if summary.again is not None:
        words += [run.words for run in summary.again.runs if run.plants]
        words += [one.told for one in summary.again.settled]
        words += [one.reason for one in summary.again.not_made]
    if summary.flow is not None:
        words += [step.what for step in summary.flow.steps]
    if summary.validated is not None:
        words += [each.name for each in summary.validated.judgements]
    return words


def test_not_even_where_the_candidate_s_own_traceback_names_it(key: Key) -> None:
    ending = replace(
        summaries.failed(key).ending,
        message="Cell 1 raised KeyError: 'refunded_amount'.",
        traceback="KeyError: 'refunded_amount'",
    )
    summary = summaries.summary(key, replace(summaries.failed(key), ending=ending))

    text = render(feedback(summary))

    assert "refunded_amount" not in text
    assert "in cell 1, line 1" in text


def test_it_says_what_was_expected_and_what_was_reached(leaky: Summary) -> None:
    root = inert.assert_inert(render(feedback(leaky)))

    text = " ".join(" ".join(root.itertext()).split())

    assert f"What you expected {leaky.claimed:.3f}" in text
    assert f"What it reached right afterwards {leaky.realised:.3f}" in text
    assert "The best that anybody could do" in text
    assert "It reached less than you expected" in text


def test_there_is_something_to_learn_for_every_criterion(leaky: Summary) -> None:
    lessons = feedback(leaky).lessons

    assert len(lessons) == len(leaky.criteria)
    assert all(len(lesson.learn) > 40 for lesson in lessons)
    assert AREAS.keys() >= CRITERIA.keys()
    assert set(ENDED) == set(Outcome)


def test_neither_points_nor_findings_nor_questions_are_in_it(naive: Summary) -> None:
    text = render(feedback(naive))

    for criterion in naive.criteria:
        for finding in criterion.findings:
            assert finding.claim not in text
    for question in naive.questions:
        assert question.text not in text


def test_an_odd_claim_stays_on_its_axis(key: Key) -> None:
    evidence = replace(specimens.careful(key), claim=Claim(value=7.5))

    text = render(feedback(summaries.summary(key, evidence)))

    assert all(0 <= float(width) <= 100 for width in re.findall(r"width: ([\d.]+)%", text))


def test_odd_sittings_have_a_version_for_their_candidate(odd: dict[str, Summary]) -> None:
    for summary in odd.values():
        inert.assert_inert(render(feedback(summary)))
