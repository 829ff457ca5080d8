"""Whether what a challenge says about its outcome fits the outcome that its world has.

A world's outcome is a yes or no, of which somebody has to say how rare it is, or a number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Problem = tuple[tuple[str, ...], str]
"""The key, table by table, and what is wrong with it."""


def outcome_problems(raw: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what does not fit in a challenge as it was read from its TOML.

    A world that there is none of is left to who makes it.
    """
    world = raw.get("world")
    name = world.get("name") if isinstance(world, Mapping) else None
    if not isinstance(world, Mapping) or not isinstance(name, str):
        return
    # Worlds bring NumPy along, which nobody should wait for who only wants to know a command.
    from takehome_datasets.worlds import WORLDS, find_world

    if name not in WORLDS:
        return
    number = find_world(name, place="challenge.toml").counts
    is_a, metric = ("number", "rmse") if number else ("yes or no", "average_precision")
    if not number and "prevalence" not in world:
        yield ("world", "prevalence"), "the key is missing"
    if number and "prevalence" in world:
        yield (
            ("world", "prevalence"),
            f"the outcome of {name} is a number, which has none: leave it out",
        )
    if raw.get("metric") in {"rmse", "average_precision"} - {metric}:
        yield (
            ("metric",),
            f'it is "{raw["metric"]}", but the outcome of {name} is a {is_a}: write "{metric}"',
        )
