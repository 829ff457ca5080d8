"""Code as a page shows it: coloured by Pygments, line by line, everything escaped.

What is shown is text that came from a candidate: nothing of it is ever markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from takehome.report.listing import Note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takehome.report.listing import Cell

_MOST: Final = 60_000
"""Characters beyond which a text is shown in one colour: a page has to come up at once."""


def coloured(lines: Sequence[str]) -> tuple[Markup, ...]:
    """Return the lines of a piece of Python, each a piece of markup of its own."""
    text = "\n".join(lines)
    if len(text) > _MOST:
        return tuple(_plain(line) for line in lines)
    from pygments import highlight

    lexer, formatter = _machinery()
    found = highlight(text, lexer, formatter).rstrip("\n").split("\n")
    found += [""] * (len(lines) - len(found))
    if len(found) != len(lines):
        return tuple(_plain(line) for line in lines)
    return tuple(Markup(line) for line in found)  # noqa: S704 - Pygments escapes all text


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of a cell's lines, and the notes that stand beside its first."""

    first: int
    lines: tuple[Markup, ...]
    notes: tuple[Note, ...]


def segments(cell: Cell) -> tuple[Segment, ...]:
    """Return a cell in stretches, a new one for every line that has something beside it."""
    lines = coloured(cell.lines)
    marked = sorted({min(note.line, len(lines)) for note in cell.notes})
    starts = [1, *(line for line in marked if line > 1)]
    ends = [*(start - 1 for start in starts[1:]), len(lines)]
    return tuple(
        Segment(
            first=start,
            lines=lines[start - 1 : end],
            notes=tuple(n for n in cell.notes if min(n.line, len(lines)) == start),
        )
        for start, end in zip(starts, ends, strict=True)
    )


def _plain(line: str) -> Markup:
    return Markup(escape(line))  # noqa: S704 - escaped here


@cache
def _machinery() -> tuple[Any, Any]:
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    lexer = PythonLexer(stripnl=False, stripall=False, ensurenl=False)
    return lexer, HtmlFormatter(nowrap=True, classprefix="p-")
