"""The short version of the red team, for a user's own machine: every trial on every sandbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from takehome.sandbox import words
from takehome.sandbox.choose import choose
from takehome.sandbox.facts import CHECKS
from takehome.sandbox.measure import tried
from takehome.sandbox.protocol import SandboxMissing, SandboxTrouble

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True, kw_only=True)
class Attacked:
    """One sandbox, attacked."""

    sandbox: str
    missing: str
    """Why it cannot be used here; empty where it can."""
    seen: Mapping[str, str]
    """For every fact what was seen where it does not hold, else an empty text."""

    @property
    def holes(self) -> tuple[str, ...]:
        """The facts that do not hold and have to, wherever it is used."""
        vital = {check.fact for check in CHECKS if not check.word or check.word in words.VITAL}
        return tuple(fact for fact, wrong in self.seen.items() if wrong and fact in vital)


def attacked(note: Callable[[str], None]) -> list[Attacked]:
    """Attack every sandbox of this machine, the strongest first, and return what was seen."""
    found = []
    for name in reversed(words.STRENGTHS):
        try:
            sandbox = choose(name, note=note)
            note(f"attacking {name}")
            seen = tried(sandbox)
        except (SandboxMissing, SandboxTrouble) as why:
            found.append(Attacked(sandbox=name, missing=str(why), seen={}))
        else:
            found.append(Attacked(sandbox=name, missing="", seen=seen))
    return found


def table(found: list[Attacked]) -> list[str]:
    """Return the attacks with what came of them, a line each."""
    width = max(len(check.fact) for check in CHECKS)
    lines = [f"{'':<{width}}  " + "  ".join(f"{one.sandbox:<10}" for one in found)]
    for check in CHECKS:
        cells = "  ".join(f"{_cell(one, check.fact):<10}" for one in found)
        lines.append(f"{check.fact:<{width}}  {cells}".rstrip())
    for one in found:
        if one.missing:
            lines.append(f"{one.sandbox} is not there: {one.missing.splitlines()[0]}")
        lines += [f"HOLE in {one.sandbox}: {fact}: {one.seen[fact]}" for fact in one.holes]
    return lines


def _cell(one: Attacked, fact: str) -> str:
    if one.missing:
        return "-"
    if not one.seen[fact]:
        return "held"
    return "HOLE" if fact in one.holes else "not held"
