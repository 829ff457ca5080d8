"""From the text of a submission to syntax trees, cell by cell, whatever is in them.

Notebook magics and shell lines are blanked, line numbers stay. Where a cell does not parse, its
top-level statements are tried one by one, so that one slip hides one statement.
"""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from takehome_graders.code.reading import Unread
from takehome_graders.evidence import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takehome_graders.evidence import Source

LONGEST = 400_000
"""Characters of one cell that are still read."""
LONGEST_MAGIC = 2_000
MOST_LOST = 40
"""Statements of one cell that are searched for where they end, before the search is given up."""
TIMERS = ("%%time", "%%timeit", "%%capture", "%%prun", "%%notify")
"""Cell magics that leave their cell Python."""

_MAGIC = re.compile(r"^(?P<indent>\s*)(?:[%!]|[\w.]+\?{1,2}\s*$|\?)")
_CAPTURED = re.compile(r"^(?P<target>\s*[\w, ]+=\s*)(?:!|%(?=[a-zA-Z]))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The statements of one cell."""

    file: str
    number: int
    body: tuple[ast.stmt, ...]

    def place(self, line: int) -> Place:
        """Return the place of one of its lines; a script has no cells."""
        return Place(file=self.file, cell=self.number or None, line=line)


def parse(source: Source) -> tuple[tuple[Cell, ...], tuple[Unread, ...]]:
    """Return what could be parsed of a source, and what could not."""
    cells: list[Cell] = []
    unread: list[Unread] = []
    for number, text in source.cells:
        body, lost = _statements(text)
        cells.append(Cell(file=source.file, number=number, body=tuple(body)))
        unread += [
            Unread(
                place=Place(file=source.file, cell=number or None, line=line),
                reason=reason,
            )
            for line, reason in lost
        ]
    return tuple(cells), tuple(unread)


def _statements(text: str) -> tuple[list[ast.stmt], list[tuple[int, str]]]:
    if len(text) > LONGEST:
        return [], [
            (1, f"The cell has {len(text)} characters; {LONGEST} is the most that is read.")
        ]
    body, problem = _parsed(text)
    if problem is None:
        return body, []
    plain = _without_magics(text)
    body, problem = _parsed(plain)
    if problem is None:
        return body, []
    return _salvaged(plain)


def _parsed(text: str) -> tuple[list[ast.stmt], tuple[int, str] | None]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # their escapes are not our business
            return ast.parse(text).body, None
    except SyntaxError as error:
        return [], (error.lineno or 1, f"It is not Python: {error.msg}.")
    except (ValueError, RecursionError, MemoryError) as error:
        return [], (1, f"It cannot be parsed: {type(error).__name__}.")


def _without_magics(text: str) -> str:
    lines = text.splitlines()
    first = next((line.strip() for line in lines if line.strip()), "")
    if first.startswith("%%") and not first.startswith(TIMERS):
        return ""
    return "\n".join(_without_magic(line) for line in lines)


def _without_magic(line: str) -> str:
    if len(line) > LONGEST_MAGIC:
        return line  # patterns with two repeats would take long over it
    if captured := _CAPTURED.match(line):
        return f"{captured['target']}None"
    if magic := _MAGIC.match(line):
        return f"{magic['indent']}pass"
    return line


def _salvaged(text: str) -> tuple[list[ast.stmt], list[tuple[int, str]]]:
    body: list[ast.stmt] = []
    lost: list[tuple[int, str]] = []
    for start, chunk in _chunks(text.splitlines()):
        statements, problem = _parsed(chunk)
        if problem is not None and len(lost) < MOST_LOST:
            lost.append((start + problem[0] - 1, problem[1]))
        for statement in statements:
            ast.increment_lineno(statement, start - 1)
        body += statements
    return body, lost


def _chunks(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield stretches of whole statements, each grown until it parses where that is possible."""
    at = lost = 0
    while at < len(lines):
        end = _next_start(lines, at + 1)
        if lost < MOST_LOST and _parsed("\n".join(lines[at:end]))[1] is not None:
            lost += 1
            end = _grown(lines, at, end)
        yield at + 1, "\n".join(lines[at:end])
        at = end


def _grown(lines: list[str], at: int, end: int) -> int:
    longer = end
    for _ in range(12):
        if longer >= len(lines):
            break
        longer = _next_start(lines, longer + 1)
        if _parsed("\n".join(lines[at:longer]))[1] is None:
            return longer
    return end


def _next_start(lines: list[str], at: int) -> int:
    while at < len(lines) and (not lines[at].strip() or lines[at][0] in " \t#)]}"):
        at += 1
    return at
