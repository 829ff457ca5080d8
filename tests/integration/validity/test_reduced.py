"""The proof that marks mean something, in three sittings; benchmarks hold the whole of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from takehome.challenge import read
from takehome.sandbox.choose import choose
from takehome.sitting import paper_of, sit
from takehome.validity.corpus import read_corpus
from takehome.validity.examination import Pair, Room, alarm_of, rewritten, verdict_on
from takehome.validity.operators import NotFor
from takehome.validity.sittings import Sittings
from takehome_datasets.variant import Variant, make_variant
from takehome_graders.grading import CRITERIA

if TYPE_CHECKING:
    from takehome.submission import Submission
    from takehome_graders.evidence import Evidence

REPOSITORY = Path(__file__).parents[3]
CORPUS = read_corpus(REPOSITORY / "tests" / "corpus" / "careful")
DRAFT = CORPUS.draft("arrays")
CHALLENGE = read(REPOSITORY / "challenges" / "card-fraud")

pytestmark = pytest.mark.needs("bubblewrap")


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    recipe = replace(CHALLENGE.recipe, rows=5000, window_rows=2000)
    sandbox = choose("bubblewrap")

    def sat(submission: Submission, variant: Variant) -> Evidence:
        paper = paper_of(variant)
        return sit(submission, paper, CHALLENGE.terms, sandbox, note=lambda _: None)

    return Room(
        sittings=Sittings(folder=tmp_path_factory.mktemp("sittings"), sit=sat, terms=""),
        variant=make_variant(recipe, seed=b"reduced"),
        weights=dict.fromkeys(CRITERIA, 1.0),
    )


@pytest.mark.parametrize("name", ["name-no-leak", "name-two-harmless-columns", "claim-twice"])
def test_a_fault_costs_what_it_has_to_and_nothing_else(room: Room, name: str) -> None:
    operator = next(each for each in CORPUS.operators if each.name == name)
    mutant = operator.mutant(DRAFT)
    assert not isinstance(mutant, NotFor)

    verdict = verdict_on(
        operator, room, Pair(name=name, style=DRAFT.style, before=DRAFT, after=mutant)
    )

    assert verdict.fate == "killed", verdict.why
    assert not verdict.strays


def test_a_harmless_rewrite_raises_no_alarm(room: Room) -> None:
    pair = next(rewritten(DRAFT, 1, np.random.default_rng(4)))

    alarm = alarm_of(room, pair)

    assert not alarm.said, (alarm.how, alarm.said)


def test_the_careful_original_is_broken_by_no_grader(room: Room) -> None:
    seat = room.sat_draft(DRAFT.style, DRAFT).seat

    assert seat.outcome == "completed"
    assert not seat.faults
