"""Taking rows and columns out of a value, and putting them in."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from takehome_graders.code.estimates import NO_STATS
from takehome_graders.code.rows import Rows, cut, origins
from takehome_graders.code.values import Flavour, Value, joined

if TYPE_CHECKING:
    from takehome_graders.code.machine import Machine

SMALL = 3
"""A constant bound up to this drops a header or shifts by a lag; it divides nothing."""


def load(machine: Machine, node: ast.Subscript) -> Value:
    """Return what a subscript takes out."""
    base = machine.value(node.value)
    match base.flavour:
        case Flavour.BAG:
            return _item(machine, base, node.slice)
        case Flavour.LOCATOR if base.owner is not None:
            return _located(machine, base.owner, node.slice)
        case Flavour.MODEL | Flavour.LIBRARY | Flavour.INSTANCE:
            machine.value(node.slice)
            return base
        case Flavour.GROUPS:
            machine.value(node.slice)
            return base
        case Flavour.INDEX | Flavour.NAMES:
            return _positions(machine, base, node.slice)
        case _:
            return _taken(machine, base, node.slice)


def store(machine: Machine, target: ast.Subscript, value: Value) -> None:
    """Put a value in where a subscript points."""
    base = machine.value(target.value)
    key = machine.value(target.slice)
    if base.flavour is Flavour.BAG:
        if isinstance(key.constant, str | int):
            base.keys[str(key.constant)] = value
        else:
            base.items.append(value)
            base.complete = False
        return
    column = _column(key)
    if base.flavour is Flavour.LOCATOR and base.owner is not None:
        base = base.owner
        last = key.items[-1] if key.flavour is Flavour.BAG and len(key.items) > 1 else None
        column = _column(last) if last is not None else None
        base.gain(value.all_stats(), column)
        return
    if not base.all_rows() and value.all_rows():
        base.rows = value.all_rows()  # a frame that is built column by column
        if base.flavour is Flavour.UNKNOWN:
            base.flavour = Flavour.DATA
    if column is not None:
        base.columns[column] = value.all_stats()
        return
    names = _names(key)
    if names:
        for name in names:
            base.gain(value.columns.get(name, NO_STATS) | value.stats, name)
        return
    base.gain(value.all_stats() | key.all_stats())


def store_attribute(machine: Machine, base: Value, name: str, value: Value) -> None:
    """Put a value in as an attribute."""
    if base.flavour in {Flavour.INSTANCE, Flavour.CLASS}:
        base.keys[name] = value
    elif base.flavour is Flavour.DATA:
        machine.happenings.strings.add(name)
        if name != "columns":
            base.columns[name] = value.all_stats()


def column_of(base: Value, name: str) -> Value:
    """Return one column of a frame; what is done to it in place is done to the frame."""
    stats = base.stats | base.columns.get(name, NO_STATS)
    flavour = Flavour.ROW if base.flavour is Flavour.ROW else Flavour.DATA
    return Value(flavour=flavour, rows=base.all_rows(), stats=stats, owner=base, column=name)


def _item(machine: Machine, base: Value, key: ast.expr) -> Value:
    if isinstance(key, ast.Slice):
        machine.value(key)
        return Value(flavour=Flavour.BAG, items=base.items, complete=False)
    at = machine.value(key).constant
    if isinstance(at, str | int) and str(at) in base.keys:
        return base.keys[str(at)]
    inside = [*base.items, *base.keys.values()]
    if isinstance(at, int) and base.complete and -len(base.items) <= at < len(base.items):
        return base.items[at]
    if not inside:
        return Value()
    found = inside[0]
    for other in inside[1:6]:
        found = joined(found, other)
    return found


def _taken(machine: Machine, base: Value, key: ast.expr) -> Value:
    if isinstance(key, ast.Tuple) and key.elts:
        wanted = _by_rows(machine, base, key.elts[0])
        for other in key.elts[1:]:
            wanted.stats |= machine.value(other).all_stats()
        return wanted
    if isinstance(key, ast.Slice):
        return _by_rows(machine, base, key)
    index = machine.value(key)
    column = _column(index)
    if column is not None:
        machine.happenings.strings.add(column)
        if base.spread or base.flavour is Flavour.UNKNOWN:
            return base.like()
        return column_of(base, column)
    names = _names(index)
    if names:
        return _columns(base, names)
    return _by_rows(machine, base, key, index)


def _columns(base: Value, names: list[str]) -> Value:
    kept = {name: base.columns[name] for name in names if name in base.columns}
    return base.like(columns=kept, stats=base.stats)


def _located(machine: Machine, owner: Value, key: ast.expr) -> Value:
    if not isinstance(key, ast.Tuple) or not key.elts:
        return _by_rows(machine, owner, key)
    chosen = _by_rows(machine, owner, key.elts[0])
    if len(key.elts) == 1 or isinstance(key.elts[1], ast.Slice):
        return chosen
    index = machine.value(key.elts[1])
    column = _column(index)
    if column is not None:
        machine.happenings.strings.add(column)
        return column_of(chosen, column)
    names = _names(index)
    if names:
        return _columns(chosen, names)
    chosen.stats |= index.all_stats()
    return chosen


def _by_rows(machine: Machine, base: Value, key: ast.expr, index: Value | None = None) -> Value:
    if isinstance(key, ast.Slice):
        machine.value(key)
        if _divides(key):
            return base.like(rows=_sliced(machine, base, key))
        return base.like()
    index = index if index is not None else machine.value(key)
    stats = index.all_stats()
    fresh = base.like(rows=_chosen(machine, base.all_rows(), index, key))
    if index.flavour is Flavour.SCALAR and base.flavour is Flavour.DATA:
        if isinstance(index.constant, int) and index.constant > SMALL:
            fresh.rows = cut(fresh.rows, "row", str(index.constant))
        else:
            fresh.owner = base  # a column whose name only a loop knows
    names = index.flavour is Flavour.INDEX and not index.rows and not index.family
    if names or index.flavour is Flavour.NAMES or (index.flavour is Flavour.SCALAR and stats):
        fresh.stats |= stats
    return fresh


def _sliced(machine: Machine, base: Value, key: ast.Slice) -> Rows:
    """Return what a slice leaves: of two stacked pieces the first or the last, else a part."""
    if len(base.pieces) == 2 and key.step is None:  # noqa: PLR2004 - the habit of [:n] and [n:]
        from_start = key.lower is None or _small(key.lower)
        if from_start and key.upper is not None:
            return base.pieces[0]
        if key.upper is None and not from_start:
            return base.pieces[1]
    return cut(base.all_rows(), machine.family("slice"), ast.unparse(key))


def _chosen(machine: Machine, rows: Rows, index: Value, key: ast.expr) -> Rows:
    """Return the rows that an index or a mask picks."""
    if index.family and index.flavour in {Flavour.INDEX, Flavour.MASK}:
        return cut(rows, index.family, index.role)
    if index.flavour is Flavour.INDEX:
        if index.rows and origins(index.rows) & origins(rows):
            return index.rows
        return rows
    if index.flavour is Flavour.MASK:
        return cut(rows, machine.family("filter"), ast.unparse(key))
    return rows


def _positions(machine: Machine, base: Value, key: ast.expr) -> Value:
    if isinstance(key, ast.Slice) and base.flavour is Flavour.INDEX and _divides(key):
        machine.value(key)
        family = base.family or "slice"
        role = f"{base.role}[{ast.unparse(key)}]"
        return Value(
            flavour=Flavour.INDEX,
            rows=base.rows,
            stats=base.stats,
            family=family,
            role=role,
        )
    index = machine.value(key)
    return Value(
        flavour=base.flavour,
        rows=base.rows,
        stats=base.stats | index.all_stats(),
        family=base.family,
        role=base.role,
    )


def _divides(key: ast.Slice) -> bool:
    bounds = [bound for bound in (key.lower, key.upper) if bound is not None]
    return any(not _small(bound) for bound in bounds)


def _small(bound: ast.expr) -> bool:
    if isinstance(bound, ast.UnaryOp):
        bound = bound.operand
    return (
        isinstance(bound, ast.Constant)
        and isinstance(bound.value, int | float)
        and abs(bound.value) <= SMALL
    )


def _column(key: Value | None) -> str | None:
    if key is not None and isinstance(key.constant, str):
        return key.constant
    return None


def _names(key: Value) -> list[str]:
    if key.flavour is not Flavour.BAG or not key.items:
        return []
    names = [each.constant for each in key.items if isinstance(each.constant, str)]
    return names if len(names) == len(key.items) and key.complete else []
