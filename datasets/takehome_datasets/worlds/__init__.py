"""Worlds: business processes simulated event by event, found by name."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from takehome_datasets.errors import ChallengeError, did_you_mean
from takehome_datasets.worlds.card_payments import card_payments
from takehome_datasets.worlds.machines import machines
from takehome_datasets.worlds.subscriptions import subscriptions

if TYPE_CHECKING:
    from collections.abc import Callable

    from takehome_datasets.engine.world import World

WORLDS: dict[str, Callable[[], World]] = {
    "card-payments": card_payments,
    "subscriptions": subscriptions,
    "machines": machines,
}


@cache
def find_world(name: str, *, place: str) -> World:
    """Return the world of that name.

    Raises:
        ChallengeError: There is none; `place` tells where it was asked for.
    """
    if name not in WORLDS:
        raise ChallengeError(
            f'{place}: there is no world "{name}".{did_you_mean(name, WORLDS)}'
            f" The worlds are {', '.join(sorted(WORLDS))}."
        )
    return WORLDS[name]()
