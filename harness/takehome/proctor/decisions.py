"""The contract of `decide`: which rows are acted on, given the submission's own probabilities.

Python alone, as `contract` is and for the same reason.
"""

from __future__ import annotations

import csv
import inspect
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .contract import ContractBroken, named, of_frame, some, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

PROBABILITIES = "probabilities.csv"
"""The file of ids and probabilities that `decide` is asked about."""
_WANTED = "True or False for each probability, as a Series indexed by id, or in the order given"


def given(folder: str) -> tuple[list[int], list[float]]:
    """Return the ids and the probabilities that lie in a folder.

    Raises:
        OSError: They are not there any more.
        ValueError: They are not as they were.
    """
    with Path(folder, PROBABILITIES).open(encoding="ascii", newline="") as file:
        rows = [*csv.reader(file)][1:]
    return [int(one) for one, _ in rows], [float(value) for _, value in rows]


def decisions(answer: Any, asked: Sequence[int], id_column: str) -> tuple[list[int], list[float]]:
    """Return the ids that were asked about and, for each, 1 where it is acted on and else 0.

    Raises:
        ContractBroken: It is no answer of one decision for each.
    """
    if answer is None:
        raise ContractBroken(f"decide returned None: end it with `return` and {_WANTED}.")
    if inspect.isawaitable(answer):
        if inspect.iscoroutine(answer):
            answer.close()
        raise ContractBroken("decide returned a coroutine: define it with `def`, not `async def`.")
    if hasattr(answer, "columns") and hasattr(answer, "index"):
        return joined(*of_frame(answer, id_column, "decide"), asked, id_column)
    if hasattr(answer, "index") and hasattr(answer, "to_numpy"):
        return joined(answer.index.tolist(), answer.tolist(), asked, id_column)
    values = answer.tolist() if hasattr(answer, "tolist") else answer
    if not isinstance(values, list | tuple):
        raise ContractBroken(f"decide returned {named(answer)}; it must return {_WANTED}.")
    if len(values) != len(asked):
        raise ContractBroken(
            f"decide returned {len(values)} decisions for {len(asked)} probabilities: one for each"
            " is wanted, in the order given."
        )
    return [*asked], [
        _decision(value, one, id_column) for one, value in zip(asked, values, strict=True)
    ]


def joined(
    ids: list[Any], values: list[Any], asked: Sequence[int], id_column: str
) -> tuple[list[int], list[float]]:
    """Return decisions that came with ids, in the order in which they were asked for.

    Raises:
        ContractBroken: There is not one decision for each.
    """
    given = {whole(one, id_column, "decide"): value for one, value in zip(ids, values, strict=True)}
    if len(given) != len(ids):
        raise ContractBroken("decide answered some ids twice: return each id once.")
    if missing := [one for one in asked if one not in given]:
        raise ContractBroken(
            f"decide left out {len(missing)} of {len(asked)} rows, {some(missing, id_column)}:"
            f" index the answer by {id_column}, as the probabilities are, and say False where"
            " nothing is done."
        )
    if len(given) > len(asked):
        known = set(asked)
        extra = [one for one in given if one not in known]
        raise ContractBroken(
            f"decide answered {len(extra)} rows that it was not given, {some(extra, id_column)}."
        )
    return [*asked], [_decision(given[one], one, id_column) for one in asked]


def _decision(value: Any, one: int, id_column: str) -> float:
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, bool | int | float) and value in (0, 1):
        return float(value)
    raise ContractBroken(
        f"decide returned {named(value)} for {id_column} {one}; each decision must be True or"
        " False, or 1 or 0."
    )
