"""Functions that put frames and arrays together, pick from them, copy or empty them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from takehome_graders.code.elements import elements
from takehome_graders.code.estimates import NO_STATS
from takehome_graders.code.rows import together
from takehome_graders.code.values import Flavour, Value, bag, data, mixed, scalar

if TYPE_CHECKING:
    from collections.abc import Callable

    from takehome_graders.code.arguments import Arguments
    from takehome_graders.code.machine import Machine


def _stacked(machine: Machine, arguments: Arguments) -> Value:
    del machine
    if not arguments.positional and not arguments.named:
        return Value()
    parts = (
        arguments.positional[0] if arguments.positional else next(iter(arguments.named.values()))
    )
    whole = elements(parts) if parts.flavour is Flavour.BAG and parts.keys else parts.items
    listed = [each for each in whole or [parts] if each.all_rows()]
    if not listed:
        return mixed([parts])
    fresh = data(together(each.all_rows() for each in listed))
    if not _side_by_side(arguments):
        fresh.pieces = tuple(each.all_rows() for each in listed)
    else:
        fresh.pieces = listed[0].pieces
    fresh.stats = NO_STATS.union(*(each.stats for each in listed))
    for each in listed:
        if each.column is not None or not each.columns:
            fresh.stats |= each.all_stats()
        for name, stats in each.columns.items():
            fresh.columns[name] = fresh.columns.get(name, NO_STATS) | stats
    return fresh


def _side_by_side(arguments: Arguments) -> bool:
    if arguments.across_columns() or arguments.constant(1) == 1:
        return True
    name = arguments.node.func
    return isinstance(name, ast.Attribute) and name.attr in {"hstack", "column_stack"}


def _merged(machine: Machine, arguments: Arguments) -> Value:
    left, right = arguments.get(0, "left"), arguments.get(1, "right")
    if left is None or right is None:
        return mixed(arguments.each())
    del machine
    fresh = left.like()
    fresh.stats |= right.all_stats()
    if not fresh.rows:
        fresh.rows = right.all_rows()
    return fresh


def _where(machine: Machine, arguments: Arguments) -> Value:
    del machine
    if len(arguments.positional) == 1:
        given = arguments.positional[0]
        return Value(flavour=Flavour.INDEX, rows=given.all_rows(), stats=given.all_stats())
    return mixed(arguments.each())


def _same_each(machine: Machine, arguments: Arguments) -> Value:
    del machine
    arrays = [each for each in arguments.positional if each.all_rows()]
    if len(arrays) == 1:
        return arrays[0].like()
    return bag(each.like() for each in arrays)


def _copied(machine: Machine, arguments: Arguments) -> Value:
    del machine
    return (
        arguments.positional[0].like()
        if arguments.with_rows()
        else (arguments.positional[0] if arguments.positional else Value())
    )


def _next(machine: Machine, arguments: Arguments) -> Value:
    del machine
    met = elements(arguments.positional[0]) if arguments.positional else []
    return met[0] if met else Value()


def _same(machine: Machine, arguments: Arguments) -> Value:
    del machine
    return arguments.positional[0] if arguments.positional else Value()


def _blank(machine: Machine, arguments: Arguments) -> Value:
    del machine, arguments
    return data(frozenset())


def _sized(machine: Machine, arguments: Arguments) -> Value:
    del machine, arguments
    return scalar()


FUNCTIONS: dict[str, Callable[[Machine, Arguments], Value]] = {
    "concat": _stacked,
    "concatenate": _stacked,
    "vstack": _stacked,
    "hstack": _stacked,
    "stack": _stacked,
    "column_stack": _stacked,
    "row_stack": _stacked,
    "merge": _merged,
    "where": _where,
    "nonzero": _where,
    "argwhere": _where,
    "shuffle": _same_each,
    "deepcopy": _copied,
    "next": _next,
    "delayed": _same,
    "round": _copied,
    "zeros": _blank,
    "ones": _blank,
    "zeros_like": _blank,
    "ones_like": _blank,
    "empty": _blank,
    "empty_like": _blank,
    "full": _blank,
    "len": _sized,
    "print": _sized,
    "type": _sized,
    "isinstance": _sized,
    "display": _sized,
}
