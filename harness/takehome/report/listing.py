"""The text of a submission as it was executed, with what was found beside its lines.

Plain text still: how it is coloured is the business of a page. Characters that could deceive a
reader are written out, not dropped: whoever reads code should see that they are there.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from takehome_graders.marks import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from takehome_graders.evidence import Place, Source

AROUND: Final = 2
"""Lines of code shown before and after the one where something was seen."""

_LONGEST_LINE: Final = 400
_MOST_CHARACTERS: Final = 100_000
"""Of all listings of a report; what has a finding in it is shown beyond that."""
_MOST_LINES_A_CELL: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One finding beside the line where it was seen."""

    line: int
    """Counted from 1; of the first line where the finding names a cell alone."""
    anchor: str
    """Of the finding on the page."""
    finding: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a notebook, or a whole script."""

    anchor: str
    number: int
    """As Jupyter counts; 0 for a script."""
    lines: tuple[str, ...]
    notes: tuple[Note, ...]
    cut: int = 0
    """Lines at its end that are not shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One text of a submission."""

    file: str
    cells: tuple[Cell, ...]
    left_out: int
    """Cells that are not shown, so that a page can still be opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """The lines around the one where something was seen."""

    first: int
    """The number of the first of them."""
    lines: tuple[str, ...]
    marked: int
    """The number of the line itself."""
    anchor: str | None
    """Of the cell in the listing; None where that is not shown."""


def listings(
    sources: Iterable[Source], found: Sequence[tuple[str, Finding]]
) -> tuple[Listing, ...]:
    """Return the texts with what was found in them.

    Args:
        sources: As the host read them.
        found: Every finding with its anchor on the page.
    """
    left = _MOST_CHARACTERS
    result = []
    for number, source in enumerate(sources, start=1):
        shown: list[Cell] = []
        for position, (cell, text) in enumerate(source.cells, start=1):
            notes = tuple(_notes(found, source.file, cell))
            if left <= 0 and not notes:
                continue
            every = _lines(text)
            kept = max(_fitting(every, left), *(note.line + AROUND for note in notes), 0)
            left -= sum(len(line) for line in every[:kept])
            shown.append(
                Cell(
                    anchor=f"code-{number}-{position}",
                    number=cell,
                    lines=every[:kept],
                    notes=notes,
                    cut=max(0, len(every) - kept),
                )
            )
        left_out = len(source.cells) - len(shown)
        result.append(Listing(file=source.file, cells=tuple(shown), left_out=left_out))
    return tuple(result)


def _fitting(lines: Sequence[str], left: int) -> int:
    """Return how many lines fit into so many characters: at least one, where there is any room."""
    for number, line in enumerate(lines[:_MOST_LINES_A_CELL]):
        left -= len(line)
        if left < 0:
            return max(1, number)
    return min(len(lines), _MOST_LINES_A_CELL)


def anchors(shown: Iterable[Listing]) -> Mapping[tuple[str, int], str]:
    """Return where each cell stands on the page, by file and number."""
    return {(each.file, cell.number): cell.anchor for each in shown for cell in each.cells}


def excerpt(
    place: Place | None, sources: Iterable[Source], where: Mapping[tuple[str, int], str]
) -> Excerpt | None:
    """Return the code around a place, or None where no line of a known text is meant."""
    if place is None or place.line is None:
        return None
    for source in sources:
        for cell, text in source.cells:
            lines = _lines(text) if (source.file, cell) == (place.file, place.cell or 0) else ()
            if 0 < place.line <= len(lines):
                first = max(1, place.line - AROUND)
                return Excerpt(
                    first=first,
                    lines=lines[first - 1 : place.line + AROUND],
                    marked=place.line,
                    anchor=where.get((source.file, cell)),
                )
    return None


def _notes(found: Sequence[tuple[str, Finding]], file: str, cell: int) -> Iterator[Note]:
    here = [
        Note(line=finding.place.line or 1, anchor=anchor, finding=finding)
        for anchor, finding in found
        if finding.place is not None
        and (finding.place.file, finding.place.cell or 0) == (file, cell)
    ]
    yield from sorted(here, key=lambda note: note.line)


def _lines(text: str) -> tuple[str, ...]:
    unified = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    return tuple(_cut(visible(line)) for line in unified.split("\n"))


def _cut(line: str) -> str:
    if len(line) <= _LONGEST_LINE:
        return line
    return f"{line[:_LONGEST_LINE]} … {len(line) - _LONGEST_LINE:,} more characters"


def visible(line: str) -> str:
    r"""Return a line with every character written out that a reader would not see.

    >>> visible("user\u202e = 1\x1b")
    'user⟨U+202E⟩ = 1⟨U+001B⟩'
    """
    if line.isascii() and line.isprintable():
        return line
    return "".join(
        f"⟨U+{ord(c):04X}⟩" if c != "\t" and unicodedata.category(c) in _UNSEEN else c for c in line
    )


_UNSEEN: Final = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
