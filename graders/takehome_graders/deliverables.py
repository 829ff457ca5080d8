"""What a submission answers beside probabilities: decisions, alarms, and whether to ship."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What `decide` made of the submission's own probabilities for one window."""

    probe: str
    """The window's name."""
    ids: NDArray[np.int64]
    acted: NDArray[np.bool_]
    """Whether the row is acted on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """What `monitor` said of one window of production."""

    probe: str
    drifted: bool
    kind: str
    """Such as `input`, `concept`, `prediction`, or nothing."""
    where: tuple[str, ...]
    """The columns that it names."""
    since: str
    """The day that it names, as it wrote it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipping:
    """What an experiment's analyst decided."""

    ship: bool
    effect: float | None
    low: float | None
    high: float | None
    flaws: tuple[str, ...]
