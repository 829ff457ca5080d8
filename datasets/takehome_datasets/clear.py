"""The key in clear, for authors: what was planted, and when each value is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from takehome_datasets.names import render
from takehome_datasets.scene import DAY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from takehome_datasets.columns import Column
    from takehome_datasets.making import Happened


def in_clear(made: Happened, names: Mapping[str, str]) -> dict[str, Any]:
    """Return tables, columns with their availability, and plants as JSON."""
    scene = made.dirty
    calendar = scene.calendar
    return {
        "training": [calendar.date_of(d).isoformat() for d in (0, calendar.training.end)],
        "windows": {
            name: [calendar.date_of(d).isoformat() for d in (window.first, window.end)]
            for name, window in calendar.windows.items()
        },
        "tables": {
            table.name: [
                {
                    "canonical": column.name,
                    "column": names.get(column.name, column.name),
                    "form": column.form,
                    "available": _available(column, scene.moment),
                }
                for column in table.columns.values()
            ]
            for table in scene.tables.values()
        },
        "plants": [
            {
                "id": record.id,
                "kind": record.kind,
                "mechanism": record.mechanism,
                "table": record.table,
                "columns": [names.get(column, column) for column in record.columns],
                "story": render(record.story, names),
                "since": record.since.isoformat() if record.since else None,
                "until": record.until.isoformat() if record.until else None,
            }
            for record in made.records
        ],
    }


def as_markdown(clear: Mapping[str, Any]) -> str:
    """Return it for people."""
    return "\n".join(_lines(clear)) + "\n"


def _available(column: Column, moment: Any) -> str:
    if column.extracted is None:
        return "with the row"
    if column.available is None:
        return "at extraction"
    late = float(np.median(column.available - moment)) / DAY
    return f"about {late:.0f} days after the row"


def _lines(clear: Mapping[str, Any]) -> Iterator[str]:
    yield "# Key in clear"
    yield ""
    yield f"Training: {' to '.join(clear['training'])}."
    for name, days in clear["windows"].items():
        yield f"Window {name}: {' to '.join(days)}."
    yield "\n## Plants\n"
    for plant in clear["plants"]:
        where = ", ".join(f"`{column}`" for column in plant["columns"])
        since = f" Since {plant['since']}." if plant["since"] else ""
        yield f"- **{plant['id']}** ({plant['mechanism']}) in {plant['table']}: {where}."
        yield f"  {plant['story']}{since}"
    for table, columns in clear["tables"].items():
        yield f"\n## {table}\n"
        yield "| canonical | here | form | available |"
        yield "|---|---|---|---|"
        for each in columns:
            yield (
                f"| `{each['canonical']}` | `{each['column']}` | {each['form']} |"
                f" {each['available']} |"
            )
