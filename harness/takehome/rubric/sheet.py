"""What one person hands in at once: levels with reasons, overrides with reasons, comments."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from takehome.rubric.book import EVERYTHING
from takehome_datasets.errors import TakehomeError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from takehome.rubric.anchors import Rubric

SCHEMA: Final = "takehome/rubric@1"


class SheetUnusable(TakehomeError):
    """A filled-in rubric cannot be taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasoned:
    """A level or points, and why."""

    value: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A rubric as one person filled it in."""

    reader: str
    levels: Mapping[str, Reasoned] = field(default_factory=dict)
    overrides: Mapping[str, Reasoned] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    """By what they are about: an item, a criterion, or `all`."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class _Level(_Strict):
    level: int = Field(ge=1, le=4)
    reason: str = Field(min_length=1, max_length=4000)


class _Override(_Strict):
    points: float = Field(ge=0, le=100, allow_inf_nan=False)
    reason: str = Field(min_length=1, max_length=4000)


class _Comment(_Strict):
    about: str = EVERYTHING
    text: str = Field(min_length=1, max_length=4000)


class _File(_Strict):
    format: Literal["takehome/rubric@1"] = Field(alias="schema")
    reader: str = Field(default="", max_length=200)
    levels: dict[str, _Level] = {}
    overrides: dict[str, _Override] = {}
    comments: list[_Comment] = []


def read(text: str, where: str, rubric: Rubric, criteria: Iterable[str], reader: str) -> Sheet:
    """Return the sheet that a TOML text holds.

    Args:
        text: The TOML.
        where: What to call it in a message.
        rubric: What is judged.
        criteria: What can be overridden.
        reader: Who filled it in, where the text does not say.

    Raises:
        SheetUnusable: It is no TOML, leaves out who or why, or names what is not there.
    """
    try:
        file = _File.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise SheetUnusable(f"{where} is no TOML: {error}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise SheetUnusable(f"{where}, {key}: {first['msg']}.") from error
    sheet = Sheet(
        reader=file.reader or reader,
        levels={n: Reasoned(value=g.level, reason=g.reason) for n, g in file.levels.items()},
        overrides={n: Reasoned(value=g.points, reason=g.reason) for n, g in file.overrides.items()},
        comments={comment.about: comment.text for comment in file.comments},
    )
    check(sheet, where, rubric, tuple(criteria))
    return sheet


def check(sheet: Sheet, where: str, rubric: Rubric, criteria: tuple[str, ...]) -> None:
    """Refuse a sheet that does not say who, or that names what is not there.

    Raises:
        SheetUnusable: So it is.
    """
    if not sheet.reader.strip():
        raise SheetUnusable(f"{where} does not say who read. Set `reader`, or give --reader.")
    items = tuple(item.name for item in rubric.items)
    for table, named, known in (
        ("levels", sheet.levels, items),
        ("overrides", sheet.overrides, criteria),
        ("comments", sheet.comments, (*items, *criteria, EVERYTHING)),
    ):
        for name in named:
            if name not in known:
                raise SheetUnusable(
                    f'{where}, {table}: there is no "{name}".{did_you_mean(name, known)}'
                    f" Known are: {', '.join(known)}."
                )


def template(rubric: Rubric, points: Mapping[str, float | None], reader: str) -> str:
    """Return a sheet to fill in, with every anchor as a comment.

    Args:
        rubric: What is judged.
        points: The automatic points of each criterion.
        reader: Who is going to fill it in.
    """
    lines = [f'schema = "{SCHEMA}"', f"reader = {json.dumps(reader, ensure_ascii=False)}"]
    for item in rubric.items:
        lines += ["", f"# {item.title}. {item.asks}"]
        lines += [f"# {number}: {words}" for number, words in enumerate(item.levels, start=1)]
        lines += [f"# [levels.{item.name}]", "# level = ", '# reason = ""']
    for name, automatic in points.items():
        stands = "not judged" if automatic is None else f"{automatic:.0f} points"
        lines += ["", f"# Automatic: {stands}. Only where a person judges otherwise:"]
        lines += [f"# [overrides.{name}]", "# points = ", '# reason = ""']
    lines += ["", "# [[comments]]", '# about = "all"', '# text = ""']
    return "\n".join(lines) + "\n"
