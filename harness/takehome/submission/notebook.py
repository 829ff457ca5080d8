"""A notebook as it was handed in, and the clean one that is made of it.

Of a notebook only the kinds and sources of its cells are kept, in order. Outputs, attachments,
metadata and widgets never reach a sandbox or a page, and two notebooks that differ in nothing else
are the same submission.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from takehome.submission.flaw import Flaw, SubmissionUnusable, one_line
from takehome.submission.script import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_CELLS = 2000
MAX_NESTED = 64
MAX_CONTAINERS = 500_000

_FORMAT = 4
_MINOR = 5
_KINDS = ("code", "markdown", "raw")
# Never fails to match, closing quote or not, and so never looks at a character twice.
_TOKENS = re.compile(r'"(?:[^"\\]+|\\.)*"?|[\[{]|[\]}]', re.DOTALL)
_SAVE_AGAIN = "Open it in Jupyter, run it from top to bottom and save it again."
_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Notebook:
    """The clean notebook."""

    content: bytes
    """nbformat 4.5; the same cells give the same bytes."""
    cells: tuple[tuple[int, str], ...]
    """Its code cells with their numbers, counted from 1 over all cells."""


def read_notebook(raw: bytes, where: str) -> Notebook:
    """Return the clean notebook of what was handed in.

    Args:
        raw: The file.
        where: Its name, for messages.

    Raises:
        SubmissionUnusable: It is no notebook of format 4 in Python; every flaw is listed.
    """
    document = _document(decoded(raw, where), where)
    flaws = [*_flaws_of_document(document, where)]
    if flaws:
        raise SubmissionUnusable(*flaws)
    cells = []
    for number, cell in enumerate(document["cells"], start=1):
        try:
            cells.append(_clean(cell, number, where))
        except SubmissionUnusable as error:
            flaws += error.flaws
    code = tuple(
        (number, cell["source"])
        for number, cell in enumerate(cells, start=1)
        if cell["cell_type"] == "code"
    )
    if flaws:
        raise SubmissionUnusable(*flaws[:_SHOWN])
    if not any(source.strip() for _, source in code):
        raise _unusable(where, "it has no code in it.", "Save your notebook and hand it in again.")
    return Notebook(content=notebook_bytes(cells), cells=code)


def notebook_bytes(cells: list[dict[str, Any]]) -> bytes:
    """Return the bytes of a notebook with these cells, which hold what nbformat asks of a cell."""
    document = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": _FORMAT,
        "nbformat_minor": _MINOR,
    }
    return (json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def notebook_cell(kind: str, source: str, number: int) -> dict[str, Any]:
    """Return a cell as nbformat asks for it, named by its number."""
    cell: dict[str, Any] = {
        "cell_type": kind,
        "id": f"cell-{number}",
        "metadata": {},
        "source": source,
    }
    return {**cell, "execution_count": None, "outputs": []} if kind == "code" else cell


def _document(text: str, where: str) -> dict[str, Any]:
    if not text.strip():
        raise _unusable(where, "the file is empty.", "Save your notebook and hand it in again.")
    _check_shape(text, where)
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise _unusable(
            f"{where}:{error.lineno}",
            f"it is no notebook: the JSON breaks off at column {error.colno} ({error.msg}).",
            "If it has the marks of a merge conflict, resolve them; else save it again in Jupyter.",
        ) from error
    except (ValueError, RecursionError) as error:
        raise _unusable(where, "it is no notebook: its JSON is absurd.", _SAVE_AGAIN) from error
    if not isinstance(document, dict):
        raise _unusable(where, "it is JSON, but no notebook.", _SAVE_AGAIN)
    return document


def _check_shape(text: str, where: str) -> None:
    """Count what is nested in what before anything is built of it."""
    depth = containers = 0
    for token in _TOKENS.finditer(text):
        first = text[token.start()]
        if first in "[{":
            depth += 1
            containers += 1
        elif first in "]}":
            depth -= 1
        if depth > MAX_NESTED or containers > MAX_CONTAINERS:
            raise _unusable(
                where,
                "it is nested deeper, or into more pieces, than notebooks are.",
                "Clear its outputs and save it again.",
            )


def _flaws_of_document(document: dict[str, Any], where: str) -> Iterator[Flaw]:
    version = document.get("nbformat")
    if type(version) is not int:
        yield Flaw(what="it is JSON, but no notebook.", where=where, mend=_SAVE_AGAIN)
        return
    if version != _FORMAT:
        written = one_line(str(version), limit=12)
        yield Flaw(
            what=f"it is written in notebook format {written}; format {_FORMAT} is read.",
            where=where,
            mend=_SAVE_AGAIN,
        )
        return
    language = _language(document.get("metadata"))
    if language != "python":
        yield Flaw(
            what=f'it is a notebook for "{one_line(language)}".',
            where=where,
            mend="Choose a Python kernel for it.",
        )
    cells = document.get("cells")
    if not isinstance(cells, list):
        yield Flaw(what="it has no list of cells.", where=where, mend=_SAVE_AGAIN)
    elif len(cells) > MAX_CELLS:
        yield Flaw(
            what=f"it has {len(cells)} cells; {MAX_CELLS} are read at most.",
            where=where,
            mend="Join some of them.",
        )


def _language(metadata: Any) -> str:
    for part, key in (("language_info", "name"), ("kernelspec", "language")):
        info = metadata.get(part) if isinstance(metadata, dict) else None
        name = info.get(key) if isinstance(info, dict) else None
        if isinstance(name, str) and name:
            return name.lower()
    return "python"


def _clean(cell: Any, number: int, where: str) -> dict[str, Any]:
    where = f"{where}, cell {number}"
    kind = cell.get("cell_type") if isinstance(cell, dict) else None
    if kind not in _KINDS:
        raise _unusable(where, "it is no code, text or raw cell.", _SAVE_AGAIN)
    source = cell.get("source")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise _unusable(where, "it has no source.", _SAVE_AGAIN)
    try:
        source.encode()
    except UnicodeEncodeError as error:
        raise _unusable(
            where, "half a character stands in it.", "Delete the character and type it again."
        ) from error
    return notebook_cell(kind, source, number)


def _unusable(where: str, what: str, mend: str) -> SubmissionUnusable:
    return SubmissionUnusable(Flaw(what=what, where=where, mend=mend))
