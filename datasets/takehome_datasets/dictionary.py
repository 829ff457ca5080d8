"""The data dictionary that comes with a kit: every table and every column, in business words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome_datasets.names import render

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from takehome_datasets.scene import Scene
    from takehome_datasets.tables import Column

_FORMS = {"number": "number", "count": "integer", "text": "text", "moment": "time", "day": "date"}
_MOST_LEVELS = 20


def data_dictionary(
    scene: Scene,
    orders: Mapping[str, Sequence[str]],
    *,
    names: Mapping[str, str],
    meanings: Mapping[str, str],
) -> bytes:
    """Return the dictionary as Markdown, with each table's columns in the order of its file."""
    parts = ["# Data dictionary\n"]
    for table, order in orders.items():
        parts.append(f"\n## {table}.csv\n\n{scene.tables[table].meaning}\n")
        parts.append("\n| column | type | meaning |\n|---|---|---|\n")
        for name in order:
            column = scene.tables[table].columns[name]
            meaning = render(meanings[name], names)
            parts.append(
                f"| `{names[name]}` | {_FORMS[column.form]} | {meaning}{_values(column)} |\n"
            )
    return "".join(parts).encode()


def _values(column: Column) -> str:
    if not 0 < len(column.levels) <= _MOST_LEVELS:
        return ""
    return " One of " + ", ".join(f"`{level}`" for level in column.levels) + "."
