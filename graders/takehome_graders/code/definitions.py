"""Statements that give names to functions, classes and modules."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from takehome_graders.code.values import Flavour, Scope, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from takehome_graders.code.machine import Machine


def _define(machine: Machine, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    held = Value(flavour=Flavour.FUNCTION, code=node, scope=machine.scope, cell=machine.cell)
    machine.scope.bind(node.name, held)
    return True


def _define_class(machine: Machine, node: ast.ClassDef) -> bool:
    outer = machine.scope
    inner = Scope(outer=outer)
    parents = [machine.value(base) for base in node.bases]
    own = [each for each in parents if each.flavour is Flavour.CLASS]
    machine.scope = inner
    try:
        machine.execute(machine, node.body)
    finally:
        machine.scope = outer
    held = Value(flavour=Flavour.CLASS, name=node.name, code=node, keys=inner.names)
    held.owner = own[0] if own else None
    for function in inner.names.values():
        if function.flavour is Flavour.FUNCTION and function.scope is inner:
            function.scope = outer  # names of a class body are not in the scope of its methods
    outer.bind(node.name, held)
    return True


def _shared(machine: Machine, node: ast.Global | ast.Nonlocal) -> bool:
    machine.scope.shared.update(node.names)
    return True


def _import(machine: Machine, node: ast.Import) -> bool:
    for alias in node.names:
        held = _module(machine, alias.name)
        bound = alias.asname or alias.name.partition(".")[0]
        machine.scope.bind(bound, held)
    return True


def _import_from(machine: Machine, node: ast.ImportFrom) -> bool:
    module = node.module or ""
    own = machine.load_module(machine, module)
    for alias in node.names:
        if own is not None and alias.name == "*":
            for name, held in own.names.items():
                machine.scope.bind(name, held)
            continue
        bound = alias.asname or alias.name
        found = own.names.get(alias.name) if own is not None else None
        if found is None:
            inner = machine.load_module(machine, f"{module}.{alias.name}")
            found = Value(flavour=Flavour.CLASS, keys=inner.names) if inner else None
        if found is None:
            found = Value(flavour=Flavour.LIBRARY, name=f"{module}.{alias.name}")
        machine.scope.bind(bound, found)
    return True


def _module(machine: Machine, name: str) -> Value:
    own = machine.load_module(machine, name)
    if own is not None:
        return Value(flavour=Flavour.CLASS, name=name, keys=own.names)
    return Value(flavour=Flavour.LIBRARY, name=name)


EXECUTORS: dict[type[ast.stmt], Callable[[Machine, Any], bool]] = {
    ast.FunctionDef: _define,
    ast.AsyncFunctionDef: _define,
    ast.ClassDef: _define_class,
    ast.Global: _shared,
    ast.Nonlocal: _shared,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
}
