"""Lists and dicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome_graders.code.elements import elements
from takehome_graders.code.rows import cut
from takehome_graders.code.values import Flavour, Value, bag, data, mixed, scalar

if TYPE_CHECKING:
    from collections.abc import Callable

    from takehome_graders.code.arguments import Arguments
    from takehome_graders.code.machine import Machine

MOST = 200


def method(machine: Machine, base: Value, name: str, arguments: Arguments) -> Value:
    """Return what a list's or a dict's method returns."""
    if name == "append" and machine.branches and arguments.positional:
        return _appended(machine, base, arguments.positional[0])
    handler = _METHODS.get(name)
    return handler(base, arguments) if handler else mixed([base, *arguments.each()])


def _appended(machine: Machine, base: Value, held: Value) -> Value:
    """Append in one of two branches: what the other one gets is not in here."""
    family, role = machine.branches[-1]
    if held.all_rows() and len(base.items) < MOST:
        held = data(cut(held.all_rows(), family, role), held.all_stats())
    base.items.append(held)
    base.complete = False
    return Value()


def _append(base: Value, arguments: Arguments) -> Value:
    if len(base.items) < MOST:
        base.items += arguments.positional[-1:]
    base.complete = False
    return Value()


def _extend(base: Value, arguments: Arguments) -> Value:
    for each in arguments.positional:
        base.items += elements(each)
    base.complete = False
    return Value()


def _update(base: Value, arguments: Arguments) -> Value:
    for each in arguments.positional:
        base.keys.update(each.keys)
    base.keys.update(arguments.named)
    return Value()


def _get(base: Value, arguments: Arguments) -> Value:
    name = arguments.constant(0)
    if isinstance(name, str | int) and str(name) in base.keys:
        return base.keys[str(name)]
    inside = [*base.keys.values(), *base.items]
    return inside[0] if inside else Value()


def _items(base: Value, arguments: Arguments) -> Value:
    del arguments
    pairs = [bag([scalar(constant=name), held]) for name, held in base.keys.items()]
    return bag([*pairs, *(bag([scalar(), each]) for each in base.items)])


def _values(base: Value, arguments: Arguments) -> Value:
    del arguments
    return bag([*base.keys.values(), *base.items])


def _keys(base: Value, arguments: Arguments) -> Value:
    del arguments
    return bag(scalar(constant=name) for name in base.keys)


def _pop(base: Value, arguments: Arguments) -> Value:
    del arguments
    base.complete = False
    return base.items[-1] if base.items else Value()


def _copy(base: Value, arguments: Arguments) -> Value:
    del arguments
    return Value(
        flavour=Flavour.BAG, items=list(base.items), complete=base.complete, keys=dict(base.keys)
    )


_METHODS: dict[str, Callable[[Value, Arguments], Value]] = {
    "append": _append,
    "add": _append,
    "insert": _append,
    "extend": _extend,
    "update": _update,
    "get": _get,
    "setdefault": _get,
    "items": _items,
    "values": _values,
    "keys": _keys,
    "pop": _pop,
    "copy": _copy,
}
