"""Worlds: business processes simulated event by event, found by name."""

from __future__ import annotations

from collections.abc import Callable

from takehome_datasets.errors import ChallengeError, did_you_mean
from takehome_datasets.scene import Scene
from takehome_datasets.streams import Streams
from takehome_datasets.worlds import card_payments
from takehome_datasets.worlds.size import Size

Build = Callable[[Size, Streams], Scene]

WORLDS: dict[str, Build] = {
    "card-payments": card_payments.build,
}


def find_world(name: str, *, place: str) -> Build:
    """Return what builds the world of that name.

    Raises:
        ChallengeError: There is none; `place` tells where it was asked for.
    """
    if name not in WORLDS:
        raise ChallengeError(
            f'{place}: there is no world "{name}".{did_you_mean(name, WORLDS)}'
            f" The worlds are {', '.join(sorted(WORLDS))}."
        )
    return WORLDS[name]
