"""Other names for the variables of a draft, the same everywhere."""

from __future__ import annotations

import ast
import builtins
import keyword
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from takehome.validity.splice import Splice, spliced

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np

    from takehome.validity.draft import Draft

_CONTRACT: Final = frozenset({"predict", "expected_score", "decide", "monitor", "decision"})


def renamed(draft: Draft, rng: np.random.Generator) -> Draft:
    """Return the draft with other names for half of what it names itself.

    Cells of a notebook share their names. Of a project only what a module keeps to itself is named
    anew, so that every import still finds what it asks for.
    """
    trees = {number: ast.parse(p.text) for number, p in enumerate(draft.parts) if p.is_code}
    fixed = _CONTRACT.union(*map(_cannot_change, trees.values()))
    taken = {name for tree in trees.values() for name in _mentioned(tree)}
    own = sorted(Counter(n for tree in trees.values() for n in _bound(tree)).keys() - fixed)
    scheme = int(rng.integers(3))
    names = {}
    for number, old in enumerate(own):
        new = _another(old, number, scheme)
        usable = new.isidentifier() and not keyword.iskeyword(new) and not hasattr(builtins, new)
        if usable and new not in taken and rng.random() < 0.5:  # noqa: PLR2004 - half of them
            names[old] = new
            taken.add(new)
    parts = [
        replace(p, text=spliced(p.text, _places(p.text, trees[n], names))) if n in trees else p
        for n, p in enumerate(draft.parts)
    ]
    return replace(draft, parts=tuple(parts))


def _mentioned(tree: ast.Module) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _another(old: str, number: int, scheme: int) -> str:
    if scheme == 0:
        return f"my_{old}".lower() if not old.isupper() else f"THE_{old}"
    if scheme == 1:
        return f"v{number}"
    return f"{old}_"


def _bound(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.FunctionDef):
            yield node.name
            yield from (each.arg for each in node.args.args)


def _cannot_change(tree: ast.Module) -> set[str]:
    """Return the names that something else knows: imports, keywords, classes, inside of f-strings.

    Where f-strings are single tokens, their trees do not say where a name in them stands.
    """
    fixed = {"self", "cls"}
    for node in ast.walk(tree):
        match node:
            case ast.Import() | ast.ImportFrom():
                fixed |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
            case ast.keyword(arg=str(name)):
                fixed.add(name)
            case ast.JoinedStr():
                fixed |= {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
            case ast.ClassDef():
                fixed |= {each.name for each in node.body if isinstance(each, ast.FunctionDef)}
                inner = [each for each in node.body if isinstance(each, ast.AnnAssign | ast.Assign)]
                fixed |= {
                    each.id for one in inner for each in ast.walk(one) if isinstance(each, ast.Name)
                }
    return fixed


def _places(text: str, tree: ast.Module, names: Mapping[str, str]) -> Iterator[Splice]:
    lines = text.splitlines()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in names:
            yield Splice.of(node, names[node.id])
        elif isinstance(node, ast.arg) and node.arg in names:
            at = (node.lineno, node.col_offset)
            end = (node.lineno, node.col_offset + len(node.arg.encode()))
            yield Splice(start=at, end=end, text=names[node.arg])
        elif isinstance(node, ast.FunctionDef) and node.name in names:
            first = lines[node.lineno - 1].encode().index(node.name.encode(), node.col_offset)
            at, end = (node.lineno, first), (node.lineno, first + len(node.name.encode()))
            yield Splice(start=at, end=end, text=names[node.name])
