"""A submission before it is handed in: prose and code in canonical names, as one Markdown file.

The name of the file says what becomes of it. Of `pipeline.notebook.md` every paragraph and every
block of code becomes a cell of `solution.ipynb`. Of `project.script.md` every block of code goes to
the file that stands behind its language, `solution.py` where none does; its prose is for whoever
reads the draft, and is not handed in.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, get_args

from takehome.kit import Reference, submission_files
from takehome_datasets.errors import TakehomeError
from takehome_datasets.names import render

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from takehome_datasets.key import Key

Form = Literal["notebook", "script"]
_SUFFIXES: Final[Mapping[str, str]] = {"notebook": "ipynb", "script": "py"}
_FENCE: Final = re.compile(
    r"^```python *(?P<file>\S*)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL
)


class DraftUnusable(TakehomeError):
    """A draft cannot be made into a submission."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of a draft: a cell of its notebook, or the text of one of its files."""

    file: str
    is_code: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A submission in canonical names, in the pieces in which it can be edited."""

    style: str
    """The name of the draft that it came from, such as `pipeline`."""
    form: Form
    parts: tuple[Part, ...]
    answers: str
    memo: str

    @property
    def entry(self) -> str:
        """The file that is executed."""
        return f"solution.{_SUFFIXES[self.form]}"

    @property
    def code(self) -> str:
        """All code, in the order in which it stands."""
        return "\n".join(part.text for part in self.parts if part.is_code)

    def with_code(self, change: Callable[[str], str]) -> Draft:
        """Return the draft with every piece of code changed."""
        return replace(
            self,
            parts=tuple(
                replace(part, text=change(part.text)) if part.is_code else part
                for part in self.parts
            ),
        )

    def files(self, key: Key) -> Mapping[str, bytes]:
        """Return what a candidate with that key's kit would hand in, by name.

        Raises:
            ChallengeError: Its answers are not TOML.
        """
        parts = [replace(part, text=render(part.text, key.names)) for part in self.parts]
        texts = {name: _text(parts, name) for name in dict.fromkeys(part.file for part in parts)}
        texts[self.entry] = _notebook(parts) if self.form == "notebook" else texts[self.entry]
        handed_in = submission_files(
            key.kit,
            Reference(
                entry=self.entry,
                source=texts.pop(self.entry),
                answers=render(self.answers, key.names),
                memo=render(self.memo, key.names),
            ),
        )
        return {**handed_in, **{name: text.encode() for name, text in texts.items()}}


def read_draft(path: Path, *, answers: str, memo: str) -> Draft:
    """Read a draft from its Markdown file.

    Args:
        path: Such as `pipeline.notebook.md`.
        answers: Its `answers.toml`, in canonical names, without the kit's id.
        memo: Its `memo.md`.

    Raises:
        DraftUnusable: The name tells no form, or there is no code in it.
    """
    style, _, word = path.name.removesuffix(".md").rpartition(".")
    for form in get_args(Form):
        if word == form:
            text = path.read_text(encoding="utf-8")
            return draft_of(text, style, form, answers=answers, memo=memo)
    raise DraftUnusable(
        f"{path} does not say what becomes of it. Name it {word}.notebook.md or {word}.script.md."
    )


def draft_of(text: str, style: str, form: Form, *, answers: str, memo: str) -> Draft:
    """Return the draft that a Markdown text is.

    Raises:
        DraftUnusable: There is no code in it.
    """
    entry = f"solution.{_SUFFIXES[form]}"
    parts: list[Part] = []
    end = 0
    for fence in _FENCE.finditer(text):
        parts += _prose(text[end : fence.start()], entry)
        parts.append(Part(file=fence["file"] or entry, is_code=True, text=fence["code"].rstrip()))
        end = fence.end()
    parts += _prose(text[end:], entry)
    if not any(part.is_code and part.file == entry for part in parts):
        raise DraftUnusable(
            f"The draft {style} has no code for {entry}. Code stands between ```python and ```."
        )
    if form == "script":
        parts = [part for part in parts if part.is_code]
    return Draft(style=style, form=form, parts=tuple(parts), answers=answers, memo=memo)


def _prose(text: str, entry: str) -> list[Part]:
    return [Part(file=entry, is_code=False, text=text.strip())] if text.strip() else []


def _text(parts: list[Part], file: str) -> str:
    return "\n\n\n".join(part.text for part in parts if part.file == file) + "\n"


def _notebook(parts: list[Part]) -> str:
    cells = [_cell(number, part) for number, part in enumerate(parts)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    document = {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(document, indent=1) + "\n"


def _cell(number: int, part: Part) -> dict[str, object]:
    named = hashlib.sha256(f"{number}\n{part.text}".encode()).hexdigest()[:8]
    cell: dict[str, object] = {
        "id": named,
        "metadata": {},
        "source": part.text.splitlines(keepends=True),
    }
    if part.is_code:
        return {**cell, "cell_type": "code", "execution_count": None, "outputs": []}
    return {**cell, "cell_type": "markdown"}
