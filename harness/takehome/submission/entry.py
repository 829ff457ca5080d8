"""Which file of a submission is executed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome.submission.commands import COMMANDS_FILE
from takehome.submission.flaw import Flaw, SubmissionUnusable, one_line
from takehome_datasets.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

ENTRIES = ("solution.ipynb", "solution.py", COMMANDS_FILE)
_SUFFIXES = (".ipynb", ".py")
_SHOWN = 5
_TWO = 2


def entry_of(names: Iterable[str]) -> str:
    """Return the file that is executed: one of `ENTRIES`, or the only one that could be.

    >>> entry_of(["answers.toml", "final.ipynb"])
    'final.ipynb'

    Raises:
        SubmissionUnusable: There is none, or more than one that could be meant.
    """
    every = sorted(names)
    meant = [name for name in ENTRIES if name in every]
    if len(meant) > 1:
        raise _unusable(
            f"{' and '.join(meant)} are {'both' if len(meant) == _TWO else 'all'} there, and"
            " only one is executed.",
            "Take out or rename what is not meant.",
        )
    if meant:
        return meant[0]
    possible = [name for name in every if name.endswith(_SUFFIXES) and "/" not in name]
    if len(possible) == 1:
        return possible[0]
    if possible:
        hint = did_you_mean(ENTRIES[0], possible) or did_you_mean(ENTRIES[1], possible)
        raise _unusable(
            f"there is no {ENTRIES[0]} and no {ENTRIES[1]}, and any of "
            f"{_listed(possible)} could be meant.{hint}",
            "Name the one that is executed solution.ipynb or solution.py.",
        )
    deeper = [name for name in every if name.endswith(_SUFFIXES)]
    if deeper:
        raise _unusable(
            f"no notebook and no script stands at the top; there is {_listed(deeper)}.",
            "Move the one that is executed up and name it solution.ipynb or solution.py.",
        )
    raise _unusable(
        f"there is no notebook and no script; there is {_listed(every) or 'nothing at all'}.",
        "Hand in solution.ipynb or solution.py.",
    )


def _listed(names: list[str]) -> str:
    shown = ", ".join(one_line(name) for name in names[:_SHOWN])
    return f"{shown} and {len(names) - _SHOWN} more" if len(names) > _SHOWN else shown


def _unusable(what: str, mend: str) -> SubmissionUnusable:
    return SubmissionUnusable(Flaw(what=what, where="the submission", mend=mend))
