"""Tables for spreadsheets: findings of one sitting, or many sittings, with formulas made harmless.

A spreadsheet executes a field that begins like a formula. Text that does gets an apostrophe in
front, which a spreadsheet hides and a person understands; numbers are ours and stay numbers.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from takehome.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from takehome.report.summary import Summary

Field = str | float | int | None

_BEGINS: Final = ("=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠")  # noqa: RUF001 - as spreadsheets read them
_HEADER: Final = (
    "candidate",
    "sitting",
    "criterion",
    "points",
    "tone",
    "claim",
    "evidence",
    "certainty",
    "hangs_on_it",
    "file",
    "cell",
    "line",
    "plant",
    "question",
)


def as_csv(summary: Summary) -> str:
    """Return one row a finding; a criterion without any has a row of its own."""
    rows: list[Sequence[Field]] = []
    for criterion in summary.criteria:
        start = (summary.about.candidate, summary.about.sitting, criterion.name, criterion.points)
        for f in criterion.findings:
            place = f.place
            rows.append(
                (
                    *start,
                    f.tone,
                    f.claim,
                    f.evidence,
                    f.certainty.value,
                    f.weight,
                    place.file if place else None,
                    place.cell if place else None,
                    place.line if place else None,
                    f.plant,
                    f.question,
                )
            )
        if not criterion.findings:
            rows.append((*start, criterion.state, *[None] * (len(_HEADER) - len(start) - 1)))
    return table(_HEADER, rows)


def table(header: Sequence[str], rows: Iterable[Sequence[Field]]) -> str:
    """Return rows as CSV, every text in one line and without a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([_field(field) for field in row])
    return stream.getvalue()


def _field(field: Field) -> str:
    match field:
        case None:
            return ""
        case str():
            return harmless(field)
        case _:
            return f"{field:g}" if isinstance(field, float) else str(field)


def harmless(text: str) -> str:
    """Return a text in one line, that no spreadsheet takes for a formula.

    >>> harmless("=HYPERLINK(1)"), harmless(" @SUM(A1)"), harmless("fine - really")
    ("'=HYPERLINK(1)", "'@SUM(A1)", 'fine - really')
    """
    line = " ".join(shown(text).split())
    return f"'{line}" if line.startswith(_BEGINS) else line
