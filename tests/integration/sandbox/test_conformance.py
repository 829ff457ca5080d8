"""The conformance suite on every backend of this machine."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from takehome.sandbox.conformance import applicable
from takehome.sandbox.facts import CHECKS, Check
from takehome.sandbox.trial import NotConforming

if TYPE_CHECKING:
    from takehome.sandbox.protocol import Box, Limits, Sandbox
    from takehome_graders.evidence import Confinement


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.fact)
def test_a_box_is_what_it_is_said_to_be(check: Check, sandbox: Sandbox) -> None:
    if check not in applicable(sandbox):
        pytest.skip(f"{sandbox.name} does not claim {check.word} here")

    check.holds(sandbox)


class Generous:
    """A sandbox that grants twice what it was told to."""

    name: str = "generous"

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def confinement(self) -> Confinement:
        return self._sandbox.confinement()

    def open(self, limits: Limits) -> Box:
        return self._sandbox.open(
            replace(
                limits,
                memory_mib=limits.memory_mib * 2,
                processes=limits.processes * 2,
                disk_mib=limits.disk_mib * 2,
            )
        )


@pytest.mark.parametrize(
    "check",
    [check for check in CHECKS if "no more" in check.fact],
    ids=lambda check: check.fact,
)
def test_a_box_that_grants_too_much_is_noticed(check: Check, sandbox: Sandbox) -> None:
    if check not in applicable(sandbox):
        pytest.skip(f"{sandbox.name} does not claim {check.word} here")

    with pytest.raises(NotConforming):
        check.holds(Generous(sandbox))
