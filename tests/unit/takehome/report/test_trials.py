from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from takehome.report.trials import ASKED, tried
from takehome_graders import specimens
from takehome_graders.evidence import Outcome, Place, Refusal
from takehome_graders.production.trials import (
    ANY_ANSWERS,
    BATCHES,
    EMPTY,
    MISSING,
    PACES,
    SAME_ANSWERS,
)

if TYPE_CHECKING:
    from takehome_datasets.key import Key


def test_every_probe_of_production_has_words_for_what_it_asks() -> None:
    assert set(ASKED) == {*BATCHES, *SAME_ANSWERS, *ANY_ANSWERS, MISSING, EMPTY, *PACES}


def test_every_trial_says_what_it_did_and_how_long_that_took(key: Key) -> None:
    found = {trial.probe: trial for trial in tried(key, specimens.careful(key))}

    assert found["batch:shuffled"].came == "stood"
    assert found["pace:one"].seconds > 0
    assert all(trial.told for trial in found.values())


def test_a_refusal_is_told_in_its_words_with_its_place(key: Key) -> None:
    refusal = Refusal(
        probe="production:new-category",
        outcome=Outcome.FAILED,
        message="predict raised ValueError: unknown category.",
        place=Place(file="solution.py", cell=None, line=7),
        seconds=0.3,
    )
    evidence = specimens.careful(key)
    replies = tuple(each for each in evidence.replies if each.probe != refusal.probe)

    found = {
        trial.probe: trial
        for trial in tried(key, replace(evidence, replies=replies, refusals=(refusal,)))
    }

    assert found[refusal.probe].came == "refused"
    assert "unknown category" in found[refusal.probe].told
    assert found[refusal.probe].place == refusal.place
    assert found[refusal.probe].rows is None


def test_a_refusal_that_nothing_is_judged_by_is_told_as_well(key: Key) -> None:
    refusal = Refusal(
        probe="stream:1", outcome=Outcome.TIMED_OUT, message="Too late.", place=None, seconds=60.0
    )

    found = tried(key, replace(specimens.careful(key), refusals=(refusal,)))

    assert (found[-1].probe, found[-1].points, found[-1].came) == ("stream:1", None, "refused")
