"""From a sheet to the entries that are kept: with what was there before, and nothing twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome.rubric.entry import Entry, EntryKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from takehome.rubric.book import Book
    from takehome.rubric.sheet import Sheet


def entries(
    sheet: Sheet, book: Book, points: Mapping[str, float | None], at: datetime
) -> tuple[Entry, ...]:
    """Return what the sheet says that the book does not yet.

    Args:
        sheet: What a reader filled in.
        book: What was said before.
        points: The automatic points of each criterion, as they stand.
        at: When it was said.
    """
    return tuple(
        Entry(
            reader=sheet.reader,
            at=at,
            kind=kind,
            about=about,
            value=value,
            reason=reason,
            before=_before(book.last(sheet.reader, kind, about), kind, points.get(about)),
            rubric=book.rubric.version,
        )
        for kind, about, value, reason in _said(sheet)
        if not _again(book.last(sheet.reader, kind, about), value, reason)
    )


def _said(sheet: Sheet) -> Iterator[tuple[EntryKind, str, float | None, str]]:
    for about, given in sheet.levels.items():
        yield EntryKind.LEVEL, about, given.value, given.reason
    for about, given in sheet.overrides.items():
        yield EntryKind.OVERRIDE, about, given.value, given.reason
    for about, text in sheet.comments.items():
        yield EntryKind.COMMENT, about, None, text


def _again(last: Entry | None, value: float | None, reason: str) -> bool:
    return last is not None and (last.value, last.reason) == (value, reason)


def _before(last: Entry | None, kind: EntryKind, automatic: float | None) -> str:
    if last is not None:
        match kind:
            case EntryKind.LEVEL:
                return f"level {last.value:.0f}: {last.reason}"
            case EntryKind.OVERRIDE:
                return f"{last.value:.0f} points: {last.reason}"
            case EntryKind.COMMENT:
                return last.reason
    if kind is EntryKind.OVERRIDE:
        return "automatic: not judged" if automatic is None else f"automatic: {automatic:.0f}"
    return ""
