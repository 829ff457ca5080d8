"""What one meets when one goes through a value, and how names are bound to it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from takehome_graders.code import subscripts
from takehome_graders.code.rows import cut
from takehome_graders.code.values import Flavour, Value, bag, scalar

if TYPE_CHECKING:
    from takehome_graders.code.machine import Machine

UNROLLED = 12
"""Elements of a list that are gone through one by one."""


def elements(value: Value) -> list[Value]:
    """Return what a loop over the value binds, one by one where the elements are known."""
    match value.flavour:
        case Flavour.BAG:
            if value.keys and not value.items:
                return [scalar(constant=name) for name in list(value.keys)[:UNROLLED]]
            return value.items[:UNROLLED]
        case Flavour.FOLDS:
            return [bag(fold(value))]
        case Flavour.GROUPS:
            return [bag([scalar(), value.like()])]
        case Flavour.NAMES | Flavour.SCALAR:
            return [scalar(value.stats)]
        case Flavour.DATA | Flavour.ROW | Flavour.INDEX:
            return [value.like(flavour=Flavour.ROW)]
        case _:
            return [Value(rows=value.rows, stats=value.stats)]


def fold(folds: Value) -> list[Value]:
    """Return the two indices of a fold."""
    return [
        Value(flavour=Flavour.INDEX, rows=folds.rows, family=folds.family, role=role)
        for role in ("train", "test")
    ]


def bind(machine: Machine, target: ast.expr, value: Value) -> None:
    """Bind a target to a value, whatever the target is."""
    match target:
        case ast.Name(id=name):
            machine.scope.bind(name, value)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for each, part in zip(parts, unpacked(value, len(parts)), strict=False):
                bind(machine, each, part)
        case ast.Starred(value=inner):
            bind(machine, inner, value)
        case ast.Subscript():
            subscripts.store(machine, target, value)
        case ast.Attribute(value=base, attr=name):
            subscripts.store_attribute(machine, machine.value(base), name, value)
        case _:
            pass


def unpacked(value: Value, count: int) -> list[Value]:
    """Return what so many targets receive from a value."""
    if value.flavour is Flavour.BAG and value.items:
        if value.complete and len(value.items) >= count:
            return value.items[:count]
        return [value.items[at % len(value.items)] for at in range(count)]
    if value.flavour is Flavour.FOLDS and count == 2:  # noqa: PLR2004 - train and test
        return fold(value)
    if value.spread and len(value.spread) == count:
        return [
            each.like(stats=each.stats | value.stats) if each.all_rows() else Value()
            for each in value.spread
        ]
    if value.spread:
        return [value.like() for _ in range(count)]
    if value.flavour in {Flavour.SCALAR, Flavour.ROW, Flavour.MODEL, Flavour.INSTANCE}:
        return [value.like(flavour=value.flavour) for _ in range(count)]
    return [
        value.like(rows=cut(value.rows, "element", str(at)), flavour=Flavour.DATA)
        for at in range(count)
    ]
