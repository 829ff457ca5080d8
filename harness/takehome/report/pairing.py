"""Two submissions of the same variant, compared on the same rows drawn anew.

What makes a resample hard is hard for both: so the difference is far surer than the two intervals
make it look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from takehome_graders.heldout.findings import SHARES
from takehome_graders.standing import Standing, standings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from takehome_datasets.key import Key
    from takehome_graders.evidence import Evidence


def heldout_again(key: Key, evidence: Evidence) -> NDArray[np.float64] | None:
    """Return the points for held-out performance in each resample, or None where it has none.

    The resamples of a kit are the same for everybody who sat it, so two of these are paired.
    """
    found = standings(key, evidence, tuple(SHARES))
    judged = {name: s for name, s in found.items() if isinstance(s, Standing) and s.sure}
    if not judged:
        return None
    weight = sum(SHARES[name] for name in judged)
    return np.asarray(sum(SHARES[name] * s.points_again for name, s in judged.items()) / weight)


def paired_spread(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Return the standard error of the difference of two, taken resample by resample."""
    return float(np.std(one - other))
