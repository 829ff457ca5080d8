"""Writes docs/reference.md from the code: every command, key, plant and criterion.

`python docs/reference.py` writes it; a test holds the two together.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from takehome.challenge import ChallengeFile, table_of
from takehome.cli import main
from takehome_datasets.plants import CATALOGUE
from takehome_datasets.worlds import WORLDS
from takehome_graders.grading import CRITERIA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

PATH = Path(__file__).with_name("reference.md")
_PLANTS = """\
Every plant is a `[[plants]]` table with its `kind` and its settings.
A `[[plants]]` table with `one_of`, a list of such tables, is a family of leaks, of decoys, … that
are equally hard: the variant's seed chooses one of them."""


def text() -> str:
    """Return the whole reference."""
    parts = [
        "# Reference",
        "<!-- Written by docs/reference.py. -->",
        "## Commands",
        *_commands(main, "takehome"),
        "## Keys of `challenge.toml`",
        *_keys(ChallengeFile, ""),
        "## Worlds",
        "\n".join(f"- `{name}`: {world().meaning}" for name, world in WORLDS.items()),
        "## Plants",
        _PLANTS,
        *_plants(),
        "## Criteria",
        "The keys of `[weights]`.",
        "\n".join(
            f"- `{name}`: {criterion.title}. {_first_line(criterion.grade)}"
            for name, criterion in CRITERIA.items()
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _commands(group: click.Group, path: str) -> Iterator[str]:
    for name, command in group.commands.items():
        full = f"{path} {name}"
        if isinstance(command, click.Group):
            yield from _commands(command, full)
            continue
        settings = {"max_content_width": 100, **main.context_settings}
        with click.Context(command, info_name=full, **settings) as context:
            yield f"### `{full}`"
            yield f"```text\n{command.get_help(context)}\n```"


def _keys(model: type[BaseModel], path: str) -> Iterator[str]:
    lines, tables = [], []
    for name, field in model.model_fields.items():
        key = field.alias or name
        if inner := table_of(field.annotation):
            tables.append((inner, key))
            continue
        default = "" if field.is_required() else f" Left out: `{field.default!r}`."
        lines.append(f"| `{key}` | {field.description or ''}{default} |")
    title = f"[{path}]" if path else "At the top"
    yield f"### `{title}`" if path else f"### {title}"
    yield "\n".join(["| key | meaning |", "|---|---|", *lines])
    for inner, key in tables:
        yield from _keys(inner, key)


def _plants() -> Iterator[str]:
    for name, kind in CATALOGUE.items():
        yield f"### `{name}`"
        yield kind.meaning
        rows = [
            f"| `{key}` | {setting.meaning} | "
            f"{'required' if setting.default is None else f'`{setting.default!r}`'} |"
            for key, setting in kind.settings.items()
        ]
        if rows:
            yield "\n".join(["| setting | meaning | left out |", "|---|---|---|", *rows])


def _first_line(thing: object) -> str:
    return (thing.__doc__ or "").strip().splitlines()[0]


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
