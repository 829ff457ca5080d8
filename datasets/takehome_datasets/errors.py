"""The root of every error of the project, and the family for a challenge that cannot be used.

They stand at the bottom of the house, where every package can reach them.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class TakehomeError(Exception):
    """Something that the person at the keyboard can be told in one message."""


class ChallengeError(TakehomeError):
    """The challenge cannot be used as it is written."""


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """Return a hint that names the closest known word, or an empty string where none is close.

    >>> did_you_mean("card-frod", ["card-fraud", "churn"])
    ' Did you mean "card-fraud"?'
    """
    close = get_close_matches(wrong, list(known), n=1)
    return f' Did you mean "{close[0]}"?' if close else ""


class NumberOutcomeError(ChallengeError):
    """What needs an outcome that is a yes or no was asked of one that is a number."""
