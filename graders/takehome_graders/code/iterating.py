"""Functions that loops go through, and those that make positions."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from takehome_graders.code.arguments import Arguments
from takehome_graders.code.elements import UNROLLED, elements
from takehome_graders.code.happenings import Drawn
from takehome_graders.code.values import Flavour, Value, bag, scalar

if TYPE_CHECKING:
    from collections.abc import Callable

    from takehome_graders.code.machine import Machine

GLOBAL = ("np.random", "numpy.random", "random.", "permutation")
"""How calls begin that draw from a generator that all share."""


def _ranged(machine: Machine, arguments: Arguments) -> Value:
    del machine
    most = arguments.constant(0)
    if len(arguments.positional) == 1 and isinstance(most, int) and 0 < most <= UNROLLED:
        return bag([scalar(constant=at) for at in range(most)])
    return scalar()


def _zipped(machine: Machine, arguments: Arguments) -> Value:
    del machine
    columns = [elements(each) for each in arguments.positional]
    if not columns or not all(columns):
        return bag([bag([column[0] if column else Value() for column in columns])], complete=False)
    bags = [each for each in arguments.positional if each.flavour is Flavour.BAG and each.complete]
    if len(bags) == len(arguments.positional):
        return bag(bag(row) for row in zip(*columns, strict=False))
    longest = max(len(column) for column in columns)
    return bag(
        (bag(column[min(at, len(column) - 1)] for column in columns) for at in range(longest)),
        complete=bool(bags),
    )


def _enumerated(machine: Machine, arguments: Arguments) -> Value:
    del machine
    source = arguments.positional[0] if arguments.positional else Value()
    whole = source.flavour is Flavour.BAG and source.complete
    return bag(
        (bag([scalar(), each]) for each in elements(source)),
        complete=whole,
    )


def _sequence(machine: Machine, arguments: Arguments) -> Value:
    del machine
    if not arguments.positional:
        return Value(flavour=Flavour.BAG, keys=dict(arguments.named))
    given = arguments.positional[0]
    if given.flavour is Flavour.BAG:
        return Value(
            flavour=Flavour.BAG,
            items=list(given.items),
            complete=given.complete,
            keys=dict(given.keys),
        )
    return given


def _entries(machine: Machine, arguments: Arguments) -> Value:
    """Return a dict: of pairs it holds the second halves."""
    fresh = _sequence(machine, arguments)
    pairs = [each.items for each in fresh.items]
    if pairs and all(len(pair) == 2 for pair in pairs):  # noqa: PLR2004 - key and value
        fresh.items, fresh.complete = [], False
        for key, held in pairs:
            if isinstance(key.constant, str | int):
                fresh.keys[str(key.constant)] = held
            else:
                fresh.items.append(held)
    return fresh


def _mapped(machine: Machine, arguments: Arguments) -> Value:
    from takehome_graders.code import calls  # which reads this module's functions

    if len(arguments.positional) < 2:  # noqa: PLR2004 - a function and what it goes through
        return Value()
    function, source = arguments.positional[:2]
    made = [
        calls.applied(
            machine, function, Arguments(positional=(each,), named={}, node=arguments.node)
        )
        for each in elements(source)
    ]
    return bag(made, complete=source.complete)


def _positions(machine: Machine, arguments: Arguments) -> Value:
    drawn_from = ast.unparse(arguments.node.func)
    if drawn_from.startswith(GLOBAL) and "(" not in drawn_from:
        place = machine.place(arguments.node)
        machine.happenings.drawn.append(Drawn(what="a permutation", place=place))
    given = arguments.get(0, "x", "a")
    if given is not None and given.flavour is Flavour.DATA and given.rows:
        return given.like()
    rows = given.all_rows() if given is not None else frozenset()
    return Value(
        flavour=Flavour.INDEX,
        rows=rows,
        family=f"order {machine.site(arguments.node)}",
        role="",
    )


def _noise(machine: Machine, arguments: Arguments) -> Value:
    """Return random numbers: compared with a bound they are a mask that divides."""
    fresh = _positions(machine, arguments)
    fresh.rows = frozenset()
    return fresh


def _generator(machine: Machine, arguments: Arguments) -> Value:
    if not arguments.each():
        place = machine.place(arguments.node)
        machine.happenings.drawn.append(Drawn(what="default_rng", place=place))
    return Value(flavour=Flavour.LIBRARY, name="generator")


def _numbers(machine: Machine, arguments: Arguments) -> Value:
    del machine, arguments
    return Value(flavour=Flavour.INDEX)


FUNCTIONS: dict[str, Callable[[Machine, Arguments], Value]] = {
    "range": _ranged,
    "zip": _zipped,
    "enumerate": _enumerated,
    "map": _mapped,
    "permutation": _positions,
    "choice": _positions,
    "randint": _noise,
    "rand": _noise,
    "random_sample": _noise,
    "uniform": _noise,
    "default_rng": _generator,
    "RandomState": _generator,
    "arange": _numbers,
    "tqdm": _sequence,
    "tqdm_notebook": _sequence,
    "list": _sequence,
    "tuple": _sequence,
    "dict": _entries,
    "sorted": _sequence,
    "reversed": _sequence,
    "set": _sequence,
    "iter": _sequence,
}
