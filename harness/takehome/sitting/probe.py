"""A probe: one question to the fitted submission, and how much hangs on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Files = Mapping[str, bytes]
"""Contents by name, as a folder of tables is laid out."""

Asks = Literal["predict", "monitor"]
"""The deliverable that is asked."""


class Bearing(StrEnum):
    """What a refusal means for the sitting."""

    SCORED = "scored"
    """It decides how the sitting ends."""
    WATCHED = "watched"
    """It is written down. A process that is gone by then ends the sitting all the same: who ends
    theirs when they are asked about leaks shall not have completed."""
    TRIED = "tried"
    """It is written down, whatever it is; asked only of who answered all that is scored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One folder of tables, with the ids of the rows that are to be answered."""

    files: Files
    ids: NDArray[np.int64]
    """As the key knows the rows."""
    called: NDArray[np.int64] | None = None
    """As the folder calls them, in the same order; None where that is the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """One question to the fitted submission: folders in, one answer out."""

    name: str
    sheets: tuple[Sheet, ...]
    """Asked one after the other; the answers are put together."""
    bearing: Bearing = Bearing.TRIED
    asks: Asks = "predict"
    times: int = 1
    """How often it is asked; the last answer counts, and the median of the times that it took."""
