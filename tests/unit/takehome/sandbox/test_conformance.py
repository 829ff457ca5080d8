from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from takehome.sandbox.conformance import applicable
from takehome.sandbox.facts import CHECKS, Check
from takehome.sandbox.trial import NotConforming
from unit.takehome.sandbox.leaky import Leaky

if TYPE_CHECKING:
    from pathlib import Path

    from takehome_graders.evidence import Confinement

PLAIN_PROCESSES_DO = {
    "sends back what it was sent",
    "keeps nobody waiting longer than they said",
    "tells how its program ended",
    "can be ended whatever it does",
    "does not outlive its lifetime",
    "keeps little of what it says",
    "can be ended in the middle of a flood",
}
TOO_DANGEROUS_TO_TRY = {
    "writes nowhere but where it works",
    "has no more disk than it was given",
    "has no more memory than it was given",
    "has no process with more memory than it was given",
    "has no more processes than it was given",
    "calls nothing dangerous",
    "makes only so many files",
    "keeps to its share of the processors",
}


@pytest.mark.parametrize("check", [check for check in CHECKS if check.fact in PLAIN_PROCESSES_DO])
def test_the_suite_passes_what_holds(check: Check, tmp_path: Path) -> None:
    check.holds(Leaky(tmp_path))


@pytest.mark.parametrize(
    "check", [one for one in CHECKS if one.fact not in PLAIN_PROCESSES_DO | TOO_DANGEROUS_TO_TRY]
)
def test_the_suite_sees_through_what_holds_nothing_back(check: Check, tmp_path: Path) -> None:
    with pytest.raises(NotConforming):
        check.holds(Leaky(tmp_path))


def test_the_facts_have_names_of_their_own() -> None:
    facts = [check.fact for check in CHECKS]

    assert len(set(facts)) == len(facts)
    assert set(facts) >= PLAIN_PROCESSES_DO | TOO_DANGEROUS_TO_TRY


def test_what_is_not_claimed_is_not_tried(tmp_path: Path) -> None:
    class Modest(Leaky):
        def confinement(self) -> Confinement:
            return replace(super().confinement(), enforced=())

    tried = {check.fact for check in applicable(Modest(tmp_path))}

    assert tried == {check.fact for check in CHECKS if not check.word}
    assert tried < {check.fact for check in CHECKS}
