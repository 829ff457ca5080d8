"""Edits: how a submission becomes one that is different in exactly one thing.

An edit finds its place by what stands there, never by a mark that a grader could see, and refuses
where it does not find it exactly once. What it leaves behind reads as if it had been written so.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from takehome.validity.splice import Splice, spliced
from takehome_datasets.errors import TakehomeError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from takehome.validity.draft import Draft

_SEEDS: Final = ("random_state", "seed")


class DoesNotApply(TakehomeError):
    """There is no place for an edit in a draft, or more than one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """One stretch of code for another."""

    old: str
    new: str

    def __call__(self, draft: Draft) -> Draft:
        """Return the draft with the stretch swapped.

        Raises:
            DoesNotApply: It does not stand in the code exactly once.
        """
        count = sum(part.text.count(self.old) for part in draft.parts if part.is_code)
        if count != 1:
            raise DoesNotApply(_not_once(draft, self.old, count, draft.code))
        return draft.with_code(lambda text: text.replace(self.old, self.new))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One stretch of `answers.toml` for another; all of it where `old` is empty."""

    old: str
    new: str

    def __call__(self, draft: Draft) -> Draft:
        """Return the draft with other answers.

        Raises:
            DoesNotApply: The stretch does not stand in them exactly once.
        """
        if not self.old:
            return replace(draft, answers=f"{draft.answers.rstrip()}\n\n{self.new}")
        count = draft.answers.count(self.old)
        if count != 1:
            raise DoesNotApply(_not_once(draft, self.old, count, draft.answers))
        return replace(draft, answers=draft.answers.replace(self.old, self.new))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """An entry of `answers.toml` less: the one that speaks of a word."""

    table: str
    """`leaks` or `drift`."""
    word: str

    def __call__(self, draft: Draft) -> Draft:
        """Return the draft without the entry.

        Raises:
            DoesNotApply: No entry or more than one speaks of the word.
        """
        blocks = re.split(r"(?m)^(?=\[)", draft.answers)
        told = [
            block
            for block in blocks
            if block.startswith(f"[[{self.table}]]") and self.word in block
        ]
        if len(told) != 1:
            raise DoesNotApply(_not_once(draft, self.word, len(told), draft.answers))
        kept = "".join(block for block in blocks if block is not told[0])
        return replace(draft, answers=kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column more or less among those that the model is given."""

    name: str
    beside: str
    """A column of the list that is changed; the same as `name` where that is taken out."""

    def __call__(self, draft: Draft) -> Draft:
        """Return the draft with another list of columns.

        Raises:
            DoesNotApply: No list of the code holds the column, or more than one does.
        """
        taken_out = self.name == self.beside

        def changes(tree: ast.Module) -> Iterator[Splice]:
            for node in ast.walk(tree):
                if not isinstance(node, ast.List):
                    continue
                words = [ast.literal_eval(e) for e in node.elts if isinstance(e, ast.Constant)]
                if self.beside not in words:
                    continue
                kept = [word for word in words if not (taken_out and word == self.name)]
                added = [] if taken_out else [self.name]
                yield Splice.of(node, _listed([*kept, *added]))

        return _once(draft, changes, f"a list with {self.beside}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Returns:
    """Another value where `predict` returns its guess, such as `np.round({})`."""

    template: str

    def __call__(self, draft: Draft) -> Draft:
        """Return the draft with another guess in its last `pd.Series`.

        Raises:
            DoesNotApply: There is no `predict` that returns `pd.Series(guess, index=…)`.
        """

        def changes(tree: ast.Module) -> Iterator[Splice]:
            for node in ast.walk(tree):
                if isinstance(node, ast.FunctionDef) and node.name == "predict":
                    last = node.body[-1]
                    if isinstance(last, ast.Return) and isinstance(last.value, ast.Call):
                        guess = last.value.args[0]
                        yield Splice.of(guess, self.template.format(ast.unparse(guess)))

        return _once(draft, changes, "predict with a Series that it returns")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """Another value for `expected_score`, such as `1.5 * {}`."""

    template: str

    def __call__(self, draft: Draft) -> Draft:
        """Return the draft with another claim; of an interval its middle is taken.

        Raises:
            DoesNotApply: `expected_score` is not assigned exactly once.
        """

        def changes(tree: ast.Module) -> Iterator[Splice]:
            for node in tree.body:
                if isinstance(node, ast.Assign) and "expected_score" in map(
                    ast.unparse, node.targets
                ):
                    value = node.value
                    claimed = value.elts[0] if isinstance(value, ast.Tuple) else value
                    yield Splice.of(value, self.template.format(ast.unparse(claimed)))

        return _once(draft, changes, "one assignment of expected_score")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseeded:
    """No seed where one is given."""

    def __call__(self, draft: Draft) -> Draft:
        """Return the draft without its seeds.

        Raises:
            DoesNotApply: It gives none.
        """
        stripped = draft.with_code(_without_seeds)
        if stripped == draft:
            raise DoesNotApply(f"The draft {draft.style} gives no seed: {', '.join(_SEEDS)}.")
        return stripped


@dataclass(frozen=True, slots=True, kw_only=True)
class Appended:
    """Code that stands after all else in the entry."""

    code: str

    def __call__(self, draft: Draft) -> Draft:
        """Return the draft with the code at its end."""
        last = max(n for n, p in enumerate(draft.parts) if p.is_code and p.file == draft.entry)
        part = draft.parts[last]
        longer = replace(part, text=f"{part.text}\n\n\n{self.code.strip()}")
        return replace(draft, parts=(*draft.parts[:last], longer, *draft.parts[last + 1 :]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Memo:
    """Another memo."""

    text: str

    def __call__(self, draft: Draft) -> Draft:
        """Return the draft with that memo."""
        return replace(draft, memo=self.text)


Edit = Swap | Answered | Unanswered | Column | Returns | Claims | Unseeded | Appended | Memo


def _once(draft: Draft, changes: Callable[[ast.Module], Iterator[Splice]], what: str) -> Draft:
    found = {
        number: [*changes(ast.parse(part.text))]
        for number, part in enumerate(draft.parts)
        if part.is_code
    }
    count = sum(map(len, found.values()))
    if count != 1:
        raise DoesNotApply(f"The draft {draft.style} has {what} {count} times, not once.")
    parts = [
        replace(part, text=spliced(part.text, found[number])) if found.get(number) else part
        for number, part in enumerate(draft.parts)
    ]
    return replace(draft, parts=tuple(parts))


def _without_seeds(text: str) -> str:
    tree = ast.parse(text)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    seeded = [call for call in calls if any(k.arg in _SEEDS for k in call.keywords)]
    found = []
    for call in seeded:
        call.keywords = [k for k in call.keywords if k.arg not in _SEEDS]
        found.append(Splice.of(call, ast.unparse(call)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            keys = [k.value if isinstance(k, ast.Constant) else None for k in node.keys]
            kept = [n for n, key in enumerate(keys) if key not in _SEEDS]
            if len(kept) < len(keys):
                node.keys = [node.keys[n] for n in kept]
                node.values = [node.values[n] for n in kept]
                found.append(Splice.of(node, ast.unparse(node)))
    return spliced(text, found)


def _listed(words: list[str]) -> str:
    lines, line = [], ""
    for word in words:
        piece = f'"{word}", '
        if line and len(line) + len(piece) > 88:  # noqa: PLR2004 - as wide as the drafts are
            lines.append(line.rstrip())
            line = ""
        line += piece
    lines.append(line.rstrip())
    return "[\n" + "".join(f"    {line}\n" for line in lines) + "]"


def _not_once(draft: Draft, old: str, count: int, text: str) -> str:
    first = next((line for line in old.splitlines() if line.strip()), old).strip()
    hint = did_you_mean(first, [line.strip() for line in text.splitlines()]) if not count else ""
    return f"The draft {draft.style} holds “{first}” {count} times, not once.{hint}"
