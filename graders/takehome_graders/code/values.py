"""What the reader knows of a value: its rows, the statistics that shaped it, and what it can do.

A value changes in place, because aliases of one frame must see what was done to it. Changes only
ever add, so that branches may be read one after the other.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

from takehome_graders.code.cells import Cell
from takehome_graders.code.estimates import NO_STATS, Stats
from takehome_graders.code.happenings import Fitted
from takehome_graders.code.rows import NOWHERE, Rows, together

if TYPE_CHECKING:
    from collections.abc import Iterable


class Flavour(Enum):
    """What kind of thing a value is."""

    UNKNOWN = auto()
    DATA = auto()
    ROW = auto()
    """One row, or the rows one at a time: what is reduced here is no statistic."""
    SCALAR = auto()
    INDEX = auto()
    """Positions or labels of rows."""
    MASK = auto()
    NAMES = auto()
    """Names of columns."""
    GROUPS = auto()
    LOCATOR = auto()
    """`.loc`, `.iloc` and their like, of `owner`."""
    FOLDS = auto()
    """What a splitter yields: pairs of indices."""
    MODEL = auto()
    """Whatever can be fitted."""
    BAG = auto()
    FUNCTION = auto()
    CLASS = auto()
    INSTANCE = auto()
    LIBRARY = auto()


class Nothing(Enum):
    """The absence of a constant, which None is not."""

    NOTHING = auto()


Constant = str | int | float | bool | None | Nothing
NOTHING = Nothing.NOTHING


@dataclass(slots=True, kw_only=True, eq=False)
class Scope:
    """The names of a module or of one call, and what they are bound to."""

    names: dict[str, Value] = field(default_factory=dict)
    outer: Scope | None = None
    shared: set[str] = field(default_factory=set)
    """Names declared global or nonlocal here."""
    returned: list[Value] = field(default_factory=list)

    def find(self, name: str) -> Value | None:
        """Return what the name is bound to, here or further out."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.outer
        return None

    def bind(self, name: str, value: Value) -> None:
        """Bind the name where it belongs."""
        scope = self
        while name in scope.shared and scope.outer is not None:
            scope = scope.outer
        scope.names[name] = value


@dataclass(slots=True, kw_only=True, eq=False)
class Value:
    """An abstract value; which fields speak depends on its flavour."""

    flavour: Flavour = Flavour.UNKNOWN
    rows: Rows = NOWHERE
    stats: Stats = NO_STATS
    """What shaped all of its columns."""
    columns: dict[str, Stats] = field(default_factory=dict)
    """What shaped single columns besides, where they are known by name."""
    constant: Constant = NOTHING
    items: list[Value] = field(default_factory=list)
    complete: bool = True
    """Whether `items` are all elements in their order; else they only show what is in it."""
    keys: dict[str, Value] = field(default_factory=dict)
    """Entries of a dict, attributes of an instance."""
    fits: list[Fitted] = field(default_factory=list)
    name: str = ""
    """Of a library's member or a model's class."""
    built_with: tuple[Value, ...] = ()
    settings: dict[str, Value] = field(default_factory=dict)
    code: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef | None = None
    cell: Cell | None = None
    scope: Scope | None = None
    owner: Value | None = None
    """The frame that it is a column or locator of, or the instance that a method belongs to."""
    column: str | None = None
    family: str = ""
    """The family of cuts that an index makes."""
    role: str = ""
    pieces: tuple[Rows, ...] = ()
    """The rows that were stacked to make it, in order."""
    spread: tuple[Value, ...] = ()
    """What went into an unknown call, for the case that its result is unpacked."""

    def all_rows(self, depth: int = 4) -> Rows:
        """Return its rows and those of everything in it."""
        if depth == 0 or not (self.items or self.keys):
            return self.rows
        inner = [each.all_rows(depth - 1) for each in (*self.items, *self.keys.values())]
        return together([self.rows, *inner])

    def all_stats(self, depth: int = 4) -> Stats:
        """Return all that shaped it and everything in it."""
        stats = self.stats.union(*self.columns.values()) if self.columns else self.stats
        if depth == 0 or not (self.items or self.keys):
            return stats
        inner = (each.all_stats(depth - 1) for each in (*self.items, *self.keys.values()))
        return stats.union(*inner)

    def gain(self, stats: Stats, column: str | None = None) -> None:
        """Note that statistics shaped it or one of its columns, and its frame with it."""
        if not stats:
            return
        if column is None:
            self.stats |= stats
        else:
            self.columns[column] = self.columns.get(column, NO_STATS) | stats
        if self.owner is not None and self.flavour is not Flavour.FUNCTION:
            self.owner.gain(stats, self.column)

    def like(self, **changes: object) -> Value:
        """Return data with the same rows and shape, changed."""
        fresh = Value(
            flavour=Flavour.ROW if self.flavour is Flavour.ROW else Flavour.DATA,
            rows=self.all_rows(),
            stats=self.stats if self.columns else self.all_stats(),
            columns=dict(self.columns),
            pieces=() if "rows" in changes else self.pieces,
        )
        for name, change in changes.items():
            setattr(fresh, name, change)
        return fresh


MOST_FITS = 24
"""Fits that one name may stand for after branches."""


def data(rows: Rows, stats: Stats = NO_STATS) -> Value:
    """Return data that holds these rows."""
    return Value(flavour=Flavour.DATA, rows=rows, stats=stats)


def scalar(stats: Stats = NO_STATS, constant: Constant = NOTHING) -> Value:
    """Return a single value."""
    return Value(flavour=Flavour.SCALAR, stats=stats, constant=constant)


def bag(items: Iterable[Value], *, complete: bool = True) -> Value:
    """Return a list, tuple or set of these."""
    return Value(flavour=Flavour.BAG, items=list(items), complete=complete)


def mixed(values: Iterable[Value]) -> Value:
    """Return data that holds the rows of all of them, shaped by all that shaped them."""
    listed = list(values)
    return data(
        together(each.all_rows() for each in listed),
        NO_STATS.union(*(each.all_stats() for each in listed)),
    )


def joined(one: Value, other: Value) -> Value:
    """Return what a name holds after two branches that bound it differently."""
    if one is other:
        return one
    for left, right in ((one, other), (other, one)):
        if left.flavour is Flavour.SCALAR and left.constant is None:
            return right  # the habit of `model = None` before the branch
    if one.flavour is not other.flavour:
        return one if other.flavour is Flavour.UNKNOWN else other
    if one.flavour in {Flavour.DATA, Flavour.SCALAR, Flavour.ROW, Flavour.UNKNOWN}:
        return _union(one, other)
    if one.flavour is Flavour.MODEL:
        return Value(
            flavour=Flavour.MODEL,
            name=other.name,
            built_with=other.built_with,
            settings=other.settings,
            fits=_either_fit(one, other),
        )
    return other


def _union(one: Value, other: Value) -> Value:
    names = one.columns.keys() | other.columns.keys()
    return Value(
        flavour=one.flavour,
        rows=together([one.all_rows(), other.all_rows()]),
        stats=one.stats | other.stats,
        columns={
            name: one.columns.get(name, NO_STATS) | other.columns.get(name, NO_STATS)
            for name in names
        },
        fits=_either_fit(one, other),
    )


def _either_fit(one: Value, other: Value) -> list[Fitted]:
    return list(dict.fromkeys([*one.fits, *other.fits]))[-MOST_FITS:]
