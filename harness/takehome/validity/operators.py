"""Operators: faults, each declared once, that turn a careful submission into a mutant.

They stand in TOML files beside the drafts that they edit. An operator says what the fault is, what
it has to cost on which criteria, and how it is made: everywhere alike, or in each style of its own.
A style that cannot have the fault says why. Games are declared in the same way.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from takehome.validity.edits import (
    Answered,
    Appended,
    Claims,
    Column,
    Edit,
    Memo,
    Returns,
    Swap,
    Unanswered,
    Unseeded,
)
from takehome_datasets.errors import TakehomeError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from takehome.validity.draft import Draft

Price = Annotated[float, Field(ge=0, le=100)]


class OperatorUnusable(TakehomeError):
    """An operator's file cannot be read."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Pair(_Strict):
    old: str = ""
    new: str


class _Entry(_Strict):
    table: str
    word: str


class EditFile(_Strict):
    """How a fault is made, key by key; edits are made in the order of these keys."""

    swap: tuple[_Pair, ...] = ()
    add_column: tuple[str, ...] = ()
    drop_column: tuple[str, ...] = ()
    returns: str | None = None
    claims: str | None = None
    unseeded: bool = False
    append: str | None = None
    answers: tuple[_Pair, ...] = ()
    unanswered: tuple[_Entry, ...] = ()
    memo: str | None = None

    def edits(self, beside: str) -> Iterator[Edit]:
        """Yield the edits; columns are added to the list that holds `beside`."""
        yield from (Swap(old=_code(pair.old), new=_code(pair.new)) for pair in self.swap)
        yield from (Column(name=name, beside=beside) for name in self.add_column)
        yield from (Column(name=name, beside=name) for name in self.drop_column)
        if self.returns is not None:
            yield Returns(template=self.returns)
        if self.claims is not None:
            yield Claims(template=self.claims)
        if self.unseeded:
            yield Unseeded()
        if self.append is not None:
            yield Appended(code=self.append)
        yield from (Answered(old=pair.old, new=pair.new) for pair in self.answers)
        yield from (Unanswered(table=one.table, word=one.word) for one in self.unanswered)
        if self.memo is not None:
            yield Memo(text=self.memo)


class OperatorFile(_Strict):
    """One operator, key by key."""

    name: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    fault: str
    moves: dict[str, Price] = {}
    """Points that it has to cost, by criterion; 0 where it may cost but need not."""
    certain: bool = False
    upon: str = ""
    everywhere: EditFile | None = None
    styles: dict[str, EditFile] = {}
    not_for: dict[str, str] = {}


class CatalogueFile(_Strict):
    """A file of operators."""

    beside: str
    """A column that every draft gives its model, in the list that columns are added to."""
    operators: tuple[OperatorFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFor:
    """Why a style cannot have a fault."""

    operator: str
    style: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """One fault: what it is, what it may move, and how it is made."""

    name: str
    fault: str
    moves: Mapping[str, float]
    """The least that it costs, by criterion it may move, where its effect is beyond noise."""
    certain: bool
    """Whether its effect is no matter of noise: it is there in what was answered or said."""
    upon: str
    """The operator whose fault is there already; empty where a careful draft is edited."""
    everywhere: tuple[Edit, ...] | None
    by_style: Mapping[str, tuple[Edit, ...]]
    not_for: Mapping[str, str]

    def mutant(self, draft: Draft) -> Draft | NotFor:
        """Return the draft with this fault and no other, or why it cannot have it.

        Raises:
            DoesNotApply: The draft has no place for one of the edits.
            OperatorUnusable: Nothing says how or why not.
        """
        if reason := self.not_for.get(draft.style):
            return NotFor(operator=self.name, style=draft.style, reason=reason)
        edits = self.by_style.get(draft.style, self.everywhere)
        if edits is None:
            raise OperatorUnusable(
                f"The operator {self.name} says neither how it is made in the style {draft.style} "
                f"nor why not. Add styles.{draft.style}, or a reason under not_for."
            )
        for edit in edits:
            draft = edit(draft)
        return draft


def read_operators(path: Path) -> tuple[Operator, ...]:
    """Read a file of operators.

    Raises:
        OperatorUnusable: It is no TOML, or not of operators.
    """
    try:
        file = CatalogueFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise OperatorUnusable(f"{path}: {error}") from error
    return tuple(_operator(one, file.beside) for one in file.operators)


def _operator(file: OperatorFile, beside: str) -> Operator:
    return Operator(
        name=file.name,
        fault=file.fault,
        moves=file.moves,
        certain=file.certain,
        upon=file.upon,
        everywhere=tuple(file.everywhere.edits(beside)) if file.everywhere else None,
        by_style={style: tuple(how.edits(beside)) for style, how in file.styles.items()},
        not_for=file.not_for,
    )


def _code(text: str) -> str:
    """Return a stretch of code without the line ends that TOML needs around it."""
    return text.strip("\n")
