from __future__ import annotations

import ast
from pathlib import Path

SANDBOX = Path(__file__).parents[4] / "harness"


def test_the_engines_copying_of_files_is_never_used() -> None:
    banned = {"put_archive", "get_archive", "binds", "volumes", "privileged"}

    used = {
        (path.name, node.attr if isinstance(node, ast.Attribute) else node.value)
        for path in SANDBOX.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Attribute) and node.attr in banned)
        or (isinstance(node, ast.Constant) and node.value in banned)
    }

    assert not used
