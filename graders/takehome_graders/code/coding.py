"""Functions that turn values into codes, bins or scaled values by looking at all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome_graders.code.estimates import NO_STATS, Strength
from takehome_graders.code.values import Flavour, Value, bag, scalar

if TYPE_CHECKING:
    from collections.abc import Callable

    from takehome_graders.code.arguments import Arguments
    from takehome_graders.code.machine import Machine


def aligned(machine: Machine, name: str, arguments: Arguments) -> Value:
    """Return data scaled or ranked by a function that looks at all of it."""
    given = arguments.with_rows()[0]
    if given.flavour is Flavour.ROW or arguments.across_columns():
        return given.like()
    taken = machine.statistic(name, given.all_rows(), arguments.node)
    return given.like(stats=given.all_stats() | taken, columns={})


def _listed(what: str) -> Callable[[Machine, Arguments], Value]:
    """Return a handler for functions that learn which values there are."""

    def handler(machine: Machine, arguments: Arguments) -> Value:
        given = arguments.get(0, "data", "values", "x", "y")
        if given is None:
            return Value()
        if arguments.get(None, "categories", "dtype") is not None:
            return given.like()
        taken = machine.statistic(what, given.all_rows(), arguments.node, Strength.VOCABULARY)
        columns = arguments.get(None, "columns")
        fresh = given.like()
        names = [each.constant for each in columns.items] if columns is not None else []
        if names and all(isinstance(name, str) for name in names):
            for name in names:
                fresh.gain(taken, str(name))
        elif given.flavour is not Flavour.ROW:
            fresh.stats |= taken
        return bag([fresh, scalar(taken)]) if what == "factorize" else fresh

    return handler


def _binned(machine: Machine, arguments: Arguments) -> Value:
    given = arguments.get(0, "x")
    if given is None:
        return Value()
    bins = arguments.get(1, "bins", "q")
    fixed = bins is not None and bins.flavour is Flavour.BAG
    fresh = given.like()
    if not fixed:
        fresh.stats |= machine.statistic("binning", given.all_rows(), arguments.node)
    elif bins is not None:
        fresh.stats |= bins.all_stats()
    return fresh


def _quantiled(machine: Machine, arguments: Arguments) -> Value:
    given = arguments.get(0, "x")
    if given is None:
        return Value()
    taken = machine.statistic("qcut", given.all_rows(), arguments.node)
    return given.like(stats=given.all_stats() | taken)


def _resampled(machine: Machine, arguments: Arguments) -> Value:
    arrays = [each for each in arguments.positional if each.all_rows()]
    copies = arguments.constant(None, "replace") is not False
    made: list[Value] = []
    for each in arrays:
        taken = machine.statistic("resample", each.all_rows(), arguments.node, Strength.COPIES)
        made.append(each.like(stats=each.stats | (taken if copies else NO_STATS)))
    return made[0] if len(made) == 1 else bag(made)


FUNCTIONS: dict[str, Callable[[Machine, Arguments], Value]] = {
    "get_dummies": _listed("get_dummies"),
    "factorize": _listed("factorize"),
    "Categorical": _listed("Categorical"),
    "cut": _binned,
    "qcut": _quantiled,
    "resample": _resampled,
}
