"""What a submission left behind when it was executed: which deliverables, and what is wrong.

Python alone, as `contract` is and for the same reason.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from .contract import ContractBroken, claim, named
from .handover import last_word
from .verdicts import shipping

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CALLED = ("predict", "decide", "monitor")
"""Deliverables that are functions."""


def taken(namespace: Mapping[str, Any], deliverables: Sequence[str]) -> dict[str, Any]:
    """Return what was left behind of the deliverables.

    `claim` and `shipping` are values, `problems` what is wrong and can be lived with, and `broken`
    what cannot. Everything is said at once.
    """
    claimed, problems = _claim(namespace, deliverables)
    broken = [
        problem
        for name in deliverables
        if name in CALLED and (problem := _uncallable(name, namespace))
    ]
    shipped = None
    if "decision" in deliverables and "decision" not in namespace:
        broken.append("It ran, but left no decision behind. Set it at the top level.")
    elif "decision" in deliverables:
        try:
            shipped = shipping(namespace["decision"])
        except ContractBroken as flaw:
            broken.append(str(flaw))
    return {"claim": claimed, "shipping": shipped, "problems": problems, "broken": broken}


def of_commands(
    printed: bytes, commands: Sequence[str], deliverables: Sequence[str]
) -> dict[str, Any]:
    """Return what a project of commands left behind, as `taken` does.

    Args:
        printed: The end of what `fit` printed.
        commands: The names of those that there are.
        deliverables: What is asked for.
    """
    said, problem = last_word(printed)
    stock = taken(said, [each for each in deliverables if each in said or each == "decision"])
    if "expected_score" in deliverables and "expected_score" not in said:
        stock["problems"].append(
            problem or 'The last line that fit printed has no "expected_score" in it.'
        )
    stock["broken"] += [
        f"submission.toml has no command {each}, which is asked for."
        for each in deliverables
        if each in CALLED and each not in commands
    ]
    return stock


def _claim(
    namespace: Mapping[str, Any], deliverables: Sequence[str]
) -> tuple[list[float] | None, list[str]]:
    if "expected_score" in namespace:
        claimed, problem = claim(namespace["expected_score"])
        return claimed, [problem] if problem else []
    if "expected_score" in deliverables:
        return None, ["There is no expected_score: set it to your own estimate of the metric."]
    return None, []


def _uncallable(name: str, namespace: Mapping[str, Any]) -> str | None:
    if name not in namespace:
        return (
            f"It ran, but left no {name} behind. Define {name} at the top level, where the notebook"
            " or script ends."
        )
    value = namespace[name]
    if not callable(value):
        return f"It left no {name} that can be called: {name} is {named(value)}."
    if inspect.iscoroutinefunction(value):
        return f"{name} is a coroutine: define it with `def`, not `async def`."
    return None
