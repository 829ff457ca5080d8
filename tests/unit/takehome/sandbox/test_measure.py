from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from takehome.sandbox import words
from takehome.sandbox.facts import CHECKS
from takehome.sandbox.measure import Claims, measured, tried
from takehome.sandbox.protocol import SandboxMissing, SandboxTrouble
from takehome.sandbox.trial import NotConforming

if TYPE_CHECKING:
    from pathlib import Path

    from takehome.sandbox.facts import Check
    from takehome.sandbox.protocol import Box, Limits
    from takehome_graders.evidence import Confinement

CLAIMS = Claims(version="1", image="an image", calls="0123")


@dataclass(slots=True, kw_only=True)
class Imagined:
    """A sandbox of which only the name is asked."""

    name: str = "imagined"
    notes: list[str] = field(default_factory=list)

    def confinement(self) -> Confinement:
        return measured(self, CLAIMS, note=self.notes.append)

    def open(self, limits: Limits) -> Box:
        raise AssertionError(limits)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def fails(monkeypatch: pytest.MonkeyPatch, *broken: str) -> None:
    """Let the trials of these words fail, and all others hold."""

    def found(_sandbox: object, checks: tuple[Check, ...] = CHECKS) -> dict[str, str]:
        return {check.fact: "seen" if check.word in broken else "" for check in checks}

    monkeypatch.setattr("takehome.sandbox.measure.tried", found)


def test_what_fails_is_not_said_to_be_enforced(monkeypatch: pytest.MonkeyPatch) -> None:
    fails(monkeypatch, words.MEMORY, words.INODES)

    confinement = Imagined().confinement()

    assert confinement.not_enforced == (words.MEMORY, words.INODES)
    assert words.MEMORY_EACH in confinement.enforced
    assert "system calls (0123)" in confinement.enforced
    assert set(confinement.not_enforced).isdisjoint(confinement.enforced)


def test_it_is_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    fails(monkeypatch)
    first, second = Imagined(), Imagined()

    assert first.confinement() == second.confinement()
    assert (len(first.notes), len(second.notes)) == (1, 0)


@pytest.mark.parametrize("word", words.VITAL)
def test_what_makes_a_sandbox_has_to_hold(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    fails(monkeypatch, word)

    with pytest.raises(SandboxMissing, match=word):
        Imagined().confinement()


def test_a_box_that_cannot_be_used_is_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    fails(monkeypatch, "")

    with pytest.raises(SandboxTrouble):
        Imagined().confinement()


def test_only_what_fails_twice_does_not_hold() -> None:
    calls: list[str] = []

    def once(_sandbox: object) -> None:
        calls.append("x")
        if len(calls) == 1:
            raise NotConforming("too slow")

    (check, *_) = CHECKS
    shaky = type(check)(fact="shaky", holds=once)

    assert tried(Imagined(), (shaky,)) == {"shaky": ""}
    assert len(calls) == 2
