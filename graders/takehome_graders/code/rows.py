"""Which rows a value holds, as far as the text tells: origins, and the parts cut from them.

An atom is an origin with the path of cuts that led away from it. Cuts of one family with different
roles hold different rows (`train` and `test` of one split); cuts of different families may share
some (a filter and a random split).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Step = tuple[str, str]
"""The family of a cut and the role of what was cut."""
Path = tuple[Step, ...]
Atom = tuple[str, Path]
Rows = frozenset[Atom]

NOWHERE: Rows = frozenset()
PARTITIONS = ("folds", "split", "order", "rest")
"""How families begin whose roles never share a row."""
DEEPEST = 24
WIDEST = 24


def origin(name: str) -> Rows:
    """Return all the rows of a source of data."""
    return frozenset({(name, ())})


def cut(rows: Rows, family: str, role: str) -> Rows:
    """Return the part of the rows that a cut leaves.

    What another role of the same partition holds is not in it.
    """
    step = (family, role)
    if family.startswith(PARTITIONS):
        rows = frozenset(atom for atom in rows if not _elsewhere(atom, step)) or rows
    return frozenset(
        (name, (*path, step)) if len(path) < DEEPEST and step not in path else (name, path)
        for name, path in rows
    )


def _elsewhere(atom: Atom, step: Step) -> bool:
    return any(family == step[0] and role != step[1] for family, role in atom[1])


def together(many: Iterable[Rows]) -> Rows:
    """Return the rows of all of them, or of the first where there are too many to follow."""
    joined: Rows = frozenset().union(*many)
    return joined if len(joined) <= WIDEST else frozenset(sorted(joined)[:WIDEST])


def overlap(one: Rows, other: Rows) -> bool:
    """Tell whether they share rows for certain: one was cut from the other, or they are one.

    A single row of the other is a demonstration, not a part.
    """
    return any(_nested(left, right) for left in one for right in other)


def may_share(one: Rows, other: Rows) -> bool:
    """Tell whether nothing keeps them apart."""
    return any(_undivided(left, right) for left in one for right in other)


def origins(rows: Rows) -> frozenset[str]:
    """Return where the rows came from."""
    return frozenset(name for name, _ in rows)


def _nested(left: Atom, right: Atom) -> bool:
    shorter = min(len(left[1]), len(right[1]))
    same = left[0] == right[0] and left[1][:shorter] == right[1][:shorter]
    return same and not any(family == "row" for family, _ in right[1])


def _undivided(left: Atom, right: Atom) -> bool:
    if left[0] != right[0]:
        return False
    for mine, theirs in zip(left[1], right[1], strict=False):
        if mine != theirs:
            return mine[0] != theirs[0]
    return True
