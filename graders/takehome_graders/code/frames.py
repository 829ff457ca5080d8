"""Methods of frames and series that have a meaning of their own."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from takehome_graders.code import functions
from takehome_graders.code.arguments import Arguments
from takehome_graders.code.estimates import NO_STATS, Stats, Strength
from takehome_graders.code.happenings import Peeked
from takehome_graders.code.rows import cut, together
from takehome_graders.code.values import Flavour, Value, bag, data, scalar

if TYPE_CHECKING:
    from collections.abc import Callable

    from takehome_graders.code.machine import Machine


def _fillna(machine: Machine, base: Value, arguments: Arguments) -> Value:
    how = arguments.constant(None, "method")
    if how in {"bfill", "backfill"}:
        _peek(machine, base, "fillna", arguments)
    fresh = base.like()
    given = arguments.get(0, "value")
    if given is not None:
        fresh.stats |= given.all_stats()
    return fresh


def _backfill(machine: Machine, base: Value, arguments: Arguments) -> Value:
    _peek(machine, base, "bfill", arguments)
    return base.like()


def _rolling(machine: Machine, base: Value, arguments: Arguments) -> Value:
    if arguments.constant(None, "center") is True:
        _peek(machine, base, "a centred window", arguments)
    return base.like(flavour=Flavour.ROW, stats=base.all_stats(), columns={})


def _peek(machine: Machine, base: Value, what: str, arguments: Arguments) -> None:
    place = machine.place(arguments.node)
    machine.happenings.peeked.append(Peeked(what=what, place=place, rows=base.all_rows()))


def _drop(machine: Machine, base: Value, arguments: Arguments) -> Value:
    given = arguments.get(0, "labels")
    columns = arguments.get(None, "columns")
    by_index = arguments.get(None, "index")
    axis = arguments.constant(1, "axis")
    if columns is None and axis in (1, "columns"):
        columns = given
    if columns is not None:
        names = [columns, *columns.items]
        gone = {each.constant for each in names if isinstance(each.constant, str)}
        machine.happenings.strings |= {each for each in gone if isinstance(each, str)}
        return base.like(
            columns={name: stats for name, stats in base.columns.items() if name not in gone},
            stats=base.stats | columns.all_stats(),
        )
    rows = by_index or given
    if rows is not None and rows.flavour is Flavour.INDEX and rows.rows != base.rows:
        return base.like(rows=cut(base.all_rows(), "taken", "rest"))
    return base.like()


def _query(machine: Machine, base: Value, arguments: Arguments) -> Value:
    text = ast.unparse(arguments.node.args[0]) if arguments.node.args else ""
    return base.like(rows=cut(base.all_rows(), machine.family("filter"), text))


def _completed(machine: Machine, base: Value, arguments: Arguments) -> Value:
    del machine
    if arguments.constant(None, "axis") in (1, "columns"):
        return base.like()
    return base.like(rows=cut(base.all_rows(), "complete", "rows"))


def _joined(machine: Machine, base: Value, arguments: Arguments) -> Value:
    del machine
    fresh = base.like()
    other = arguments.get(0, "right", "other")
    if other is not None:
        fresh.stats |= other.all_stats()
        if not fresh.rows:
            fresh.rows = other.all_rows()
    return fresh


def _appended(machine: Machine, base: Value, arguments: Arguments) -> Value:
    del machine
    values = [base, *arguments.positional]
    columns: dict[str, Stats] = {}
    for each in values:
        for name, stats in each.columns.items():
            columns[name] = columns.get(name, NO_STATS) | stats
    return base.like(
        rows=together(each.all_rows() for each in values),
        stats=base.stats.union(*(each.stats for each in values)),
        columns=columns,
        pieces=tuple(each.all_rows() for each in values),
    )


def _grouped(machine: Machine, base: Value, arguments: Arguments) -> Value:
    del machine, arguments
    return Value(
        flavour=Flavour.GROUPS,
        rows=base.all_rows(),
        stats=base.stats,
        columns=dict(base.columns),
    )


def _coded(machine: Machine, base: Value, arguments: Arguments) -> Value:
    stats = machine.statistic("factorize", base.all_rows(), arguments.node, Strength.VOCABULARY)
    return bag([base.like(stats=base.all_stats() | stats), scalar(stats)])


def _ranked(machine: Machine, base: Value, arguments: Arguments) -> Value:
    if base.flavour is Flavour.ROW or arguments.across_columns():
        return base.like()
    stats = machine.statistic("rank", base.all_rows(), arguments.node)
    return base.like(stats=base.all_stats() | stats, columns={})


def _interpolated(machine: Machine, base: Value, arguments: Arguments) -> Value:
    stats = machine.statistic("interpolate", base.all_rows(), arguments.node)
    return base.like(stats=base.stats | stats)


def _aligned(machine: Machine, base: Value, arguments: Arguments) -> Value:
    del machine
    return bag([base.like(), *(each.like() for each in arguments.positional[:1])])


def _assigned(machine: Machine, base: Value, arguments: Arguments) -> Value:
    fresh = base.like()
    for name, held in arguments.named.items():
        made = held
        if held.flavour is Flavour.FUNCTION:
            inner = Arguments(positional=(fresh,), named={}, node=arguments.node)
            made = functions.called(machine, held, inner)
        fresh.columns[name] = made.all_stats()
    return fresh


def _popped(machine: Machine, base: Value, arguments: Arguments) -> Value:
    del machine
    name = arguments.constant(0, "item")
    stats = base.columns.pop(name, NO_STATS) if isinstance(name, str) else NO_STATS
    return data(base.all_rows(), base.stats | stats)


def _split(machine: Machine, base: Value, arguments: Arguments) -> Value:
    if base.flavour is Flavour.ROW or base.column is not None or not base.rows:
        return kept(base, arguments)
    del machine
    return base.like()


def _iterated(machine: Machine, base: Value, arguments: Arguments) -> Value:
    del machine, arguments
    return bag([bag([scalar(), base.like(flavour=Flavour.ROW)])], complete=False)


def _of_columns(machine: Machine, base: Value, arguments: Arguments) -> Value:
    del machine, arguments
    pairs = [bag([scalar(), base.like()])]
    return bag(pairs, complete=False)


def kept(base: Value, arguments: Arguments) -> Value:
    """Return the same rows, shaped by whatever the arguments carry."""
    fresh = base.like()
    if base.flavour in {Flavour.INDEX, Flavour.NAMES, Flavour.MASK}:
        fresh.flavour, fresh.family, fresh.role = base.flavour, base.family, base.role
    if base.flavour is Flavour.SCALAR and not base.all_rows():
        fresh.flavour = Flavour.SCALAR
    given = arguments.stats()
    if given:
        fresh.stats |= given
    if not base.all_rows() and arguments.with_rows():
        fresh.rows = together(each.all_rows() for each in arguments.with_rows())
    return fresh


METHODS: dict[str, Callable[[Machine, Value, Arguments], Value]] = {
    "fillna": _fillna,
    "bfill": _backfill,
    "backfill": _backfill,
    "rolling": _rolling,
    "drop": _drop,
    "query": _query,
    "dropna": _completed,
    "merge": _joined,
    "join": _joined,
    "append": _appended,
    "groupby": _grouped,
    "resample": _grouped,
    "factorize": _coded,
    "rank": _ranked,
    "interpolate": _interpolated,
    "pop": _popped,
    "assign": _assigned,
    "align": _aligned,
    "split": _split,
    "iterrows": _iterated,
    "itertuples": _iterated,
    "items": _of_columns,
    "iteritems": _of_columns,
}
