"""What attributes give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome_graders.code.estimates import Strength
from takehome_graders.code.subscripts import column_of
from takehome_graders.code.values import Flavour, Value, scalar
from takehome_graders.code.vocabulary import SAME_MODEL

if TYPE_CHECKING:
    import ast

    from takehome_graders.code.machine import Machine

LOCATORS = frozenset(["loc", "iloc", "at", "iat", "ix"])
SAME = frozenset(["values", "T", "str", "dt", "array", "real", "sparse", "plot", "style", "list"])
SIZES = frozenset(["shape", "size", "ndim", "dtype", "dtypes", "empty", "name", "nbytes"])


def load(machine: Machine, node: ast.Attribute) -> Value:
    """Return what an attribute of a value is."""
    return of(machine, machine.value(node.value), node.attr, node)


def of(machine: Machine, base: Value, name: str, node: ast.AST) -> Value:
    """Return the attribute of that name."""
    match base.flavour:
        case Flavour.LIBRARY:
            return Value(flavour=Flavour.LIBRARY, name=f"{base.name}.{name}")
        case Flavour.INSTANCE | Flavour.CLASS:
            return base.keys.get(name) or Value()
        case Flavour.BAG:
            return base.keys.get(name) or base.like()
        case Flavour.MODEL:
            return _of_model(machine, base, name, node)
        case Flavour.FUNCTION | Flavour.FOLDS:
            return Value()
        case _:
            return _of_data(machine, base, name, node)


def _of_model(machine: Machine, base: Value, name: str, node: ast.AST) -> Value:
    if name in SAME_MODEL or not name.endswith("_"):
        return base
    learned = [machine.statistic(f"{base.name}.{name}", fit.rows, node) for fit in base.fits]
    rows = base.fits[-1].rows if base.fits and name in {"labels_", "embedding_"} else frozenset()
    fresh = scalar(frozenset().union(*learned))
    if rows:
        fresh.flavour, fresh.rows = Flavour.DATA, rows
    return fresh


def _of_data(machine: Machine, base: Value, name: str, node: ast.AST) -> Value:
    if name in LOCATORS:
        return Value(flavour=Flavour.LOCATOR, owner=base)
    if name in SAME:
        fresh = base.like(stats=base.all_stats(), columns={})
        fresh.owner, fresh.column = base.owner, base.column
        return fresh
    if name in SIZES:
        return scalar()
    if name == "index":
        return Value(flavour=Flavour.INDEX, rows=base.all_rows(), stats=base.stats)
    if name == "columns":
        return Value(flavour=Flavour.NAMES, stats=base.stats)
    if name in {"codes", "cat"}:
        listed = machine.statistic("categories", base.all_rows(), node, Strength.VOCABULARY)
        return base.like(stats=base.all_stats() | listed, columns={})
    if name.endswith("_") or base.flavour is Flavour.UNKNOWN or base.spread:
        return base.like()
    return column_of(base, name)
