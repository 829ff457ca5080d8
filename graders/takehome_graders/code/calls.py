"""What calls do: to functions of the submission, to libraries, to data, models and lists."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from takehome_graders.code import attributes, containers, functions, library, models, tables
from takehome_graders.code.arguments import Arguments, evaluated
from takehome_graders.code.values import Flavour, Value, mixed
from takehome_graders.code.vocabulary import FITTING, JUDGING, MODULES, SHAPED

if TYPE_CHECKING:
    from takehome_graders.code.machine import Machine


def call(machine: Machine, node: ast.Call) -> Value:
    """Return what a call returns, and note what it does."""
    if isinstance(node.func, ast.Attribute):
        base = machine.value(node.func.value)
        arguments = evaluated(machine, node)
        return method(machine, base, node.func.attr, arguments)
    if isinstance(node.func, ast.Name):
        found = machine.scope.find(node.func.id)
        if found is None:
            found = Value(flavour=Flavour.LIBRARY, name=node.func.id)
    else:
        found = machine.value(node.func)
    return applied(machine, found, evaluated(machine, node))


def applied(machine: Machine, function: Value, arguments: Arguments) -> Value:
    """Return what a value returns when it is called."""
    match function.flavour:
        case Flavour.LIBRARY:
            return library.called(machine, function.name, arguments)
        case Flavour.FUNCTION:
            return functions.called(machine, function, arguments)
        case Flavour.CLASS:
            return functions.constructed(machine, function, arguments)
        case Flavour.INSTANCE:
            return functions.method(machine, function, "__call__", arguments) or Value()
        case Flavour.MODEL if function.name == "Parallel" and arguments.positional:
            return arguments.positional[0]
        case Flavour.BAG | Flavour.MODEL:
            return mixed(arguments.each()) if arguments.with_rows() else function
        case _:
            return library.unknown(arguments)


def method(machine: Machine, base: Value, name: str, arguments: Arguments) -> Value:
    """Return what a method returns."""
    match base.flavour:
        case Flavour.LIBRARY:
            if base.name not in MODULES and name in FITTING | JUDGING | SHAPED:
                # A class from a star import, or `KMeans.fit` called on the class itself.
                return models.method(machine, Value(flavour=Flavour.MODEL), name, arguments)
            return library.called(machine, f"{base.name}.{name}", arguments)
        case Flavour.INSTANCE:
            own = functions.method(machine, base, name, arguments)
            return own if own is not None else models.method(machine, base, name, arguments)
        case Flavour.CLASS:
            held = base.keys.get(name)
            return applied(machine, held, arguments) if held is not None else Value()
        case Flavour.MODEL | Flavour.FOLDS:
            return models.method(machine, base, name, arguments)
        case Flavour.BAG:
            return containers.method(machine, base, name, arguments)
        case Flavour.FUNCTION:
            return Value()
        case _:
            return _of_data(machine, base, name, arguments)


def _of_data(machine: Machine, base: Value, name: str, arguments: Arguments) -> Value:
    bare = not base.all_rows() or base.fits or base.flavour is Flavour.UNKNOWN
    if bare and name in FITTING | JUDGING | SHAPED:
        return models.method(machine, base, name, arguments)
    held = attributes.of(machine, base, name, arguments.node) if name in base.keys else None
    if held is not None and held.flavour is Flavour.FUNCTION:
        return applied(machine, held, arguments)
    return tables.method(machine, base, name, arguments)
