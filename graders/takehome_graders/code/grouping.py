"""Functions put to work on data, whole, by groups, or row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome_graders.code import functions
from takehome_graders.code.arguments import Arguments
from takehome_graders.code.estimates import NO_STATS
from takehome_graders.code.frames import METHODS
from takehome_graders.code.reducing import reduced
from takehome_graders.code.rows import Rows, origin
from takehome_graders.code.values import Flavour, Value, data
from takehome_graders.code.vocabulary import COUNTING, LISTING, REDUCING, words

if TYPE_CHECKING:
    from takehome_graders.code.machine import Machine

AGGREGATING = (REDUCING | LISTING | COUNTING | words("first last nth cumcount ngroup")) - {"corr"}


def of_groups(machine: Machine, base: Value, name: str, arguments: Arguments) -> Value:
    """Return what a method of grouped data returns."""
    whole = base.like(flavour=Flavour.DATA)
    if name in {"transform", "apply", "agg", "aggregate", "filter"}:
        inner = applied(machine, whole, name, arguments)
        given = arguments.get(0, "func")
        own = given is not None and given.flavour is Flavour.FUNCTION
        taken = NO_STATS if own else machine.statistic(f"groupby.{name}", base.rows, arguments.node)
        stats = inner.all_stats() | base.stats | taken
        rows = (
            base.rows
            if name in {"transform", "apply", "filter"}
            else _aggregated(machine, arguments)
        )
        return data(rows, stats)
    if name in AGGREGATING:
        if name in {"cumcount", "ngroup"}:
            return whole
        taken = machine.statistic(f"groupby.{name}", base.rows, arguments.node)
        return data(_aggregated(machine, arguments), base.all_stats() | taken)
    if name in {"fillna", "ffill", "bfill", "shift", "rolling", "expanding", "cumsum", "rank"}:
        handler = METHODS.get(name)
        return handler(machine, whole, arguments) if handler is not None else whole
    return base


def _aggregated(machine: Machine, arguments: Arguments) -> Rows:
    return origin(f"groups {machine.site(arguments.node)}")


def applied(machine: Machine, base: Value, name: str, arguments: Arguments) -> Value:
    """Return what `apply`, `map`, `transform` and their like make of data."""
    given = arguments.get(0, "func", "arg", "mapper")
    fresh = base.like()
    if given is None:
        return fresh
    if isinstance(given.constant, str) and given.constant in REDUCING:
        return reduced(machine, base, given.constant, arguments)
    if given.flavour is Flavour.FUNCTION:
        whole = name in {"pipe", "transform", "agg", "aggregate"} or (
            name == "apply" and base.column is None and not arguments.across_columns()
        )
        seen = base.like(flavour=Flavour.DATA if whole else Flavour.ROW, owner=None)
        extra = arguments.get(None, "args")
        rest = tuple(extra.items) if extra is not None else arguments.positional[1:]
        inner = Arguments(positional=(seen, *rest), named={}, node=arguments.node)
        made = functions.called(machine, given, inner)
        if made.flavour is Flavour.BAG and name == "pipe":
            return made
        fresh.stats |= made.all_stats()
        return fresh
    fresh.stats |= given.all_stats()
    return fresh
