"""The arguments of a call, evaluated."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from takehome_graders.code.elements import elements
from takehome_graders.code.values import NOTHING, Constant, Flavour, Value

if TYPE_CHECKING:
    from takehome_graders.code.estimates import Stats
    from takehome_graders.code.machine import Machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Arguments:
    """What a call was given."""

    positional: tuple[Value, ...]
    named: dict[str, Value]
    node: ast.Call

    def get(self, position: int | None, *names: str) -> Value | None:
        """Return the argument at that position or under one of those names."""
        for name in names:
            if name in self.named:
                return self.named[name]
        if position is not None and position < len(self.positional):
            return self.positional[position]
        return None

    def constant(self, position: int | None, *names: str) -> Constant:
        """Return the argument's constant, or NOTHING where it has none."""
        found = self.get(position, *names)
        return found.constant if found is not None else NOTHING

    def each(self) -> list[Value]:
        """Return all arguments."""
        return [*self.positional, *self.named.values()]

    def with_rows(self) -> list[Value]:
        """Return the arguments that hold rows."""
        return [each for each in self.each() if each.all_rows()]

    def stats(self) -> Stats:
        """Return all that shaped any of them."""
        return frozenset().union(*(each.all_stats() for each in self.each()))

    def in_place(self) -> bool:
        """Tell whether the call changes what it is called on."""
        return self.constant(None, "inplace") is True

    def across_columns(self) -> bool:
        """Tell whether a reduction runs along rows and so estimates nothing over them."""
        return self.constant(None, "axis") in (1, "columns", -1)


def evaluated(machine: Machine, node: ast.Call) -> Arguments:
    """Return the arguments of a call."""
    positional: list[Value] = []
    for each in node.args:
        if isinstance(each, ast.Starred):
            positional += elements(machine.value(each.value))
        else:
            positional.append(machine.value(each))
    named: dict[str, Value] = {}
    for keyword in node.keywords:
        held = machine.value(keyword.value)
        if keyword.arg is None:
            if held.flavour is Flavour.BAG:
                named.update(held.keys)
        else:
            named[keyword.arg] = held
    return Arguments(positional=tuple(positional), named=named, node=node)
