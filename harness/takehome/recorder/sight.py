"""Looking at what a candidate passes around, without copying it: rows, names and columns.

A frame of pandas or polars, a matrix of NumPy or SciPy and a plain list look the same from here.
"""

from __future__ import annotations

import contextlib
import sys
from typing import Any, Final
from zlib import crc32

import numpy as np

_MAX_LIST: Final = 2_000_000
_NUMERIC: Final = "biufmM"


class Sight:
    """One row-aligned object: how long, how wide, what its columns are called and hold."""

    __slots__ = ("_cache", "_column", "index", "n", "names", "of", "width")

    def __init__(self, of: Any, n: int, width: int, names: list[str] | None, column: Any) -> None:
        self.of = of
        self.n = n
        self.width = width
        self.names = names
        self.index: Any = None
        """The pandas index, where there is one."""
        self._column = column
        self._cache: dict[int, Any] = {}

    def column(self, at: int) -> Any:
        """Return a column as a plain vector of numbers, or None where it holds none."""
        if at not in self._cache:
            self._cache[at] = plain(self._column(at))
        return self._cache[at]

    def named(self, name: str) -> int:
        """Return where the column of that name stands, or -1."""
        if self.names is None:
            return -1
        try:
            return self.names.index(name)
        except ValueError:
            return -1

    def rows_of(self, at: Any) -> Any:
        """Return the few rows at these positions as numbers; words by their checksum."""
        matrix = self.of
        if isinstance(matrix, np.ndarray) and matrix.ndim > 1 and matrix.dtype.kind in "biuf":
            return np.asarray(matrix[at], dtype=np.float64)
        if hasattr(matrix, "iloc") and matrix.ndim > 1:
            return _few(matrix.iloc[at])
        found = np.full((len(at), self.width), np.nan)
        for j in range(self.width):
            values = self.column(j)
            found[:, j] = values[at] if values is not None else self._words(j, at)
        return found

    def _words(self, j: int, at: Any) -> Any:
        matrix = self.of
        try:
            if hasattr(matrix, "iloc"):
                some = matrix.iloc[at].tolist()
            elif isinstance(matrix, np.ndarray):
                some = (matrix[at, j] if matrix.ndim > 1 else matrix[at]).tolist()
            else:
                return np.nan
        except (TypeError, ValueError, IndexError, AttributeError):
            return np.nan
        return _checksums(some)


def _few(frame: Any) -> Any:
    """Return a few rows of a pandas frame as a matrix of numbers."""
    numbers = [
        j
        for j, dtype in enumerate(frame.dtypes)
        if isinstance(dtype, np.dtype) and dtype.kind in "biuf"
    ]
    if len(numbers) == frame.shape[1]:
        return frame.to_numpy(dtype=np.float64)
    found = np.full(frame.shape, np.nan)
    # All at once: pandas takes longer over one column than over the numbers of many.
    found[:, numbers] = frame.iloc[:, numbers].to_numpy(dtype=np.float64)
    for j in set(range(frame.shape[1])).difference(numbers):
        series = frame.iloc[:, j]
        values = plain(_numbers(series))
        found[:, j] = values if values is not None else _checksums(series.tolist())
    return found


def _checksums(values: list[Any]) -> list[float]:
    return [float(crc32(each.encode())) if isinstance(each, str) else np.nan for each in values]


def plain(values: Any) -> Any:
    """Return a vector as numbers: dates as microseconds, flags as 0 and 1; None for the rest."""
    if values is None:
        return None
    if not isinstance(values, np.ndarray):
        return None
    kind = values.dtype.kind
    if kind == "M":
        # Nanoseconds since 1970 do not fit a double; microseconds do.
        micro = values.astype("datetime64[us]").view("i8")
        missing = np.isnat(values)
        return np.where(missing, np.nan, micro) if missing.any() else micro.astype(float)
    if kind == "m":
        return values.astype("timedelta64[us]").view("i8").astype(float)
    if kind in "biu":
        return values.astype(np.float64)
    if kind == "f":
        return values
    if kind == "O" and len(values):
        with contextlib.suppress(TypeError, ValueError):
            values[:: max(len(values) // 8, 1)].astype(np.float64)
            return values.astype(np.float64)
    return None


def look(thing: Any) -> Sight | None:
    """Return the sight of a row-aligned object, or None of anything else."""
    if thing is None or isinstance(thing, (str, bytes, dict)):
        return None
    if isinstance(thing, np.ndarray):
        return _matrix(thing)
    pandas = sys.modules.get("pandas")
    if pandas is not None and hasattr(pandas, "DataFrame"):
        if isinstance(thing, pandas.DataFrame):
            return _frame(thing)
        if isinstance(thing, pandas.Series):
            return _series(thing)
        if isinstance(thing, pandas.Index):
            return _matrix(_numbers(thing))
    family = type(thing).__module__.partition(".")[0]
    if family == "scipy" and hasattr(thing, "tocsr"):
        return _sparse(thing)
    if family in {"polars", "pyarrow"}:
        return _arrow(thing)
    if isinstance(thing, (list, tuple, range)) and 0 < len(thing) <= _MAX_LIST:
        return _list(thing)
    return None


def _matrix(array: Any) -> Sight | None:
    if not isinstance(array, np.ndarray) or array.ndim not in {1, 2}:
        return None
    if array.ndim == 1:
        return Sight(array, len(array), 1, None, lambda _: np.asarray(array))
    bare = np.asarray(array)
    return Sight(array, bare.shape[0], bare.shape[1], None, lambda at: bare[:, at])


def _frame(frame: Any) -> Sight:
    names = [str(name) for name in frame.columns]
    sight = Sight(frame, len(frame), len(names), names, lambda at: _numbers(frame.iloc[:, at]))
    sight.index = frame.index
    return sight


def _series(series: Any) -> Sight:
    names = None if series.name is None else [str(series.name)]
    sight = Sight(series, len(series), 1, names, lambda _: _numbers(series))
    sight.index = series.index
    return sight


def _numbers(series: Any) -> Any:
    dtype = series.dtype
    if isinstance(dtype, np.dtype):
        return np.asarray(series) if dtype.kind in _NUMERIC + "O" else None
    kind = getattr(dtype, "kind", "O")
    if kind == "M":
        return np.asarray(series.dt.tz_localize(None) if hasattr(series, "dt") else series)
    if kind in "biuf":
        return series.to_numpy(dtype=np.float64, na_value=np.nan)
    return None


def _sparse(matrix: Any) -> Sight | None:
    if matrix.ndim != 2:  # noqa: PLR2004 - rows and columns
        return None
    n, width = matrix.shape
    # Columns of a sparse matrix cost a pass each; one fingerprint of every row stands for them.
    weights = np.random.default_rng(width).random(width)

    def column(at: int) -> Any:
        return np.asarray(matrix @ weights).ravel() if at == 0 else None

    return Sight(matrix, n, min(width, 1), None, column)


def _arrow(thing: Any) -> Sight | None:
    names = getattr(thing, "column_names", None) or getattr(thing, "columns", None)
    if names is None:
        if not hasattr(thing, "to_numpy"):
            return None
        return Sight(thing, len(thing), 1, None, lambda _: _given(thing))
    if not hasattr(thing, "__len__"):
        return None
    listed = [str(name) for name in names]
    return Sight(thing, len(thing), len(listed), listed, lambda at: _given(thing[listed[at]]))


def _given(column: Any) -> Any:
    return np.asarray(column.to_numpy())


def _list(things: Any) -> Sight | None:
    if isinstance(things[0], (str, bytes, dict, tuple)) or things[0] is None:
        return None
    with contextlib.suppress(ValueError, TypeError):
        array = np.asarray(things)
        if array.dtype.kind in "biuf":
            return _matrix(array)
    return None
