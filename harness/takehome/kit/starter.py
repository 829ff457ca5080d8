"""The `submission/` folder of a fresh kit: it already runs, and says what belongs where."""

from __future__ import annotations

import json
import re
import textwrap
from typing import TYPE_CHECKING

from takehome.kit.template import filled
from takehome.submission.notebook import notebook_bytes, notebook_cell
from takehome_datasets.words import DRIFT_WORDS, LEAK_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from takehome.kit.check.facts import Facts

_CELL = re.compile(r"^# %%( \[markdown\])?\n", re.MULTILINE)


def starter_files(facts: Facts) -> Mapping[str, bytes]:
    """Return the files of `submission/` as a candidate finds them."""
    values = {
        "TITLE": facts.title,
        "KIT": json.dumps(facts.kit),
        "TABLE": json.dumps(facts.table),
        "ID": json.dumps(facts.id_column),
        "OUTCOME": json.dumps(facts.outcome_column),
        "NAMES": listed(facts.deliverables),
        "LEAK_WORDS": _wrapped(LEAK_WORDS),
        "DRIFT_WORDS": _wrapped(DRIFT_WORDS),
    }
    parts = [f"starter-{name}.txt" for name in facts.deliverables]
    return {
        "solution.ipynb": _notebook(
            "".join(filled(name, values) for name in ("starter.txt", *parts))
        ),
        "answers.toml": filled("answers.toml", values).encode(),
        "memo.md": filled("memo.md", values).encode(),
    }


def listed(deliverables: tuple[str, ...]) -> str:
    """Return what a submission leaves behind, as people say it.

    >>> listed(("predict", "expected_score", "decide"))
    '`predict`, a function; `expected_score`, a number; and `decide`, a function'
    """
    kinds = {"expected_score": "a number", "decision": "a few values"}
    said = [f"`{name}`, {kinds.get(name, 'a function')}" for name in deliverables]
    return "; ".join([*said[:-1], f"and {said[-1]}" if said[1:] else said[-1]])


def _wrapped(words: tuple[str, ...]) -> str:
    """Return words for the margin of a comment in `answers.toml`."""
    margin = "#" + " " * 35 + "# "
    return textwrap.fill(", ".join(words), 60, break_on_hyphens=False).replace("\n", f"\n{margin}")


def _notebook(text: str) -> bytes:
    """Return the notebook of a text whose cells begin with `# %%`."""
    _, *parts = _CELL.split(text)
    kinds = ("markdown" if mark else "code" for mark in parts[::2])
    cells = zip(kinds, parts[1::2], strict=True)
    return notebook_bytes(
        [
            notebook_cell(kind, source.strip(), number)
            for number, (kind, source) in enumerate(cells, start=1)
        ]
    )
