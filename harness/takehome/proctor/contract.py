"""The contract of a submission's deliverables: what `predict` and `expected_score` may be.

Python alone, and no NumPy: the check that candidates receive reuses this module by its source.
Answers are looked at by what they can do, so that nothing of pandas has to be imported.
"""

from __future__ import annotations

import inspect
import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ID_LIMIT = 2**63
_SHOWN = 3
_INTERVAL = 3
_WANTED = "a Series indexed by id, or a DataFrame with one column of ids and one of values"


class ContractBroken(ValueError):
    """What a submission returned is not what was agreed; the message says how to mend it."""


def pairs(answer: Any, id_column: str) -> tuple[list[int], list[float]]:
    """Return the ids and the values of what `predict` returned, in its order.

    Raises:
        ContractBroken: It is no Series and no DataFrame of ids and values.
    """
    if answer is None:
        raise ContractBroken(f"predict returned None: end it with `return` and {_WANTED}.")
    if inspect.isawaitable(answer):
        if inspect.iscoroutine(answer):
            answer.close()
        raise ContractBroken("predict returned a coroutine: define it with `def`, not `async def`.")
    if hasattr(answer, "columns") and hasattr(answer, "index"):
        ids, values = of_frame(answer, id_column, "predict")
    elif hasattr(answer, "index") and hasattr(answer, "to_numpy"):
        ids, values = answer.index.tolist(), answer.tolist()
    else:
        raise ContractBroken(f"predict returned {named(answer)}; it must return {_WANTED}.")
    return [whole(value, id_column, "predict") for value in ids], _numbers(ids, values, id_column)


def check(
    ids: Sequence[int], values: Sequence[float], asked: Iterable[int], id_column: str
) -> None:
    """Check that there is one probability for each id that was asked for, and no other.

    Raises:
        ContractBroken: An id is missing, unknown or there twice, or a value is no probability.
    """
    wanted, given = set(asked), set(ids)
    if len(ids) != len(values):
        raise ContractBroken(f"predict returned {len(ids)} ids and {len(values)} values.")
    if len(given) != len(ids):
        seen: set[int] = set()
        twice = [one for one in ids if one in seen or seen.add(one)]  # type: ignore[func-returns-value]  # adding is what is wanted
        raise ContractBroken(
            f"predict answered {_count(len(twice), 'row')} twice, {some(twice, id_column)}:"
            " return each id once."
        )
    if missing := sorted(wanted - given):
        extra = len(given - wanted)
        hint = (
            f" It returned {_count(extra, 'id')} that the folder does not have: index the answer"
            f" by {id_column}, not by position."
            if extra
            else " Every row of the folder must be answered; do not drop rows."
        )
        raise ContractBroken(
            f"predict left out {_count(len(missing), 'row')} of {len(wanted)},"
            f" {some(missing, id_column)}.{hint}"
        )
    if extra_ids := sorted(given - wanted):
        raise ContractBroken(
            f"predict answered {_count(len(extra_ids), 'row')} that the folder does not have,"
            f" {some(extra_ids, id_column)}."
        )
    _check_probabilities(ids, values, id_column)


def claim(value: Any) -> tuple[list[float] | None, str | None]:
    """Return a claim of one or three numbers, or None, and what is wrong with it, if anything.

    >>> claim((0.4, 0.3, 0.5))
    ([0.4, 0.3, 0.5], None)
    """
    if hasattr(value, "tolist"):
        value = value.tolist()
    parts = list(value) if isinstance(value, tuple | list) else [value]
    numbers = [number(part) for part in parts]
    if len(numbers) not in {1, _INTERVAL} or None in numbers:
        return None, (
            f"expected_score is {named(value)}: it must be a number, or (value, low, high)."
        )
    finite = [one for one in numbers if one is not None and math.isfinite(one)]
    if len(finite) < len(numbers):
        return None, "expected_score is not finite: no estimate was taken from it."
    if len(finite) == _INTERVAL and not finite[1] <= finite[0] <= finite[2]:
        return finite[:1], "expected_score is (value, low, high), but low <= value <= high fails."
    return finite, None


def of_frame(frame: Any, id_column: str, what: str) -> tuple[list[Any], list[Any]]:
    """Return the ids and the values of a frame that a deliverable returned.

    Raises:
        ContractBroken: It has other columns.
    """
    columns = [str(name) for name in frame.columns.tolist()]
    if columns.count(id_column) == 1 and len(columns) == 2:  # noqa: PLR2004 - one of ids, one of values
        at = columns.index(id_column)
        return frame.iloc[:, at].tolist(), frame.iloc[:, 1 - at].tolist()
    if len(columns) == 1 and columns != [id_column]:
        return frame.index.tolist(), frame.iloc[:, 0].tolist()
    raise ContractBroken(
        f"{what} returned a DataFrame with the columns {', '.join(columns) or '(none)'}; it must"
        f" have {id_column} and one column of values."
    )


def whole(value: Any, id_column: str, what: str) -> int:
    """Return an id that a deliverable returned.

    Raises:
        ContractBroken: It is no whole number.
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _ID_LIMIT:
        return value
    raise ContractBroken(
        f"{what} returned the id {named(value)}; ids must be whole numbers, as {id_column} is in"
        " the folder."
    )


def _numbers(ids: list[Any], values: list[Any], id_column: str) -> list[float]:
    numbers = []
    for one, value in zip(ids, values, strict=True):
        found = number(value)
        if found is None:
            raise ContractBroken(
                f"predict returned {named(value)} for {id_column} {one}; values must be numbers."
            )
        numbers.append(found)
    return numbers


def number(value: Any) -> float | None:
    """Return a number as a float; None where it is none, text that looks like one included."""
    if isinstance(value, str | bytes) or not hasattr(value, "__float__"):
        return None
    try:
        return float(value)
    except Exception:  # noqa: BLE001 - a candidate's own class may raise anything
        return None


def _check_probabilities(ids: Sequence[int], values: Sequence[float], id_column: str) -> None:
    unfit = [one for one, value in zip(ids, values, strict=True) if not math.isfinite(value)]
    if unfit:
        raise ContractBroken(
            f"predict returned {_count(len(unfit), 'value')} that are not finite,"
            f" {some(unfit, id_column)}: fill what is missing before predicting."
        )
    outside = [one for one, value in zip(ids, values, strict=True) if not 0 <= value <= 1]
    if outside:
        first = values[list(ids).index(outside[0])]
        raise ContractBroken(
            f"predict returned {_count(len(outside), 'value')} outside 0 to 1, such as {first:.6g},"
            f" {some(outside, id_column)}: return probabilities."
        )


def named(value: Any) -> str:
    """Return a value, or what kind of thing it is, for a message."""
    kind = type(value).__name__
    if isinstance(value, str | int | float):
        text = repr(value)
        return f"{text if len(text) <= 40 else text[:37] + '...'} ({kind})"  # noqa: PLR2004 - fits on a line
    return f"a {kind}"


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def some(ids: Sequence[int], id_column: str) -> str:
    """Return the first few ids, for a message."""
    more = ", ..." if len(ids) > _SHOWN else ""
    return f"{id_column} {', '.join(str(one) for one in ids[:_SHOWN])}{more}"
