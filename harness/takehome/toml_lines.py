"""The lines on which the keys of a TOML text stand, for messages that point at them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_TOKENS = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{}\n]',
    re.DOTALL,
)
_HEADER = re.compile(r"\s*(\[{1,2})([^\[\]]+)\]{1,2}")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"\n]*"|'[^'\n]*'|\s*\.\s*)+?)\s*=""")
_PART = re.compile(r"""[\w-]+|"[^"\n]*"|'[^'\n]*'""")


def lines_of_keys(text: str) -> Mapping[tuple[str | int, ...], int]:
    r"""Return the line of every table and key of a valid TOML text, counted from 1.

    Keys within inline tables have none of their own.

    >>> lines_of_keys('kit = "k"\n[[leaks]]\ntable = "t"\n')
    {('kit',): 1, ('leaks', 0): 2, ('leaks', 0, 'table'): 3}
    """
    lines: dict[tuple[str | int, ...], int] = {}
    counts: dict[str, int] = {}
    table: tuple[str | int, ...] = ()
    for line, statement in _statements(text):
        if header := _HEADER.match(statement):
            parts = _parts(header[2])
            if len(header[1]) == 2:  # noqa: PLR2004 - two brackets open one more of an array
                counts[parts[0]] = counts.get(parts[0], -1) + 1
            index = (counts[parts[0]],) if parts[0] in counts else ()
            table = (parts[0], *index, *parts[1:])
            lines.setdefault(table, line)
        elif key := _KEY.match(statement):
            lines.setdefault((*table, *_parts(key[1])), line)
    return lines


def line_of(lines: Mapping[tuple[str | int, ...], int], path: Sequence[str | int]) -> int:
    """Return the line of a key, or of the closest table around it, or 1."""
    for length in range(len(path), 0, -1):
        if line := lines.get(tuple(path[:length])):
            return line
    return 1


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Yield every statement with the line that it begins on; arrays may run over many lines."""
    begin, line, begin_line, depth = 0, 1, 1, 0
    for token in _TOKENS.finditer(text):
        found = token.group()
        depth += (found in "[{") - (found in "]}")
        line += found.count("\n")
        if found == "\n" and depth == 0:
            yield begin_line, text[begin : token.start()]
            begin, begin_line = token.end(), line
    yield begin_line, text[begin:]


def _parts(dotted: str) -> list[str]:
    return [part.strip("\"'") for part in _PART.findall(dotted)]
