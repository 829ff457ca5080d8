"""What expressions evaluate to."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from takehome_graders.code import attributes, calls, subscripts
from takehome_graders.code.elements import bind, elements
from takehome_graders.code.estimates import NO_STATS
from takehome_graders.code.rows import origin
from takehome_graders.code.values import Flavour, Scope, Value, bag, data, joined, mixed, scalar
from takehome_graders.code.vocabulary import MODULES, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from takehome_graders.code.machine import Machine

BUILTINS = words(
    """len print range enumerate zip list tuple dict set str int float bool sorted reversed map
    filter sum min max abs round open isinstance type display any all next iter super getattr
    hasattr setattr vars locals globals input id repr format object property Exception
    ValueError slice divmod pow ord chr hash callable get_ipython"""
)


def value(machine: Machine, node: ast.expr) -> Value:
    """Return what the expression evaluates to, as far as the text tells."""
    evaluate = _EVALUATORS.get(type(node))
    return evaluate(machine, node) if evaluate else Value()


def _constant(machine: Machine, node: ast.Constant) -> Value:
    if isinstance(node.value, str):
        machine.happenings.strings.add(node.value)
    if isinstance(node.value, str | int | float | bool | None):
        return scalar(constant=node.value)
    return scalar()


def _name(machine: Machine, node: ast.Name) -> Value:
    found = machine.scope.find(node.id)
    if found is not None:
        return found
    if node.id in BUILTINS or node.id in MODULES or node.id[:1].isupper():
        return Value(flavour=Flavour.LIBRARY, name=node.id)
    # A cell that defined it is missing, or stands further down: it is data of its own.
    missing = data(origin(f"name {node.id}"))
    scope = machine.scope
    while scope.outer is not None:
        scope = scope.outer
    scope.names[node.id] = missing
    return missing


def _bag(machine: Machine, node: ast.List | ast.Tuple | ast.Set) -> Value:
    items = [machine.value(each) for each in node.elts]
    starred = any(isinstance(each, ast.Starred) for each in node.elts)
    return bag(items, complete=not starred)


def _starred(machine: Machine, node: ast.Starred) -> Value:
    inner = machine.value(node.value)
    listed = elements(inner)
    return listed[0] if listed else Value()


def _dict(machine: Machine, node: ast.Dict) -> Value:
    fresh = Value(flavour=Flavour.BAG)
    for key, entry in zip(node.keys, node.values, strict=True):
        held = machine.value(entry)
        name = machine.value(key).constant if key is not None else None
        if isinstance(name, str | int):
            fresh.keys[str(name)] = held
        else:
            fresh.complete = False
            fresh.items.append(held)
    return fresh


def _operation(machine: Machine, node: ast.BinOp) -> Value:
    left, right = machine.value(node.left), machine.value(node.right)
    if Flavour.BAG in {left.flavour, right.flavour} and isinstance(node.op, ast.Add):
        whole = left.complete and right.complete
        return bag([*elements(left), *elements(right)], complete=whole)
    if left.flavour is right.flavour is Flavour.INDEX and isinstance(node.op, ast.Sub):
        return Value(flavour=Flavour.INDEX, rows=left.rows, family="rest", role=machine.site(node))
    if Flavour.MASK in {left.flavour, right.flavour} and isinstance(
        node.op, ast.BitAnd | ast.BitOr
    ):
        return Value(
            flavour=Flavour.MASK,
            rows=left.all_rows() or right.all_rows(),
            stats=left.all_stats() | right.all_stats(),
        )
    return combined(left, right)


def combined(left: Value, right: Value) -> Value:
    """Return what an element-wise operation makes of two values: rows of one, shaped by both."""
    rows_left, rows_right = left.all_rows(), right.all_rows()
    if not rows_left and not rows_right:
        if Flavour.INDEX in {left.flavour, right.flavour}:
            return Value(flavour=Flavour.INDEX, stats=left.all_stats() | right.all_stats())
        return scalar(left.all_stats() | right.all_stats())
    main, other = (left, right) if rows_left else (right, left)
    fresh = main.like()
    if main.flavour is Flavour.INDEX:
        fresh.flavour, fresh.family, fresh.role = Flavour.INDEX, main.family, main.role
    fresh.stats |= other.all_stats()
    return fresh


def _unary(machine: Machine, node: ast.UnaryOp) -> Value:
    inner = machine.value(node.operand)
    if isinstance(node.op, ast.Not):
        return scalar(inner.all_stats())
    if isinstance(inner.constant, int | float) and isinstance(node.op, ast.USub):
        return scalar(constant=-inner.constant)
    if isinstance(node.op, ast.Invert) and inner.family:
        role = f"not {inner.role}"
        return Value(flavour=inner.flavour, rows=inner.rows, family=inner.family, role=role)
    return inner


def _compared(machine: Machine, node: ast.Compare) -> Value:
    parts = [machine.value(node.left), *(machine.value(each) for each in node.comparators)]
    whole = mixed(parts)
    masks = whole.rows or any(each.flavour is Flavour.INDEX for each in parts)
    flavour = Flavour.MASK if masks else Flavour.SCALAR
    return Value(flavour=flavour, rows=whole.rows, stats=whole.stats)


def _either(machine: Machine, node: ast.BoolOp) -> Value:
    values = [machine.value(each) for each in node.values]
    return values[-1] if len(values) == 1 else joined(values[0], values[-1])


def _conditional(machine: Machine, node: ast.IfExp) -> Value:
    machine.value(node.test)
    return joined(machine.value(node.body), machine.value(node.orelse))


def _comprehension(
    machine: Machine, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
) -> Value:
    outer = machine.scope
    machine.scope = Scope(outer=outer)
    try:
        items, complete = _generated(machine, node, 0)
    finally:
        machine.scope = outer
    if not isinstance(node, ast.DictComp):
        return bag([item for _, item in items], complete=complete)
    fresh = Value(flavour=Flavour.BAG, complete=complete)
    for key, item in items:
        if isinstance(key, str):
            fresh.keys[key] = item
        else:
            fresh.items.append(item)
    return fresh


def _generated(
    machine: Machine,
    node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp,
    level: int,
) -> tuple[list[tuple[object, Value]], bool]:
    if level == len(node.generators):
        if isinstance(node, ast.DictComp):
            key = machine.value(node.key).constant
            return [(key, machine.value(node.value))], True
        return [(None, machine.value(node.elt))], True
    clause = node.generators[level]
    source = machine.value(clause.iter)
    complete = source.flavour is Flavour.BAG and source.complete and not clause.ifs
    made: list[tuple[object, Value]] = []
    for each in elements(source):
        bind(machine, clause.target, each)
        for test in clause.ifs:
            machine.value(test)
        inner, whole = _generated(machine, node, level + 1)
        complete = complete and whole
        made += inner
    return made, complete


def _function(machine: Machine, node: ast.Lambda) -> Value:
    return Value(flavour=Flavour.FUNCTION, code=node, scope=machine.scope, cell=machine.cell)


def _formatted(machine: Machine, node: ast.JoinedStr) -> Value:
    for each in node.values:
        machine.value(each)
    return scalar()


def _inner(machine: Machine, node: ast.FormattedValue | ast.Await) -> Value:
    return machine.value(node.value)


def _walrus(machine: Machine, node: ast.NamedExpr) -> Value:
    held = machine.value(node.value)
    machine.scope.bind(node.target.id, held)
    return held


def _yielded(machine: Machine, node: ast.Yield | ast.YieldFrom) -> Value:
    if node.value is not None:
        held = machine.value(node.value)
        listed = elements(held) if isinstance(node, ast.YieldFrom) else [held]
        machine.scope.returned.append(bag(listed[:1], complete=False))
    return Value()


def _slice(machine: Machine, node: ast.Slice) -> Value:
    stats = NO_STATS
    for bound in (node.lower, node.upper, node.step):
        if bound is not None:
            stats |= machine.value(bound).all_stats()
    return scalar(stats)


_EVALUATORS: dict[type[ast.expr], Callable[[Machine, Any], Value]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.List: _bag,
    ast.Tuple: _bag,
    ast.Set: _bag,
    ast.Starred: _starred,
    ast.Dict: _dict,
    ast.BinOp: _operation,
    ast.UnaryOp: _unary,
    ast.Compare: _compared,
    ast.BoolOp: _either,
    ast.IfExp: _conditional,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.DictComp: _comprehension,
    ast.Lambda: _function,
    ast.JoinedStr: _formatted,
    ast.FormattedValue: _inner,
    ast.Await: _inner,
    ast.NamedExpr: _walrus,
    ast.Yield: _yielded,
    ast.YieldFrom: _yielded,
    ast.Slice: _slice,
    ast.Subscript: subscripts.load,
    ast.Attribute: attributes.load,
    ast.Call: calls.call,
}
