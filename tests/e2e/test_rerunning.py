"""Re-runs in a sandbox: what leaks did to the reference that is leaky, twin by twin."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from takehome.challenge import find
from takehome.demo import published_seed
from takehome.kit import write_folder
from takehome.reference import rendered
from takehome.rerunning.papers import Desk
from takehome.rerunning.plan import SAMPLE, Step
from takehome.sandbox.choose import choose
from takehome.sitting import paper_of, sit
from takehome.submission import receive
from takehome_datasets.twins.twin import leaks_with_twins
from takehome_datasets.variant import make_variant
from takehome_graders.evidence import Change, Evidence
from takehome_graders.interventions.reading import interventions

if TYPE_CHECKING:
    from takehome_graders.interventions.reading import Interventions
    from takehome_graders.interventions.twins import TwinEffect

pytestmark = pytest.mark.needs("bubblewrap")


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Interventions:
    """What re-runs of `leaky` on a sample show: nothing changed, no leak, and each leak alone."""
    challenge = find("card-fraud")
    variant = make_variant(challenge.recipe, seed=published_seed("leaky"))
    folder = tmp_path_factory.mktemp("leaky") / "submission"
    write_folder(folder, rendered(challenge, "leaky", variant.key))
    submission, sandbox = receive(folder), choose("bubblewrap")
    desk = Desk(variant=variant, paper=paper_of(variant))
    leaks = leaks_with_twins(variant.key)
    made, first = [], None
    for plants in ((), leaks, *((leak,) for leak in leaks)):
        change = Change.TWIN if plants else Change.NOTHING
        step = Step(change=change, plants=plants, rows=SAMPLE, cost=1.0)
        paper = desk.made(step, None)
        evidence = sit(submission, paper.paper, challenge.terms, sandbox, note=lambda _: None)
        first = first or evidence
        made.append(paper.rerun(step, evidence))
    assert isinstance(first, Evidence)
    return interventions(variant.key, replace(first, reruns=tuple(made)))


def effect(read: Interventions, *, singles: bool) -> list[TwinEffect]:
    return [twin for twin in read.twins if (len(twin.plants) == 1) is singles]


def test_the_twin_without_any_leak_closes_the_gap_between_claim_and_realised(
    read: Interventions,
) -> None:
    (whole,) = effect(read, singles=False)

    assert whole.gap is not None
    assert whole.gap > 0.3
    assert whole.closes is not None
    assert whole.closes >= 0.9


def test_what_leaks_cost_in_production_comes_back_without_them(read: Interventions) -> None:
    (whole,) = effect(read, singles=False)

    assert whole.claim is not None
    assert whole.claim < -0.3
    assert whole.skill["near"] > 0.1


def test_single_twins_say_what_each_leak_adds_on_its_own(read: Interventions) -> None:
    (whole,) = effect(read, singles=False)

    each = effect(read, singles=True)

    assert {twin.plants[0] for twin in each} == set(whole.plants)
    assert all(twin.claim is not None and twin.claim < 0.02 for twin in each)
    assert whole.claim is not None
    assert all(twin.claim is not None and twin.claim > whole.claim for twin in each)
