"""Finding the rows of a column that was rescaled by hand: centred, divided, logged, or all of it.

A straight line through the smallest and the largest values that a column could have kept is tried
for every pair of extremes, and believed when nearly all other values fall on values of the table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Vector = NDArray[np.float64]

_ENDS: Final = 40
_PROBED: Final = 24
_MOST: Final = 0.9
_CLOSE: Final = 1e-9
_UNIQUE: Final = 0.5


def find(values: Vector, table: Mapping[str, Vector]) -> NDArray[np.int64] | None:
    """Return the row of each value of a rescaled column, -1 for none; None where nothing fits.

    Args:
        values: The column as it was met.
        table: The examples table's columns of numbers.
    """
    finite = values[np.isfinite(values)]
    if len(finite) < 2 * _PROBED:
        return None
    for column in table.values():
        for bent in _bent(column):
            found = _fitted(values, finite, bent)
            if found is not None:
                return found
    return None


def _bent(column: Vector) -> list[Vector]:
    """Return the column as it is, and as its logarithm and root where it has them."""
    bends = [column]
    lowest = np.nanmin(column) if np.isfinite(column).any() else np.nan
    with np.errstate(invalid="ignore", divide="ignore"):
        if lowest > 0:
            bends.append(np.log(column))
        if lowest >= 0:
            bends.extend((np.log1p(column), np.sqrt(column)))
    return bends


def _fitted(values: Vector, finite: Vector, column: Vector) -> NDArray[np.int64] | None:
    order = np.argsort(column, kind="stable")
    held = column[order]
    held = held[: int(np.isfinite(held).sum())]
    if len(held) < 2 * _PROBED or len(np.unique(held)) < _UNIQUE * len(held):
        return None
    ends = _ends(finite)
    if ends is None:
        return None
    low, high = ends
    lows, highs = np.unique(held[:_ENDS]), np.unique(held[-_ENDS:])
    for starts, stops in ((lows, highs), (highs, lows)):
        slope = (stops[None, :] - starts[:, None]) / (high - low)
        shift = starts[:, None] - slope * low
        best = _best(finite, held, slope.ravel(), shift.ravel())
        if best is not None:
            return _joined(values, held, order, best)
    return None


def _ends(finite: Vector) -> tuple[float, float] | None:
    low, high = float(finite.min()), float(finite.max())
    return (low, high) if high > low else None


def _best(finite: Vector, held: Vector, slope: Vector, shift: Vector) -> tuple[float, float] | None:
    """Return the line on which most probed values fall on values that are held."""
    # Filled gaps share one value: every probe is of a value that occurs once.
    single, counts = np.unique(finite, return_counts=True)
    single = single[counts == 1]
    if len(single) < _PROBED:
        return None
    probe = single[np.linspace(0, len(single) - 1, _PROBED).astype(int)]
    mapped = probe[None, :] * slope[:, None] + shift[:, None]
    hits = _near(mapped, held).mean(axis=1)
    at = int(hits.argmax())
    return (float(slope[at]), float(shift[at])) if hits[at] >= _MOST else None


def _near(mapped: Vector, held: Vector) -> NDArray[np.bool_]:
    nearest = _nearest(mapped, held)
    # Far from zero, doubles are coarser than a billionth of the column's range.
    coarse = 32 * np.finfo(float).eps * max(abs(float(held[0])), abs(float(held[-1])))
    close = max(_CLOSE * float(held[-1] - held[0]), coarse)
    return np.asarray(np.abs(held[nearest] - mapped) <= close)


def _nearest(mapped: Vector, held: Vector) -> NDArray[np.int64]:
    after = np.clip(np.searchsorted(held, mapped), 1, len(held) - 1)
    before = after - 1
    closer = np.abs(held[before] - mapped) <= np.abs(held[after] - mapped)
    return np.asarray(np.where(closer, before, after))


def _joined(
    values: Vector, held: Vector, order: NDArray[np.int64], line: tuple[float, float]
) -> NDArray[np.int64] | None:
    slope, shift = line
    mapped = np.where(np.isfinite(values), values, np.inf) * slope + shift
    mapped = np.where(np.isfinite(mapped), mapped, held[-1] * 4 + 1)
    nearest = _nearest(mapped, held)
    hit = _near(mapped, held)
    twice = np.zeros(len(held), dtype=bool)
    twice[1:] |= held[1:] == held[:-1]
    twice[:-1] |= held[1:] == held[:-1]
    found = np.where(hit & ~twice[nearest], order[nearest], -1)
    return found.astype(np.int64) if (found >= 0).mean() >= _UNIQUE else None
