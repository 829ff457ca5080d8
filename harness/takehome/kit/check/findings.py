"""What a check found, and how it is said."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDTH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Everything that a check has to say."""

    done: list[str] = field(default_factory=list)
    """What was looked at, in order."""
    notes: list[str] = field(default_factory=list)
    """What could not be looked at, or is still empty."""
    problems: list[str] = field(default_factory=list)
    """What has to be mended, a sentence or two each."""

    def lines(self) -> Iterator[str]:
        """Yield them for a terminal."""
        for done in self.done:
            yield from _wrapped("  ", done)
        for note in dict.fromkeys(self.notes):
            yield from _wrapped("  note: ", note)
        problems = list(dict.fromkeys(self.problems))
        yield ""
        if not problems:
            yield "No problems found. (This says nothing about how good it is.)"
            return
        yield "1 problem:" if len(problems) == 1 else f"{len(problems)} problems:"
        for number, problem in enumerate(problems, start=1):
            yield from _wrapped(f"{number:3}. ", problem)


def _wrapped(mark: str, text: str) -> list[str]:
    return textwrap.wrap(
        text,
        width=_WIDTH,
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    )
