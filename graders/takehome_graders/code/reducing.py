"""Reductions: from rows to an estimate, unless they run along columns or within a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome_graders.code.estimates import Strength
from takehome_graders.code.values import Flavour, Value, scalar
from takehome_graders.code.vocabulary import COUNTING, LISTING

if TYPE_CHECKING:
    from takehome_graders.code.arguments import Arguments
    from takehome_graders.code.machine import Machine


def reduced(machine: Machine, base: Value, name: str, arguments: Arguments) -> Value:
    """Return an estimate over rows; along columns it is none, nor within one row."""
    if base.flavour in {Flavour.ROW, Flavour.SCALAR, Flavour.NAMES}:
        return scalar(base.all_stats())
    if arguments.across_columns():
        return base.like(stats=base.all_stats(), columns={})
    if name in COUNTING or base.flavour in {Flavour.MASK, Flavour.INDEX}:
        return scalar(base.all_stats())
    strength = Strength.VOCABULARY if name in LISTING else Strength.ESTIMATE
    taken = machine.statistic(name, base.all_rows(), arguments.node, strength)
    return scalar(base.all_stats() | taken)
