"""What came out of a box, and how far it is believed: for what it is, and never that it is true."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from takehome.text import shown
from takehome_graders.evidence import Claim, Ending, Outcome, Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

MAX_LOG: Final = 256 << 10
_MAX_MESSAGE: Final = 4000
_MAX_PROBLEMS: Final = 20


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
