"""Spreads over variants: is the same work worth the same, and do references keep their order?"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Two neighbours on the ladder, over the variants that both sat."""

    above: str
    below: str
    apart: float
    """Points of the total between them, in the mean."""
    error: float
    n: int

    @property
    def standard_errors(self) -> float:
        """How surely the one stands above the other."""
        if self.error > 0:
            return self.apart / self.error
        return math.copysign(math.inf, self.apart) if self.apart else 0.0


def ladder(totals: Mapping[str, Mapping[str, float]], order: Sequence[str]) -> tuple[Step, ...]:
    """Return the steps between neighbours of an order, highest first.

    Args:
        totals: By reference and kit. Only kits that both neighbours sat are compared.
        order: The references, from the one that should stand highest.
    """
    steps = []
    for above, below in itertools.pairwise(order):
        both = sorted(set(totals[above]) & set(totals[below]))
        apart = np.array([totals[above][kit] - totals[below][kit] for kit in both])
        n = len(both)
        error = float(np.std(apart, ddof=1) / math.sqrt(n)) if n > 1 else math.inf
        mean = float(np.mean(apart)) if n else 0.0
        steps.append(Step(above=above, below=below, apart=mean, error=error, n=n))
    return tuple(steps)


def deviation(totals: Sequence[float]) -> float:
    """Return the standard deviation of one submission's totals over variants; 0 for one."""
    return float(np.std(totals, ddof=1)) if len(totals) > 1 else 0.0
