"""What came out of a box, and how far it is believed: for what it is, and never that it is true."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from takehome.text import shown
from takehome_graders.deliverables import Alarm, Shipping
from takehome_graders.evidence import Claim, Ending, Outcome, Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

MAX_LOG: Final = 256 << 10
_MAX_MESSAGE: Final = 4000
_MAX_PROBLEMS: Final = 20
_MAX_WORD: Final = 200
_MAX_WORDS: Final = 50


def is_answer(ids: NDArray[Any] | None, values: NDArray[Any] | None) -> bool:
    """Say whether arrays from the box, which may be anything, are ids with probabilities."""
    return (
        ids is not None
        and values is not None
        and ids.dtype == np.int64
        and values.dtype == np.float64
        and ids.ndim == 1
        and ids.shape == values.shape
        and bool(np.isfinite(values).all())
        and bool(((values >= 0) & (values <= 1)).all())
        and len(np.unique(ids)) == len(ids)
    )


def acted(
    asked: NDArray[np.int64], ids: NDArray[Any] | None, values: NDArray[Any] | None
) -> NDArray[np.bool_] | None:
    """Return which of the rows that were asked about are acted on; None where it is not said."""
    if ids is None or values is None or not is_answer(ids, values):
        return None
    if len(ids) != len(asked) or not bool(np.isin(values, (0.0, 1.0)).all()):
        return None
    said = dict(zip(ids.tolist(), values.tolist(), strict=True))
    if said.keys() != set(asked.tolist()):
        return None
    return np.array([said[one] == 1.0 for one in asked.tolist()], dtype=np.bool_)


def alarm(raw: Any, probe: str) -> Alarm | None:
    """Return what `monitor` said, or None where it is no such thing."""
    match raw:
        case {"drifted": bool(drifted), "kind": str(kind), "where": [*where], "since": str(since)}:
            return Alarm(
                probe=probe,
                drifted=drifted,
                kind=shown(kind, limit=_MAX_WORD),
                where=tuple(shown(str(each), limit=_MAX_WORD) for each in where[:_MAX_WORDS]),
                since=shown(since, limit=_MAX_WORD),
            )
        case _:
            return None


def shipping(raw: Any) -> Shipping | None:
    """Return an experiment's decision, or None where it is none."""
    match raw:
        case {"ship": bool(ship), "numbers": [effect, low, high], "flaws": [*flaws]}:
            return Shipping(
                ship=ship,
                effect=_finite(effect),
                low=_finite(low),
                high=_finite(high),
                flaws=tuple(shown(str(each), limit=_MAX_WORD) for each in flaws[:_MAX_WORDS]),
            )
        case _:
            return None


def _finite(raw: Any) -> float | None:
    if type(raw) not in (int, float):
        return None
    try:
        number = float(raw)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


_TOLD: Final = {
    outcome.value: outcome
    for outcome in Outcome
    if outcome not in (Outcome.COMPLETED, Outcome.INFRASTRUCTURE, Outcome.UNREADABLE)
}
"""What a proctor may say. That something is our fault is never believed from inside."""


def told(header: Mapping[str, Any], during: str) -> Ending:
    """Return the ending that a proctor's message of trouble amounts to."""
    return Ending(
        outcome=_TOLD.get(str(header.get("outcome")), Outcome.FAILED),
        during=during,
        message=shown(str(header.get("message", "")), limit=_MAX_MESSAGE),
        place=_place(header.get("place")),
        traceback=shown(str(header.get("traceback", "")), limit=MAX_LOG),
    )


def _place(raw: Any) -> Place | None:
    match raw:
        case {"file": str(file), **rest}:
            cell, line = rest.get("cell"), rest.get("line")
            return Place(
                file=shown(file, limit=200),
                cell=cell if type(cell) is int else None,
                line=line if type(line) is int else None,
            )
        case _:
            return None


def claimed(raw: Any) -> Claim | None:
    """Return the claim, or None where it is none: one finite number, or three."""
    if not isinstance(raw, list) or not all(type(each) in (int, float) for each in raw):
        return None
    try:
        numbers = [float(each) for each in raw]
    except OverflowError:
        return None
    if not all(map(math.isfinite, numbers)):
        return None
    match numbers:
        case [value]:
            return Claim(value=value)
        case [value, low, high]:
            return Claim(value=value, low=low, high=high)
        case _:
            return None


def log(header: Mapping[str, Any]) -> str:
    """Return what the submission printed."""
    return shown(str(header.get("log", "")), limit=MAX_LOG)


def problems(raw: Any) -> tuple[str, ...]:
    """Return what a proctor found wrong with the deliverables."""
    if not isinstance(raw, list):
        return ()
    return tuple(shown(str(each), limit=400) for each in raw[:_MAX_PROBLEMS])


def packages(raw: Any) -> Mapping[str, str]:
    """Return the versions of the environment's packages, by name."""
    if not isinstance(raw, dict):
        return {}
    return {shown(str(k), limit=80): shown(str(v), limit=40) for k, v in raw.items()}
