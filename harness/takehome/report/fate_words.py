"""What became of a planted thing, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome.report import wording
from takehome_graders.naming import Recognition
from takehome_graders.statuses import Status

if TYPE_CHECKING:
    from takehome_graders.statuses import Fate


def fate_words(fate: Fate) -> str:
    """Return a sentence or two about what became of it."""
    match fate.status:
        case Status.LEFT_ALONE:
            return "Nobody took it for a leak."
        case Status.FALSE_ALARM:
            return "Named as a leak, which it is not."
        case Status.NOT_JUDGED:
            return "No criterion asks about it in this challenge."
        case Status.NOT_REACHED:
            return f"{_named(fate)} The sitting ended before its probe was answered."
        case _:
            return f"{_named(fate)} {_heard(fate)}".rstrip()


def _named(fate: Fate) -> str:
    match fate.recognition:
        case Recognition.FULL:
            return "Named as what it is."
        case Recognition.COLUMN:
            return "Its column was named, for another reason."
        case None:
            return "Not named."


def _heard(fate: Fate) -> str:
    heard = fate.listening
    if heard is None:
        return ""
    if not heard.listens:
        return "Filled as in training, it moves no prediction."
    return (
        f"Filled as in training, it moves {wording.share(heard.moved)} of the predictions,"
        f" by {heard.probability_change:.3f} on average."
    )
