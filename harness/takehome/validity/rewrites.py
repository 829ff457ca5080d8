"""Rewrites: the same work, written by somebody else.

Every rewrite leaves alone what is learnt, claimed and predicted. Marks and findings that change all
the same are false alarms.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from takehome.validity.draft import Draft, Part
from takehome.validity.renaming import renamed
from takehome.validity.splice import Splice, spliced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy as np

_REMARKS: Final = (
    "checked by hand",
    "see the memo",
    "nothing special here",
    "kept simple on purpose",
    "the order does not matter",
    "could be faster",
)
_SAYINGS: Final = ("next", "done so far", "still running", "ok")
_SAME: Final = (
    (r"float\(np\.mean\((\w+)\)\)", r"float(sum(\1) / len(\1))"),
    (r"\.dt\.dayofweek\b", ".dt.weekday"),
    (r"\.to_numpy\(\)", ".values"),
    (r"pd\.read_csv\(([^()]*(?:\([^()]*\))?[^()]*)\)", r'pd.read_table(\1, sep=",")'),
    (r"np\.log1p\(([^()]*(?:\([^()]*\))?)\)", r"np.log(1 + \1)"),
    (r"\.isna\(\)", ".isnull()"),
    (r"\.notna\(\)", ".notnull()"),
)
_ALIASES: Final = (("pandas", "pd"), ("numpy", "np"), ("xgboost", "xgb"), ("lightgbm", "lgb"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewrite:
    """A draft written otherwise, and how."""

    how: str
    draft: Draft


def rewrites(draft: Draft, count: int, rng: np.random.Generator) -> Iterator[Rewrite]:
    """Yield so many rewrites of a draft, each in one to three ways, none twice."""
    seen = {draft}
    names = sorted(WAYS)
    while count:
        drawn = rng.choice(names, size=int(rng.integers(1, 4)), replace=False)
        written = draft
        for name in drawn:
            written = WAYS[str(name)](written, rng)
        if written not in seen:
            seen.add(written)
            count -= 1
            yield Rewrite(how=", ".join(map(str, drawn)), draft=written)


def with_other_names(draft: Draft, rng: np.random.Generator) -> Draft:
    """Return the draft with other names for half of its variables."""
    return renamed(draft, rng)


def in_another_order(draft: Draft, rng: np.random.Generator) -> Draft:
    """Return the draft with neighbouring functions the other way round."""
    return draft.with_code(lambda text: _swapped(text, rng))


def with_helpers(draft: Draft, rng: np.random.Generator) -> Draft:
    """Return the draft with some values computed in functions of their own."""
    return draft.with_code(lambda text: _in_functions(text, rng))


def with_remarks(draft: Draft, rng: np.random.Generator) -> Draft:
    """Return the draft with comments that say nothing."""

    def remark(_: ast.stmt) -> str:
        return f"# {_REMARKS[int(rng.integers(len(_REMARKS)))]}\n"

    return draft.with_code(lambda text: _before(text, remark, rng))


def with_prints(draft: Draft, rng: np.random.Generator) -> Draft:
    """Return the draft with lines that print where it is."""

    def saying(_: ast.stmt) -> str:
        return f'print("{_SAYINGS[int(rng.integers(len(_SAYINGS)))]}")\n'

    return draft.with_code(lambda text: _before(text, saying, rng))


def formatted_otherwise(draft: Draft, _: np.random.Generator) -> Draft:
    """Return the draft as a tool would lay it out: no comments, other quotes, other breaks."""
    return draft.with_code(lambda text: ast.unparse(ast.parse(text)))


def by_other_means(draft: Draft, rng: np.random.Generator) -> Draft:
    """Return the draft with other functions of the same libraries for the same values."""
    for pattern, same in _SAME:
        if rng.random() < 0.6:  # noqa: PLR2004 - most of them, but not all
            draft = draft.with_code(lambda text, p=pattern, s=same: re.sub(p, s, text))  # type: ignore[misc]
    return draft


def with_whole_names(draft: Draft, _: np.random.Generator) -> Draft:
    """Return the draft with libraries called by their whole names."""

    def whole(text: str) -> str:
        for name, alias in _ALIASES:
            text = text.replace(f"import {name} as {alias}", f"import {name}")
            text = re.sub(rf"(?<![\w.]){alias}\.", f"{name}.", text)
        return text

    return draft.with_code(whole)


def with_docstrings(draft: Draft, _: np.random.Generator) -> Draft:
    """Return the draft with a line of documentation in every function that has none."""
    return draft.with_code(_documented)


def in_other_cells(draft: Draft, rng: np.random.Generator) -> Draft:
    """Return the draft as a notebook of smaller cells; a project stays as it is."""
    if {part.file for part in draft.parts} != {draft.entry}:
        return draft
    parts = []
    for part in draft.parts:
        texts = _cut(part.text, rng) if part.is_code else [part.text]
        parts += [Part(file="solution.ipynb", is_code=part.is_code, text=text) for text in texts]
    return replace(draft, form="notebook", parts=tuple(parts))


def as_a_script(draft: Draft, _: np.random.Generator) -> Draft:
    """Return the draft as a script; its prose goes."""
    if draft.form == "script":
        return draft
    parts = tuple(replace(part, file="solution.py") for part in draft.parts if part.is_code)
    return replace(draft, form="script", parts=parts)


def with_answers_in_another_order(draft: Draft, rng: np.random.Generator) -> Draft:
    """Return the draft with what was seen told in another order."""
    head, *entries = re.split(r"(?m)^(?=\[\[)", draft.answers.rstrip() + "\n\n")
    shuffled = [entries[n] for n in rng.permutation(len(entries))]
    return replace(draft, answers=head + "".join(shuffled))


def with_a_longer_memo(draft: Draft, _: np.random.Generator) -> Draft:
    """Return the draft with a memo that says one more thing."""
    more = "I would look at the queue of the risk desk together with those who work on it."
    return replace(draft, memo=f"{draft.memo.rstrip()}\n\n{more}\n")


WAYS: Final[Mapping[str, Callable[[Draft, np.random.Generator], Draft]]] = {
    "other names": with_other_names,
    "another order": in_another_order,
    "helper functions": with_helpers,
    "remarks": with_remarks,
    "prints": with_prints,
    "formatted otherwise": formatted_otherwise,
    "by other means": by_other_means,
    "whole names": with_whole_names,
    "docstrings": with_docstrings,
    "other cells": in_other_cells,
    "as a script": as_a_script,
    "answers in another order": with_answers_in_another_order,
    "a longer memo": with_a_longer_memo,
}
"""Every way of rewriting, by what it changes."""


def _swapped(text: str, rng: np.random.Generator) -> str:
    """Swap neighbouring functions, whose order nothing depends on before one of them is called."""
    body = ast.parse(text).body
    found: list[Splice] = []
    number = 0
    while number + 1 < len(body):
        one, two = body[number], body[number + 1]
        if _can_move(one) and _can_move(two) and rng.random() < 0.8:  # noqa: PLR2004 - most pairs
            found += [Splice.of(one, _source(text, two)), Splice.of(two, _source(text, one))]
            number += 1
        number += 1
    return spliced(text, found)


def _can_move(node: ast.stmt) -> bool:
    if not isinstance(node, ast.FunctionDef) or node.decorator_list:
        return False
    return all(isinstance(each, ast.Constant) for each in node.args.defaults)


def _in_functions(text: str, rng: np.random.Generator) -> str:
    found = []
    for node in ast.parse(text).body:
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
            continue
        target = node.targets[0]
        if isinstance(target, ast.Name) and rng.random() < 0.5:  # noqa: PLR2004 - every other one
            name = f"{target.id}_made"
            value = ast.unparse(node.value)
            made = f"def {name}():\n    return {value}\n\n\n{target.id} = {name}()"
            found.append(Splice.of(node, made))
    return spliced(text, found)


def _before(text: str, line: Callable[[ast.stmt], str], rng: np.random.Generator) -> str:
    found = []
    for node in ast.parse(text).body:
        decorated = isinstance(node, ast.FunctionDef | ast.ClassDef) and node.decorator_list
        if not decorated and rng.random() < 0.4:  # noqa: PLR2004 - not before every line
            at = (node.lineno, node.col_offset)
            found.append(Splice(start=at, end=at, text=line(node)))
    if found and _is_docstring(text) and found[0].start[0] == 1:
        # A module's docstring stays its first statement.
        found = found[1:]
    return spliced(text, found)


def _is_docstring(text: str) -> bool:
    return ast.get_docstring(ast.parse(text)) is not None


def _documented(text: str) -> str:
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and ast.get_docstring(node) is None:
            first = node.body[0]
            if first.lineno > node.lineno:
                at = (first.lineno, first.col_offset)
                said = f'"""{node.name.replace("_", " ").strip().capitalize()}."""\n'
                found.append(Splice(start=at, end=at, text=said + " " * first.col_offset))
    return spliced(text, found)


def _cut(text: str, rng: np.random.Generator) -> Sequence[str]:
    body = ast.parse(text).body
    lines = text.splitlines()
    pieces, first = [], 0
    for node in body[1:]:
        above = node.decorator_list if isinstance(node, ast.FunctionDef | ast.ClassDef) else []
        start = min([node.lineno, *(each.lineno for each in above)]) - 1
        if rng.random() < 0.5:  # noqa: PLR2004 - every other border
            pieces.append("\n".join(lines[first:start]).strip("\n"))
            first = start
    pieces.append("\n".join(lines[first:]).strip("\n"))
    return [piece for piece in pieces if piece.strip()]


def _source(text: str, node: ast.stmt) -> str:
    return ast.get_source_segment(text, node) or ""
