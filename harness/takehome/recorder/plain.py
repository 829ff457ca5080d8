"""Plain values: what is small enough to be told of parameters and results."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

_PARAMETERS: Final = 40
_TEXT: Final = 200
_VALUES: Final = 32


def parameters(things: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is small and plain among an object's parameters."""
    kept: dict[str, Any] = {}
    for name, value in things.items():
        if name.startswith("_") or name.endswith("_") or len(kept) == _PARAMETERS:
            continue
        simple = plain(value)
        if simple is not None or value is None:
            kept[str(name)[:_TEXT]] = simple
    return kept


def plain(value: Any) -> Any:
    """Return a small plain value as JSON knows it, or None."""
    if isinstance(value, (bool, str)):
        return value[:_TEXT] if isinstance(value, str) else value
    if isinstance(value, (int, np.integer)):
        return int(value) if abs(int(value)) < 1 << 53 else None
    if isinstance(value, (float, np.floating)):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, np.bool_):
        return bool(value)
    return None


def numbers(value: Any) -> list[float] | None:
    """Return a result that is a number, or a few, as a list."""
    if isinstance(value, (str, bytes, dict)) or value is None:
        return None
    try:
        array = np.asarray(value, dtype=float).ravel()
    except (TypeError, ValueError):
        return None
    if not 0 < len(array) <= _VALUES or not np.isfinite(array).all():
        return None
    return [float(each) for each in array]
