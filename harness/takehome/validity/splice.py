"""Putting new text where a node of a syntax tree stands, and leaving all other text as it is."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class Splice:
    """A stretch of a text, by line and byte as syntax trees count them, and what goes there."""

    start: tuple[int, int]
    end: tuple[int, int]
    text: str

    @classmethod
    def of(cls, node: ast.expr | ast.stmt, text: str) -> Splice:
        """Return the splice that puts a text in the place of a node.

        Raises:
            ValueError: The node came from no text.
        """
        if node.end_lineno is None or node.end_col_offset is None:
            raise ValueError(f"{ast.dump(node)} does not say where it ends.")
        return cls(
            start=(node.lineno, node.col_offset),
            end=(node.end_lineno, node.end_col_offset),
            text=text,
        )


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """Return the text with every splice made.

    >>> tree = ast.parse("a = f(1)")
    >>> spliced("a = f(1)", [Splice.of(tree.body[0].value, "2")])
    'a = 2'

    Raises:
        ValueError: Two of them overlap.
    """
    raw = text.encode()
    starts = [0]
    for line in raw.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def at(place: tuple[int, int]) -> int:
        return starts[place[0] - 1] + place[1]

    behind = len(raw)
    for splice in sorted(splices, key=lambda each: each.start, reverse=True):
        first, end = at(splice.start), at(splice.end)
        if end > behind:
            raise ValueError(f"Two splices overlap at line {splice.start[0]}.")
        raw = raw[:first] + splice.text.encode() + raw[end:]
        behind = first
    return raw.decode()
