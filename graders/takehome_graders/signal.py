"""Can these data support this prediction at all? What is true about it, for whoever judges that.

The measure is the best that anybody could do: how often who knows every attainable probability puts
a positive above a negative. It is the same for rare and for frequent outcomes, and nothing that a
submission does moves it.
"""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from takehome_datasets.key import Key

NO_SIGNAL: Final = 0.58
"""Of 1: below this the best ranking there is serves nobody."""
SIGNAL: Final = 0.65
"""From here on it serves somebody."""


class Support(StrEnum):
    """Whether data support a prediction."""

    SUPPORTED = "supported"
    ARGUABLE = "arguable"
    NOT_SUPPORTED = "not supported"


def ceiling(key: Key) -> float | None:
    """Return the best window's AUC of the optimum, or None where no window tells one."""
    found = [
        scale.optimum.auc
        for name, scale in key.scales.items()
        if math.isfinite(scale.optimum.auc) and name in {window.name for window in key.windows}
    ]
    return max(found, default=None)


def support(key: Key) -> Support | None:
    """Return whether the data of a key support its prediction; None where nobody can tell."""
    best = ceiling(key)
    if best is None:
        return None
    if best < NO_SIGNAL:
        return Support.NOT_SUPPORTED
    return Support.SUPPORTED if best >= SIGNAL else Support.ARGUABLE
