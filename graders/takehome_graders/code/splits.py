"""Splits: which part each name receives, and whether the split shuffles, stratifies or groups."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from takehome_graders.code.estimates import Strength
from takehome_graders.code.happenings import SHUFFLED, Divided, Drawn, Shuffled
from takehome_graders.code.rows import cut, origin, together
from takehome_graders.code.values import Flavour, Value, bag

if TYPE_CHECKING:
    from takehome_graders.code.arguments import Arguments
    from takehome_graders.code.machine import Machine

SHUFFLING = frozenset(
    [
        "KFold",
        "StratifiedKFold",
        "ShuffleSplit",
        "StratifiedShuffleSplit",
        "GroupShuffleSplit",
        "RepeatedKFold",
        "RepeatedStratifiedKFold",
    ]
)
OPTIONS = frozenset(
    ["test_size", "train_size", "random_state", "shuffle", "stratify", "seed", "groups"]
)


def divided(machine: Machine, arguments: Arguments) -> Value:
    """Return the parts that `train_test_split` makes of its arrays."""
    arrays = list(arguments.positional)
    arrays += [each for name, each in arguments.named.items() if name not in OPTIONS]
    _give_rows(machine, arrays, arguments)
    family = _family(machine, arguments)
    rows = together(each.all_rows() for each in arrays)
    shuffled = arguments.constant(None, "shuffle") is not False
    seeded = arguments.get(None, "random_state", "seed") is not None
    stratify = arguments.get(None, "stratify")
    place = machine.place(arguments.node)
    machine.happenings.divided.append(
        Divided(
            how="train_test_split",
            place=place,
            rows=rows,
            family=family,
            shuffled=shuffled,
            stratified=stratify is not None and stratify.constant is not None,
            grouped=arguments.get(None, "groups") is not None,
            seeded=seeded or not shuffled,
            looped=machine.looped,
        )
    )
    if shuffled and not seeded:
        machine.happenings.drawn.append(Drawn(what="train_test_split", place=place))
    parts: list[Value] = []
    for each in arrays:
        parts += [part(each, family, role) for role in ("train", "test")]
    return bag(parts)


def _give_rows(machine: Machine, arrays: list[Value], arguments: Arguments) -> None:
    """Give data of unknown rows rows of its own, so that its parts can be told apart."""
    if any(each.all_rows() for each in arrays):
        return
    for each in arrays:
        if each.flavour not in {Flavour.INDEX, Flavour.SCALAR}:
            each.rows = origin(f"divided {machine.context(arguments.node)}")


def part(whole: Value, family: str, role: str) -> Value:
    """Return one part of data, or the index of that part where an index was split."""
    if whole.flavour is Flavour.INDEX or not whole.all_rows():
        return Value(flavour=Flavour.INDEX, rows=whole.rows, family=family, role=role)
    return whole.like(rows=cut(whole.all_rows(), family, role))


def folds(machine: Machine, splitter: Value, arguments: Arguments) -> Value:
    """Return the folds that a splitter yields over the rows it is given."""
    given = arguments.get(0, "X")
    rows = given.all_rows() if given is not None else frozenset()
    family = f"folds {machine.site(arguments.node)}"
    settings = splitter.settings
    in_order = splitter.name in {"KFold", "StratifiedKFold"}
    shuffle = settings.get("shuffle")
    shuffled = splitter.name != "TimeSeriesSplit" and (
        not in_order or (shuffle is not None and shuffle.constant is True)
    )
    machine.happenings.divided.append(
        Divided(
            how=splitter.name,
            place=machine.place(arguments.node),
            rows=rows,
            family=family,
            shuffled=shuffled,
            stratified="Stratified" in splitter.name,
            grouped="Group" in splitter.name,
            seeded="random_state" in settings or not shuffled,
            looped=machine.looped,
        )
    )
    if shuffled and "random_state" not in settings and splitter.name in SHUFFLING:
        place = machine.place(arguments.node)
        machine.happenings.drawn.append(Drawn(what=splitter.name, place=place))
    return Value(flavour=Flavour.FOLDS, rows=rows, family=family, name=splitter.name)


def drawn(machine: Machine, whole: Value, name: str, arguments: Arguments) -> Value:
    """Return the rows that `sample`, `head`, `take` and their like leave."""
    text = ",".join(ast.unparse(each) for each in arguments.node.args)
    keywords = ",".join(ast.unparse(each.value) for each in arguments.node.keywords)
    if name == "sample":
        if arguments.constant(None, "replace") is True:
            rows = whole.all_rows()
            copies = machine.statistic("sample", rows, arguments.node, Strength.COPIES)
            return whole.like(stats=whole.stats | copies)
        if arguments.constant(None, "frac") == 1:
            _note_seed(machine, arguments)
            role = machine.site(arguments.node)
            place = machine.place(arguments.node)
            machine.happenings.shuffled.append(Shuffled(place=place, role=role))
            return whole.like(rows=cut(whole.all_rows(), SHUFFLED, role))
        _note_seed(machine, arguments)
        return whole.like(rows=cut(whole.all_rows(), "taken", machine.site(arguments.node)))
    return whole.like(rows=cut(whole.all_rows(), "taken", f"{name} {text} {keywords}"))


def _note_seed(machine: Machine, arguments: Arguments) -> None:
    if not {"random_state", "seed"} & arguments.named.keys():
        place = machine.place(arguments.node)
        machine.happenings.drawn.append(Drawn(what="sample", place=place))


def _family(machine: Machine, arguments: Arguments) -> str:
    """Name the split by its seed and size where both are literals: it then repeats itself."""
    seed = arguments.constant(None, "random_state")
    size = arguments.constant(None, "test_size")
    if isinstance(seed, int) and isinstance(size, int | float):
        return f"split {seed} {size}"
    return f"split {machine.site(arguments.node)}"
