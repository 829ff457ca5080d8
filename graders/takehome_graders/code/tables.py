"""Methods of frames, series, arrays and tensors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome_graders.code.frames import METHODS, kept
from takehome_graders.code.grouping import applied, of_groups
from takehome_graders.code.reducing import reduced
from takehome_graders.code.rows import cut
from takehome_graders.code.splits import drawn
from takehome_graders.code.values import Flavour, Value
from takehome_graders.code.vocabulary import COUNTING, LISTING, REDUCING, words

if TYPE_CHECKING:
    from takehome_graders.code.arguments import Arguments
    from takehome_graders.code.machine import Machine

MASKS = words(
    """isin isnull isna notnull notna between duplicated startswith endswith contains isnumeric
    eq ne gt lt ge le match"""
)
TAKING = words("sample head tail nlargest nsmallest take skip first last truncate")
APPLYING = words("apply map applymap transform pipe agg aggregate filter")
MEMBERS = ("get_", "load_", "read_", "next_")
"""How methods begin that hand out one of several holdings of an object."""
SIDEWAYS = words("to_csv info plot hist boxplot display to_pickle")


def method(machine: Machine, base: Value, name: str, arguments: Arguments) -> Value:
    """Return what a method of data returns, and change the data where it works in place."""
    if name in SIDEWAYS:
        return Value()
    if base.flavour is Flavour.GROUPS:
        return of_groups(machine, base, name, arguments)
    result = _returned(machine, base, name, arguments)
    if arguments.in_place():
        base.gain(result.stats - base.stats)
        base.rows = result.rows
        if base.owner is None:
            base.columns = dict(result.columns)
    return result


def _returned(machine: Machine, base: Value, name: str, arguments: Arguments) -> Value:
    handler = METHODS.get(name)
    if handler is not None:
        return handler(machine, base, arguments)
    if name in MASKS:
        return _mask(base, name, arguments)
    if name in TAKING:
        return drawn(machine, base, name, arguments)
    if name in APPLYING:
        return applied(machine, base, name, arguments)
    if name in REDUCING | LISTING | COUNTING:
        return reduced(machine, base, name, arguments)
    result = kept(base, arguments)
    if base.flavour is not Flavour.ROW and name.startswith(MEMBERS):
        result.rows = cut(result.rows, "member", name)
    return result


def _mask(base: Value, name: str, arguments: Arguments) -> Value:
    within = arguments.get(0, "values") if name == "isin" else None
    return Value(
        flavour=Flavour.MASK,
        rows=base.all_rows(),
        stats=base.all_stats() | arguments.stats(),
        family=within.family if within is not None else "",
        role=within.role if within is not None else "",
    )
