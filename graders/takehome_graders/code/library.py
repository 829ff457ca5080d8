"""Functions and classes of libraries, by the last part of their names."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from takehome_graders.code import models, tables
from takehome_graders.code.elements import UNROLLED, elements
from takehome_graders.code.happenings import Drawn, Measured, Validated
from takehome_graders.code.rows import origin, together
from takehome_graders.code.splits import divided
from takehome_graders.code.values import (
    NO_STATS,
    Flavour,
    Strength,
    Value,
    bag,
    data,
    mixed,
    scalar,
)
from takehome_graders.code.vocabulary import (
    ALIGNED,
    COUNTING,
    CROSS,
    LISTING,
    LOADING,
    METRICS,
    REDUCING,
    SEEDS,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from takehome_graders.code.arguments import Arguments
    from takehome_graders.code.machine import Machine

HOLDERS = re.compile(r"^(DataFrame|Series|DMatrix|Dataset|Pool|TensorDataset|LazyFrame|QuantileDMatrix|DataLoader|\w*Generator|\w*Loader|\w*Dataset|\w*Iterator|\w*Matrix)$")
NOT_MODELS = frozenset(["Counter", "Path", "OrderedDict", "Input", "LabeledPrice", "Dense", "Layer"])


def called(machine: Machine, name: str, arguments: Arguments) -> Value:
    """Return what a library's function or class returns."""
    last = name.rpartition(".")[2]
    handler = _FUNCTIONS.get(last)
    if handler is not None:
        return handler(machine, arguments)
    if last in METRICS:
        return _measured(machine, last, arguments)
    if last in CROSS:
        return _crossed(machine, last, arguments)
    if last in SEEDS:
        machine.happenings.seeded = True
        return Value()
    if last in ALIGNED and arguments.with_rows():
        return _aligned(machine, last, arguments)
    if last in REDUCING | LISTING | COUNTING and arguments.with_rows():
        return tables.reduced(machine, arguments.with_rows()[0], last, _without_first(arguments))
    if HOLDERS.match(last) and (arguments.with_rows() or last in {"DataFrame", "Series"}):
        return _held(machine, arguments)
    if LOADING.match(last) and not arguments.with_rows():
        return _loaded(machine, name, arguments)
    if last[:1].isupper() and last not in NOT_MODELS:
        return models.built(machine, last, arguments)
    fresh = unknown(arguments)
    if fresh.flavour is Flavour.UNKNOWN and not fresh.rows and _may_hold(last):
        fresh.rows = origin(f"call {machine.context(arguments.node)}")
    return fresh


def unknown(arguments: Arguments) -> Value:
    """Return what an unknown function makes: whatever was in its arguments."""
    holders = arguments.with_rows()
    if not holders:
        stats = arguments.stats()
        return scalar(stats) if stats else Value()
    if len(holders) == 1:
        only = holders[0]
        fresh = only.like()
        fresh.stats |= arguments.stats() if not only.columns else NO_STATS
        if only.flavour in {Flavour.INDEX, Flavour.MASK}:
            fresh.flavour, fresh.family, fresh.role = only.flavour, only.family, only.role
    else:
        fresh = mixed(arguments.each())
    fresh.spread = tuple(holders)
    return fresh


def _may_hold(name: str) -> bool:
    return not name.startswith(("print", "set_", "plot", "show", "figure", "style", "ignore"))


def _without_first(arguments: Arguments) -> Arguments:
    return arguments


def _loaded(machine: Machine, name: str, arguments: Arguments) -> Value:
    paths = [ast.unparse(each) for each in arguments.node.args[:1]]
    paths += [
        ast.unparse(each.value)
        for each in arguments.node.keywords
        if each.arg in {"filepath_or_buffer", "path", "directory", "split", "subset", "name"}
    ]
    given = arguments.constant(0, "filepath_or_buffer", "path", "io")
    if isinstance(given, str):
        paths[:1] = [given]
    elif not any("'" in path or '"' in path for path in paths) or machine.active:
        paths.append(machine.context(arguments.node))
    return data(origin(f"{name} {' '.join(paths)}"), arguments.stats())


def _held(machine: Machine, arguments: Arguments) -> Value:
    del machine
    given = arguments.get(0, "data", "X", "dataset")
    if given is None:
        return data(frozenset())
    if given.flavour is Flavour.BAG and given.keys and not given.items:
        fresh = data(given.all_rows())
        fresh.columns = {name: held.all_stats() for name, held in given.keys.items()}
        return fresh
    if given.flavour is Flavour.BAG:
        return mixed([given])
    fresh = given.like()
    fresh.flavour = Flavour.DATA
    return fresh


def _measured(machine: Machine, name: str, arguments: Arguments) -> Value:
    rows = together(each.all_rows() for each in arguments.with_rows())
    place = machine.place(arguments.node)
    machine.happenings.measured.append(Measured(metric=name, place=place, rows=rows))
    return scalar()


def _crossed(machine: Machine, name: str, arguments: Arguments) -> Value:
    given = arguments.get(1, "X", "train_set", "dtrain", "params_data")
    if given is None:
        return scalar()
    model = arguments.get(0, "estimator")
    machine.happenings.validated.append(
        Validated(
            how=name,
            place=machine.place(arguments.node),
            rows=given.all_rows(),
            stats=given.all_stats(),
            model=model.name if model is not None else "",
        )
    )
    if name == "cross_val_predict":
        return data(given.all_rows(), given.all_stats())
    return scalar()


def _aligned(machine: Machine, name: str, arguments: Arguments) -> Value:
    given = arguments.with_rows()[0]
    if given.flavour is Flavour.ROW or arguments.across_columns():
        return given.like()
    taken = machine.statistic(name, given.all_rows(), arguments.node)
    return given.like(stats=given.all_stats() | taken, columns={})


def _stacked(machine: Machine, arguments: Arguments) -> Value:
    del machine
    if not arguments.positional and not arguments.named:
        return Value()
    parts = arguments.positional[0] if arguments.positional else next(iter(arguments.named.values()))
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


def _listed(what: str) -> Callable[[Machine, Arguments], Value]:
    """Return a handler for functions that learn which values there are."""

    def handler(machine: Machine, arguments: Arguments) -> Value:
        given = arguments.get(0, "data", "values", "x", "y")
        if given is None:
            return Value()
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


def _where(machine: Machine, arguments: Arguments) -> Value:
    del machine
    if len(arguments.positional) == 1:
        given = arguments.positional[0]
        return Value(flavour=Flavour.INDEX, rows=given.all_rows(), stats=given.all_stats())
    return mixed(arguments.each())


def _positions(machine: Machine, arguments: Arguments) -> Value:
    if not any(name in arguments.named for name in ("seed", "random_state")):
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


def _numbers(machine: Machine, arguments: Arguments) -> Value:
    del machine, arguments
    return Value(flavour=Flavour.INDEX)


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


def _mapped(machine: Machine, arguments: Arguments) -> Value:
    from takehome_graders.code import calls
    from takehome_graders.code.arguments import Arguments as Given

    if len(arguments.positional) < 2:  # noqa: PLR2004 - a function and what it goes through
        return Value()
    function, source = arguments.positional[:2]
    made = [
        calls.applied(machine, function, Given(positional=(each,), named={}, node=arguments.node))
        for each in elements(source)
    ]
    return bag(made, complete=source.complete)


def _resampled(machine: Machine, arguments: Arguments) -> Value:
    arrays = [each for each in arguments.positional if each.all_rows()]
    copies = arguments.constant(None, "replace") is not False
    made: list[Value] = []
    for each in arrays:
        taken = machine.statistic("resample", each.all_rows(), arguments.node, Strength.COPIES)
        made.append(each.like(stats=each.stats | (taken if copies else NO_STATS)))
    return made[0] if len(made) == 1 else bag(made)


def _same_each(machine: Machine, arguments: Arguments) -> Value:
    del machine
    arrays = [each for each in arguments.positional if each.all_rows()]
    if len(arrays) == 1:
        return arrays[0].like()
    return bag(each.like() for each in arrays)


def _sized(machine: Machine, arguments: Arguments) -> Value:
    del machine, arguments
    return scalar()


def _blank(machine: Machine, arguments: Arguments) -> Value:
    del machine, arguments
    return data(frozenset())


def _cloned(machine: Machine, arguments: Arguments) -> Value:
    del machine
    if not arguments.positional:
        return Value()
    given = arguments.positional[0]
    return Value(
        flavour=given.flavour,
        name=given.name,
        built_with=given.built_with,
        settings=given.settings,
        owner=given.owner,
    )


def _trained(machine: Machine, arguments: Arguments) -> Value:
    return models.trained(machine, "train", arguments)


def _random_split(machine: Machine, arguments: Arguments) -> Value:
    given = arguments.get(0, "dataset")
    if given is None:
        return Value()
    from takehome_graders.code.splits import part

    family = f"split {machine.site(arguments.node)}"
    return bag(part(given, family, str(at)) for at in range(3))


def _copied(machine: Machine, arguments: Arguments) -> Value:
    del machine
    return arguments.positional[0].like() if arguments.with_rows() else (
        arguments.positional[0] if arguments.positional else Value()
    )


_FUNCTIONS: dict[str, Callable[[Machine, Arguments], Value]] = {
    "train_test_split": divided,
    "random_split": _random_split,
    "concat": _stacked,
    "concatenate": _stacked,
    "vstack": _stacked,
    "hstack": _stacked,
    "stack": _stacked,
    "column_stack": _stacked,
    "row_stack": _stacked,
    "merge": _merged,
    "get_dummies": _listed("get_dummies"),
    "factorize": _listed("factorize"),
    "Categorical": _listed("Categorical"),
    "cut": _binned,
    "qcut": _quantiled,
    "where": _where,
    "nonzero": _where,
    "argwhere": _where,
    "permutation": _positions,
    "arange": _numbers,
    "range": _ranged,
    "zip": _zipped,
    "enumerate": _enumerated,
    "tqdm": _sequence,
    "tqdm_notebook": _sequence,
    "list": _sequence,
    "tuple": _sequence,
    "dict": _sequence,
    "sorted": _sequence,
    "reversed": _sequence,
    "set": _sequence,
    "iter": _sequence,
    "next": _copied,
    "map": _mapped,
    "resample": _resampled,
    "shuffle": _same_each,
    "len": _sized,
    "zeros": _blank,
    "ones": _blank,
    "zeros_like": _blank,
    "ones_like": _blank,
    "empty": _blank,
    "empty_like": _blank,
    "full": _blank,
    "clone": _cloned,
    "clone_model": _cloned,
    "train": _trained,
    "deepcopy": _copied,
    "print": _sized,
    "type": _sized,
    "isinstance": _sized,
    "display": _sized,
    "round": _copied,
}
