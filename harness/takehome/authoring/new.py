"""A folder to start a challenge from: a copy of one that works, with every key explained."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from takehome.authoring.schema import challenge_schema
from takehome.challenge import NAME, ChallengeFile, table_of
from takehome.kit import write_folder
from takehome_datasets.errors import ChallengeError
from takehome_datasets.plants import find_kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pydantic import BaseModel
    from pydantic.fields import FieldInfo

    from takehome.challenge import Challenge
    from takehome_datasets.recipe import PlantSpec

_KEPT: Final = frozenset({".md", ".py", ".ipynb", ".toml"})
"""What of a challenge its author wrote, by how the names end."""
_SCHEMA: Final = "challenge.schema.json"
_PLANTS: Final = "plants"
"""The key of the tables that come last, each explained by its kind."""
_WIDTH: Final = 100


def new_challenge(name: str, *, like: Challenge, folder: Path) -> None:
    """Write a challenge of that name, which passes its check, for its author to change.

    Args:
        name: What it is called, as its folder is.
        like: The challenge that it begins as.
        folder: Where it goes.

    Raises:
        ChallengeError: The name is none.
        FolderTaken: Something is there.
        OSError: The disk is full, or cannot be written.
    """
    if not re.fullmatch(NAME, name):
        raise ChallengeError(
            f'"{name}" cannot be the name of a challenge: take small letters, digits and hyphens,'
            " such as card-fraud."
        )
    copied = {
        str(path.relative_to(like.folder)): path.read_bytes()
        for path in sorted(like.folder.rglob("*"))
        if path.is_file() and path.suffix in _KEPT and path.name != "challenge.toml"
    }
    schema = json.dumps(challenge_schema(), indent=1, sort_keys=True)
    own = {"challenge.toml": explained(name, like).encode(), _SCHEMA: f"{schema}\n".encode()}
    write_folder(folder, {**own, **copied})


def explained(name: str, like: Challenge) -> str:
    """Return a `challenge.toml` with every key, what each means, and those left out as comments."""
    values = {**like.file.model_dump(by_alias=True), "name": name, "version": 1}
    parts = [
        # Editors that know TOML find the schema by this line.
        f"#:schema ./{_SCHEMA}",
        *_table(ChallengeFile, values, ""),
        *(_plant(spec) for spec in like.recipe.plants),
        *(_family(family) for family in like.recipe.families),
    ]
    return "\n\n".join(parts) + "\n"


def _table(model: type[BaseModel], values: Mapping[str, Any], path: str) -> Iterator[str]:
    """Give a table and the tables in it, keys before tables as TOML wants it."""
    keys, tables = [f"[{path}]"] if path else [], []
    for field_name, field in model.model_fields.items():
        key = field.alias or field_name
        inner, value = table_of(field.annotation), values.get(key)
        if inner is not None:
            tables.append(_inner(inner, value, f"{path}.{key}".strip(".")))
        elif isinstance(value, dict):
            shares = [f"{name} = {_value(share)}" for name, share in value.items()]
            tables.append(["\n".join([_comment(field), f"[{key}]", *shares])])
        elif key != _PLANTS:
            keys.append(_key(key, field, value))
    yield "\n".join(keys)
    for table in tables:
        yield from table


def _inner(model: type[BaseModel], values: Mapping[str, Any] | None, path: str) -> list[str]:
    """Return a table; where it is left out, as a comment."""
    if values is not None:
        return [*_table(model, values, path)]
    blank = _table(model, {}, path)
    return ["\n".join(_silent(line) for line in table.splitlines()) for table in blank]


def _silent(line: str) -> str:
    return line if line.startswith("#") else f"# {line}"


def _key(key: str, field: FieldInfo, value: Any) -> str:
    line = f"{key} = {_value(value)}" if value is not None else f"# {key} ="
    return f"{_comment(field)}\n{line}" if field.description else line


def _comment(field: FieldInfo) -> str:
    return f"# {field.description}"


def _plant(spec: PlantSpec) -> str:
    kind = find_kind(spec)
    lines = [f"# {kind.meaning}", "[[plants]]", f'kind = "{spec.kind}"']
    for name, setting in kind.settings.items():
        if name in spec.settings:
            line = f"{name} = {_value(spec.settings[name])}"
        else:
            line = f"# {name} = {_value(setting.default)}"
        explained = f"{line}  # {setting.meaning}"
        lines += [explained] if len(explained) <= _WIDTH else [f"# {setting.meaning}", line]
    return "\n".join(lines)


def _family(family: Sequence[PlantSpec]) -> str:
    plants = []
    for spec in family:
        facts = {"kind": spec.kind, **spec.settings}
        written = ", ".join(f"{key} = {_value(value)}" for key, value in facts.items())
        plants += [f"    # {find_kind(spec).meaning}", f"    {{ {written} }},"]
    opening = "# Each variant has one of these, chosen by its seed."
    return "\n".join([opening, "[[plants]]", "one_of = [", *plants, "]"])


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case tuple() | list():
            return f"[{', '.join(_value(each) for each in value)}]"
        case float() if value.is_integer():
            return str(int(value))
        case str():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)
