"""What statements do to names."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from takehome_graders.code import definitions
from takehome_graders.code.elements import bind, elements
from takehome_graders.code.expressions import combined
from takehome_graders.code.happenings import Kept
from takehome_graders.code.values import Flavour, Value, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from takehome_graders.code.machine import Machine

LOOPS = 2
"""Times that the body of a loop of unknown elements is read: once to see what it leaves behind."""


def run(machine: Machine, body: Sequence[ast.stmt]) -> bool:
    """Execute statements in order; tell whether they run to their end."""
    for statement in body:
        execute = _EXECUTORS.get(type(statement))
        if execute is not None and not execute(machine, statement):
            return False
    return True


def _expression(machine: Machine, node: ast.Expr) -> bool:
    machine.value(node.value)
    return True


def _assign(machine: Machine, node: ast.Assign) -> bool:
    held = machine.value(node.value)
    for target in node.targets:
        bind(machine, target, held)
    return True


def _annotated(machine: Machine, node: ast.AnnAssign) -> bool:
    if node.value is not None:
        bind(machine, node.target, machine.value(node.value))
    return True


def _augmented(machine: Machine, node: ast.AugAssign) -> bool:
    held = machine.value(node.value)
    base = machine.value(node.target)
    if base.flavour is Flavour.BAG:
        base.items += elements(held)
        base.complete = False
    else:
        bind(machine, node.target, combined(base, held))
    return True


def _for(machine: Machine, node: ast.For | ast.AsyncFor) -> bool:
    source = machine.value(node.iter)
    listed = elements(source)
    known = source.flavour is Flavour.BAG and source.complete and listed
    turns = listed if known else [*(listed[:1] * LOOPS or [Value()] * LOOPS), *listed[1:]]
    machine.loops.append(any(_is_fold(each) for each in turns[:1]))
    for each in turns:
        bind(machine, node.target, each)
        run(machine, node.body)
    machine.loops.pop()
    run(machine, node.orelse)
    return True


def _is_fold(element: Value) -> bool:
    inside = [element, *element.items, *(part for each in element.items for part in each.items)]
    return any(each.family.startswith("folds") for each in inside)


def _while(machine: Machine, node: ast.While) -> bool:
    machine.value(node.test)
    machine.loops.append(False)
    for _ in range(LOOPS):
        run(machine, node.body)
    machine.loops.pop()
    run(machine, node.orelse)
    return True


def _if(machine: Machine, node: ast.If) -> bool:
    machine.value(node.test)
    if machine.looped and _keeps_best(node):
        machine.happenings.kept.append(Kept(place=machine.place(node)))
    if _is_main(node.test):
        return run(machine, node.body)
    family = f"branch {machine.site(node)}" if node.orelse else ""
    return _branches(machine, [node.body, node.orelse], family)


def _keeps_best(node: ast.If) -> bool:
    """Tell whether two names are compared and the one is then bound to the other."""
    match node.test:
        case ast.Compare(left=ast.Name(id=one), ops=[ast.Gt() | ast.Lt() | ast.GtE() | ast.LtE()]):
            other = node.test.comparators[0]
            if not isinstance(other, ast.Name):
                return False
            names = {one, other.id}
        case _:
            return False
    return any(
        isinstance(each, ast.Assign)
        and names & {name.id for part in each.targets for name in _names_in(part)}
        and names & {name.id for name in _names_in(each.value)}
        for each in node.body
    )


def _names_in(node: ast.AST) -> list[ast.Name]:
    return [each for each in ast.walk(node) if isinstance(each, ast.Name)]


def _branches(machine: Machine, bodies: Sequence[Sequence[ast.stmt]], family: str = "") -> bool:
    scope = machine.scope
    before = dict(scope.names)
    ends: list[dict[str, Value]] = []
    for at, body in enumerate(bodies):
        scope.names = dict(before)
        if family:
            machine.branches.append((family, str(at)))
        if run(machine, body):
            ends.append(scope.names)
        if family:
            machine.branches.pop()
    scope.names = ends[0] if ends else before
    for other in ends[1:]:
        scope.names = _merged(scope.names, other)
    return bool(ends)


def _merged(one: dict[str, Value], other: dict[str, Value]) -> dict[str, Value]:
    merged = dict(one)
    for name, held in other.items():
        merged[name] = joined(merged[name], held) if name in merged else held
    return merged


def _try(machine: Machine, node: ast.Try) -> bool:
    ended = run(machine, [*node.body, *node.orelse])
    handled = [handler.body for handler in node.handlers]
    if handled:
        _branches(machine, [[], *handled])
    return run(machine, node.finalbody) and (ended or bool(handled))


def _with(machine: Machine, node: ast.With | ast.AsyncWith) -> bool:
    for item in node.items:
        held = machine.value(item.context_expr)
        if item.optional_vars is not None:
            bind(machine, item.optional_vars, held)
    return run(machine, node.body)


def _match(machine: Machine, node: ast.Match) -> bool:
    machine.value(node.subject)
    return _branches(machine, [*(case.body for case in node.cases), []])


def _return(machine: Machine, node: ast.Return) -> bool:
    if node.value is not None:
        machine.scope.returned.append(machine.value(node.value))
    return False


def _delete(machine: Machine, node: ast.Delete) -> bool:
    for target in node.targets:
        if isinstance(target, ast.Subscript):
            base, key = machine.value(target.value), machine.value(target.slice)
            if isinstance(key.constant, str):
                base.columns.pop(key.constant, None)
    return True


def _leave(machine: Machine, node: ast.stmt) -> bool:
    del machine, node
    return False


def _is_main(test: ast.expr) -> bool:
    return isinstance(test, ast.Compare) and "__name__" in ast.dump(test)


def _raise(machine: Machine, node: ast.Raise) -> bool:
    del machine, node
    return False


_EXECUTORS: dict[type[ast.stmt], Callable[[Machine, Any], bool]] = {
    **definitions.EXECUTORS,
    ast.Expr: _expression,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.While: _while,
    ast.If: _if,
    ast.Try: _try,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Match: _match,
    ast.Return: _return,
    ast.Raise: _raise,
    ast.Delete: _delete,
    ast.Break: _leave,
    ast.Continue: _leave,
}
