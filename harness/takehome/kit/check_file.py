"""Making a kit's `check.py`: one file of the modules that receive a submission.

A candidate is told at home what the harness would say because the same code says it. The modules
are carried by their source, in an order in which each finds those it imports.
"""

from __future__ import annotations

import ast
import json
import re
from dataclasses import asdict
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from takehome.kit.template import filled

if TYPE_CHECKING:
    from takehome.kit.check.facts import Facts

_EVIDENCE: Final = "takehome_graders.evidence"
_LIFTED: Final = ("Place", "NamedLeak", "NamedDrift", "Answers", "Source")
"""What is needed of the evidence; the rest of that module needs NumPy."""
_CARRIED: Final = (
    "takehome_datasets.errors",
    "takehome.text",
    "takehome.toml_lines",
    _EVIDENCE,
    *(
        f"takehome.proctor.{name}"
        for name in ("contract", "decisions", "verdicts", "handover", "inventory")
    ),
    *(
        f"takehome.submission.{name}"
        for name in (
            "flaw",
            "names",
            "upload",
            "folder",
            "archive",
            "opening",
            "script",
            "commands",
            "entry",
            "notebook",
            "answer_tables",
            "answers",
            "contents",
        )
    ),
    *(
        f"takehome.kit.check.{name}"
        for name in (
            "facts",
            "own_disk",
            "packages",
            "sample",
            "cells",
            "tasks",
            "in_process",
            "by_commands",
            "child",
            "execution",
            "findings",
            "main",
        )
    ),
)
# The candidate's Python may be 3.9: dataclasses, zip and isinstance learned these words in 3.10.
_DATACLASS: Final = re.compile(r"\((frozen=True)?(?:, )?slots=True, kw_only=True\)")
_STRICT: Final = re.compile(r",\s*strict=(?:True|False),?\s*\)")
_EITHER: Final = re.compile(r"(isinstance\([^,()]+, )(\w+(?: \| \w+)+)\)")


def check_file(facts: Facts) -> str:
    """Return the text of `check.py` for a kit."""
    return filled("check.txt", {"FACTS": repr(json.dumps(asdict(facts))), "MODULES": _modules()})


def for_older_python(source: str) -> str:
    """Return the source of a module without the words that Python 3.9 does not know.

    >>> for_older_python("@dataclass(frozen=True, slots=True, kw_only=True)")
    '@dataclass(frozen=True)'
    >>> for_older_python("isinstance(value, tuple | list)")
    'isinstance(value, (tuple, list))'
    """
    source = _STRICT.sub(")", _DATACLASS.sub(r"(\1)", source))
    return _EITHER.sub(lambda found: f"{found[1]}({found[2].replace(' | ', ', ')}))", source)


@cache
def _modules() -> str:
    carried = (f"\"{name}\": r'''\n{for_older_python(_source(name))}'''," for name in _CARRIED)
    return "\n\n".join(["", *carried, ""])


def _source(name: str) -> str:
    package, _, module = name.rpartition(".")
    text = (resources.files(package) / f"{module}.py").read_text(encoding="utf-8")
    return _lifted(text) if name == _EVIDENCE else text


def _lifted(text: str) -> str:
    lines = text.splitlines()
    classes = [
        "\n".join(lines[node.decorator_list[0].lineno - 1 : node.end_lineno])
        for node in ast.parse(text).body
        if isinstance(node, ast.ClassDef) and node.name in _LIFTED
    ]
    head = "from __future__ import annotations\n\nfrom dataclasses import dataclass"
    return "\n\n\n".join([head, *classes]) + "\n"
