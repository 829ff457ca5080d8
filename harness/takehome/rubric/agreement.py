"""How far two readers agree: in how many items, and beyond what chance would give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

FEWEST: Final = 3
"""Items below which a coefficient says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Two readers beside each other."""

    readers: tuple[str, str]
    items: int
    """That both of them judged."""
    same: int
    within_one: int
    """Items in which they lie at most one level apart."""
    kappa: float | None
    """Cohen's kappa, weighted by the square of the distance; None where it is not defined."""


def agreement(
    one: Mapping[str, int], other: Mapping[str, int], readers: tuple[str, str]
) -> Agreement | None:
    """Return how far two readers agree, or None where they judged no item both."""
    both = [(level, other[name]) for name, level in one.items() if name in other]
    if not both:
        return None
    return Agreement(
        readers=readers,
        items=len(both),
        same=sum(a == b for a, b in both),
        within_one=sum(abs(a - b) <= 1 for a, b in both),
        kappa=weighted_kappa(both) if len(both) >= FEWEST else None,
    )


def weighted_kappa(pairs: list[tuple[int, int]]) -> float | None:
    """Return Cohen's kappa with squared weights, or None where chance alone explains everything.

    >>> weighted_kappa([(1, 1), (2, 2), (4, 4)])
    1.0
    >>> weighted_kappa([(1, 4), (4, 1)])
    -1.0
    """
    seen = sum((a - b) ** 2 for a, b in pairs) / len(pairs)
    chance = sum((a - b) ** 2 for a, _ in pairs for _, b in pairs) / len(pairs) ** 2
    return None if chance == 0 else round(1 - seen / chance, 6)
