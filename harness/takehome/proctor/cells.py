"""The code of a submission, cell by cell. A notebook is read for its sources and nothing else.

Outputs, attachments and metadata that came with it are not even looked at.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from .trouble import Trouble

if TYPE_CHECKING:
    from pathlib import Path

FormName = Literal["notebook", "script"]


def read_cells(entry: Path, form: FormName) -> list[tuple[int, str]]:
    """Return the code with the numbers of its cells among all; a script is one cell numbered 0.

    Raises:
        Trouble: The file is no text, or no notebook of version 4.
    """
    try:
        text = entry.read_text(encoding="utf-8-sig")
        if form == "script":
            return [(0, text)]
        return [
            (number, _source(cell["source"]))
            for number, cell in enumerate(json.loads(text)["cells"], start=1)
            if cell["cell_type"] == "code"
        ]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise Trouble(
            "failed",
            f"{entry.name} cannot be read as a {form} ({type(error).__name__}: {error}). Notebooks"
            " are files of version 4, as Jupyter saves them.",
        ) from error


def _source(raw: Any) -> str:
    return raw if isinstance(raw, str) else "".join(str(line) for line in raw)
