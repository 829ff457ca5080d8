"""A column as the engine holds it.

A column has two states where the world's systems fill it in late: what was there when the training
table was extracted, and what was there when each row had to be predicted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Form = Literal["number", "count", "text", "moment", "day"]
"""`moment` is in seconds and `day` in days, both since the training period began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column, with every row that the world ever saw."""

    name: str
    form: Form
    values: NDArray[Any]
    """As of the time at which the row is predicted. Numbers and counts may be NaN, codes -1."""
    extracted: NDArray[Any] | None = None
    """As of extraction, where that differs."""
    available: NDArray[np.int64] | None = None
    """The second at which the extracted state came about; None means with the row itself."""
    levels: tuple[str, ...] = ()
    """Of a text column: what its codes stand for."""
    decimals: int = 0
    """To which a number is rounded when it is written."""

    def state(self, *, extracted: bool) -> NDArray[Any]:
        """Return the values of one of the two states."""
        return self.values if self.extracted is None or not extracted else self.extracted

    def missing(self) -> NDArray[np.bool_]:
        """Return where the value is missing when the row is predicted."""
        if self.form == "text":
            return np.asarray(self.values < 0)
        if self.values.dtype.kind == "f":
            return np.asarray(np.isnan(self.values))
        return np.zeros(self.values.size, dtype=np.bool_)
