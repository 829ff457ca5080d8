"""Functions and classes of libraries, by the last part of their names."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from takehome_graders.code import coding, iterating, models, stacking
from takehome_graders.code.happenings import Measured, Validated
from takehome_graders.code.reducing import reduced
from takehome_graders.code.rows import origin, together
from takehome_graders.code.splits import divided, part
from takehome_graders.code.values import Flavour, Value, bag, data, mixed, scalar
from takehome_graders.code.vocabulary import (
    ALIGNED,
    COUNTING,
    CROSS,
    HOLDERS,
    LISTING,
    LOADING,
    METRICS,
    PLAIN,
    REDUCING,
    SEEDS,
)

if TYPE_CHECKING:
    from takehome_graders.code.arguments import Arguments
    from takehome_graders.code.machine import Machine

FRAMES = frozenset(["DataFrame", "Series"])
NOT_MODELS = frozenset(["Counter", "Path", "OrderedDict", "Input", "Dense", "Layer"])


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
    holders = arguments.with_rows()
    return _of_rows(machine, last, arguments) if holders else _of_nothing(machine, name, arguments)


def _of_rows(machine: Machine, last: str, arguments: Arguments) -> Value:
    if last in ALIGNED:
        return coding.aligned(machine, last, arguments)
    if last in REDUCING | LISTING | COUNTING:
        return reduced(machine, arguments.with_rows()[0], last, arguments)
    if HOLDERS.match(last):
        return _held(arguments)
    if last[:1].isupper() and last not in NOT_MODELS:
        return models.built(machine, last, arguments)
    return unknown(arguments)


def _of_nothing(machine: Machine, name: str, arguments: Arguments) -> Value:
    last = name.rpartition(".")[2]
    if last in FRAMES:
        return _held(arguments)
    if LOADING.match(last):
        return _loaded(machine, name, arguments)
    if last[:1].isupper() and last not in NOT_MODELS:
        return models.built(machine, last, arguments)
    fresh = unknown(arguments)
    fresh.name = last
    if fresh.flavour is Flavour.UNKNOWN and _may_hold(name):
        fresh.rows = origin(f"call {machine.context(arguments.node)}")
    return fresh


def unknown(arguments: Arguments) -> Value:
    """Return what an unknown function makes: its first rows, shaped by all of its arguments."""
    holders = arguments.with_rows()
    if not holders:
        stats = arguments.stats()
        return scalar(stats) if stats else Value()
    first = holders[0]
    fresh = first.like()
    fresh.stats = fresh.stats.union(*(each.all_stats() for each in arguments.each()[1:]))
    if first.flavour in {Flavour.INDEX, Flavour.MASK}:
        fresh.flavour, fresh.family, fresh.role = first.flavour, first.family, first.role
    fresh.spread = tuple(each for each in arguments.positional if each.all_rows())
    return fresh


def _may_hold(name: str) -> bool:
    first, last = name.partition(".")[0], name.rpartition(".")[2]
    return first not in PLAIN and not last.startswith(("print", "set_", "plot", "show"))


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


def _held(arguments: Arguments) -> Value:
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
    machine.happenings.validated.append(
        Validated(
            how=name,
            place=machine.place(arguments.node),
            rows=given.all_rows(),
            stats=given.all_stats(),
            splitter=models.splitter_of(arguments.get(None, "cv", "folds")),
            grouped=arguments.get(None, "groups") is not None,
        )
    )
    if name == "cross_val_predict":
        return data(given.all_rows(), given.all_stats())
    return scalar()


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


def _piped(machine: Machine, arguments: Arguments) -> Value:
    return models.built(machine, "Pipeline", arguments)


def _random_split(machine: Machine, arguments: Arguments) -> Value:
    given = arguments.get(0, "dataset")
    if given is None:
        return Value()
    family = f"split {machine.site(arguments.node)}"
    return bag(part(given, family, str(at)) for at in range(3))


_FUNCTIONS = {
    **stacking.FUNCTIONS,
    **iterating.FUNCTIONS,
    **coding.FUNCTIONS,
    "train_test_split": divided,
    "random_split": _random_split,
    "clone": _cloned,
    "clone_model": _cloned,
    "train": _trained,
    "make_pipeline": _piped,
    "make_column_transformer": _piped,
    "make_union": _piped,
}
