"""The rubric as a conversation: one item after the other, each with its four anchors.

It asks and tells through what it is given, and knows nothing of terminals. What other readers gave
is not shown: two readings are only worth something where neither knew the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from takehome.rubric.anchors import LEVELS
from takehome.rubric.book import EVERYTHING
from takehome.rubric.sheet import Reasoned, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from takehome.rubric.anchors import Item, Rubric

    Ask = Callable[[str], str]
    Tell = Callable[[str], None]

_FULL: Final = 100.0


class Marked(Protocol):
    """A criterion with its automatic points."""

    @property
    def name(self) -> str:
        """As weights call it."""

    @property
    def title(self) -> str:
        """As a report calls it."""

    @property
    def points(self) -> float | None:
        """Out of 100; None where it is not judged."""


def ask(rubric: Rubric, criteria: Iterable[Marked], reader: str, prompt: Ask, tell: Tell) -> Sheet:
    """Return the rubric as somebody filled it in.

    Args:
        rubric: What is judged.
        criteria: What can be overridden, with its automatic points.
        reader: Who fills it in.
        prompt: Asks a question and returns the answer; an empty one skips.
        tell: Shows a text.
    """
    levels = {}
    for item in rubric.items:
        tell(_shown(item))
        if level := _number(f"Level 1 to {LEVELS} (nothing skips)", 1, LEVELS, prompt, tell):
            levels[item.name] = Reasoned(value=level, reason=_reason("Why", prompt, tell))
    overrides = {}
    tell("\nAutomatic points. Give others only where you judge otherwise.")
    for one in criteria:
        stands = "not judged" if one.points is None else f"{one.points:.0f}"
        points = _number(f"{one.title}, automatic {stands} (nothing agrees)", 0, 100, prompt, tell)
        if points is not None:
            reason = _reason("Why", prompt, tell)
            overrides[one.name] = Reasoned(value=points, reason=reason)
    comment = prompt("A comment on all of it (nothing skips)")
    comments = {EVERYTHING: comment} if comment else {}
    return Sheet(reader=reader, levels=levels, overrides=overrides, comments=comments)


def _shown(item: Item) -> str:
    anchors = [f"  {number}  {words}" for number, words in enumerate(item.levels, start=1)]
    return "\n".join(["", f"{item.title}. {item.asks}", *anchors])


def _number(question: str, low: int, high: int, prompt: Ask, tell: Tell) -> float | None:
    while answer := prompt(question):
        try:
            value = float(answer) if high == _FULL else float(int(answer))
        except ValueError:
            value = float("nan")
        if low <= value <= high:
            return value
        tell(f'"{answer}" is not within {low} to {high}.')
    return None


def _reason(question: str, prompt: Ask, tell: Tell) -> str:
    while not (reason := prompt(question)):
        tell("A mark without a reason is not kept; one sentence will do.")
    return reason
