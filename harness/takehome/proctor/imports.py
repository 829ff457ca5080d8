"""Looks at what a submission imports before any time is spent on executing it.

Only imports that are certain to be executed count: at the top level, outside of any `try` or `if`.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from .trouble import Setting, is_there, missing_package, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def check_imports(cells: list[tuple[int, str]], entry: Path, setting: Setting) -> None:
    """Check that what is imported is there.

    Raises:
        Trouble: A package is not in the environment.
    """
    beside = {
        path.stem for folder in (entry.parent, entry.parent.parent) for path in folder.iterdir()
    }
    for cell, text in cells:
        for top, line in _imported(text):
            if not is_there(top, beside):
                raise missing_package(top, setting, place_of(setting, cell, line))


def _imported(text: str) -> Iterator[tuple[str, int]]:
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        # A cell with magics is no Python; it will say for itself what it misses.
        return
    for node in body:
        match node:
            case ast.Import(names=names):
                for alias in names:
                    yield alias.name.partition(".")[0], node.lineno
            case ast.ImportFrom(module=str(module), level=0):
                yield module.partition(".")[0], node.lineno
