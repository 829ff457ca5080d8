"""Functions and classes of the submission: read again for every call, with what it was given."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from takehome_graders.code.machine import DEEPEST_CALL
from takehome_graders.code.values import Flavour, Scope, Value, bag, joined, mixed

if TYPE_CHECKING:
    from takehome_graders.code.arguments import Arguments
    from takehome_graders.code.machine import Machine


def called(machine: Machine, function: Value, arguments: Arguments) -> Value:
    """Return what a function of the submission returns for these arguments."""
    code = function.code
    if not isinstance(code, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        return Value()
    if machine.depth >= DEEPEST_CALL or machine.active.count(code) > 1:
        return mixed(arguments.each())
    scope = Scope(outer=function.scope)
    positional = list(arguments.positional)
    if function.owner is not None:
        positional.insert(0, function.owner)
    kept = machine.scope, machine.cell
    machine.calls.append(machine.site(arguments.node))
    if function.cell is not None:
        machine.cell = function.cell
    machine.depth += 1
    machine.active.append(code)
    machine.read.add(code)
    try:
        machine.scope = scope
        _bind_parameters(machine, code.args, positional, arguments.named)
        return _body(machine, code, scope)
    finally:
        machine.active.pop()
        machine.calls.pop()
        machine.depth -= 1
        machine.scope, machine.cell = kept


def constructed(machine: Machine, held: Value, arguments: Arguments) -> Value:
    """Return a new instance of a class of the submission."""
    instance = Value(flavour=Flavour.INSTANCE, name=held.name, owner=held)
    instance.built_with, instance.settings = arguments.positional, dict(arguments.named)
    method(machine, instance, "__init__", arguments)
    return instance


def method(machine: Machine, instance: Value, name: str, arguments: Arguments) -> Value | None:
    """Return what an instance's own method returns, or None where its class has none."""
    function = _looked_up(instance, name)
    if function is None and name == "fit_transform" and _looked_up(instance, "transform"):
        method(machine, instance, "fit", arguments)
        return method(machine, instance, "transform", arguments)
    if function is None:
        return None
    static = isinstance(function.code, ast.FunctionDef) and any(
        isinstance(each, ast.Name) and each.id == "staticmethod"
        for each in function.code.decorator_list
    )
    bound = Value(
        flavour=Flavour.FUNCTION,
        code=function.code,
        scope=function.scope,
        cell=function.cell,
        owner=None if static else instance,
    )
    return called(machine, bound, arguments)


def _looked_up(instance: Value, name: str) -> Value | None:
    own = instance.keys.get(name)
    if own is not None and own.flavour is Flavour.FUNCTION:
        return own
    held = instance.owner
    for _ in range(5):
        if held is None:
            return None
        found = held.keys.get(name)
        if found is not None and found.flavour is Flavour.FUNCTION:
            return found
        held = held.owner
    return None


def _bind_parameters(
    machine: Machine, parameters: ast.arguments, positional: list[Value], named: dict[str, Value]
) -> None:
    plain = [*parameters.posonlyargs, *parameters.args]
    scope = machine.scope
    defaults = dict(
        zip([each.arg for each in plain][::-1], parameters.defaults[::-1], strict=False)
    )
    for parameter, default in zip(parameters.kwonlyargs, parameters.kw_defaults, strict=True):
        if default is not None:
            defaults[parameter.arg] = default
    for name, default in defaults.items():
        scope.names[name] = machine.value(default)
    for parameter in (*plain, *parameters.kwonlyargs):
        scope.names.setdefault(parameter.arg, Value())
    for parameter, given in zip(plain, positional, strict=False):
        scope.names[parameter.arg] = given
    known = {each.arg for each in (*plain, *parameters.kwonlyargs)}
    if parameters.vararg is not None:
        scope.names[parameters.vararg.arg] = bag(positional[len(plain) :])
    rest = Value(flavour=Flavour.BAG)
    for name, given in named.items():
        (scope.names if name in known else rest.keys)[name] = given
    if parameters.kwarg is not None:
        scope.names[parameters.kwarg.arg] = rest


def _body(
    machine: Machine, code: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, scope: Scope
) -> Value:
    if isinstance(code, ast.Lambda):
        return machine.value(code.body)
    machine.execute(machine, code.body)
    if not scope.returned:
        return Value(flavour=Flavour.SCALAR, constant=None)
    found = scope.returned[0]
    for other in scope.returned[1:6]:
        found = _joined_returns(found, other)
    return found


def _joined_returns(one: Value, other: Value) -> Value:
    bags = one.flavour is Flavour.BAG and other.flavour is Flavour.BAG
    if bags and len(one.items) == len(other.items) and one.complete and other.complete:
        return bag(joined(left, right) for left, right in zip(one.items, other.items, strict=True))
    return joined(one, other)
