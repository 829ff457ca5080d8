"""The preview for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome.preview.words import priced, promised, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takehome.preview.preview import Preview


def text(preview: Preview) -> str:
    """Return the preview as plain lines."""
    return "\n".join(_lines(preview)) + "\n"


def _lines(preview: Preview) -> Iterator[str]:
    file = preview.challenge.file
    yield f"{file.title} ({file.name} version {file.version})"
    yield f"{file.level} {file.role}, about {file.hours:g} hours."
    yield f"Asked for: {', '.join(file.deliverables)}."
    yield verdict(preview.certificate)
    yield ""
    yield "What candidates get"
    for table in preview.tables:
        yield f"  {table.name}: {table.rows:,} rows, {len(table.fields)} columns. {table.meaning}"
    yield ""
    yield "What stands where on the scale (average precision)"
    for name, scale in preview.scales.items():
        points = {
            "0": scale.prior,
            "40 logistic": scale.logistic,
            "70 XGBoost": scale.xgboost,
            "100 optimum": scale.optimum,
        }
        told = ", ".join(f"{word} {at.average_precision:.3f}" for word, at in points.items())
        yield f"  {name}: {told}"
    yield ""
    yield "What is planted"
    for planted in preview.planted:
        record = planted.record
        where = ", ".join(record.columns)
        yield f"  {record.id} ({record.mechanism}), {record.table}: {where}"
        yield f"    {planted.story}"
        yield f"    {priced(planted.price)} {promised(planted.bait)}".rstrip()
