"""The optimum where the outcome is a number: its expectation given all that can be observed.

The hidden effect of an entity and the noise are both normal, so that what its known outcomes say
about the effect is normal too. Its mean and variance are known in closed form, and with them the
expectation of the outcome and the variance that nobody can get below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from takehome_datasets.certify.optimum import known_pairs
from takehome_datasets.key import NumberTruth

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from takehome_datasets.scene import Scene

_DECIMALS = 9


def attainable_number(scene: Scene, rows: slice) -> NumberTruth:
    """Return expectation, variance and outcome of those events.

    For each event it takes into account the outcomes of the same entity since the training period
    began, as far as they were known: those in the training table, and those reported since.

    Raises:
        RuntimeError: The outcomes are no numbers, or have not been drawn yet.
    """
    shape, amounts = scene.numbers, scene.amounts
    if shape is None:
        raise RuntimeError(f"{scene.outcome_column} is no number")
    expected = scene.visible_logit()
    wanted = np.zeros(scene.moment.size, dtype=np.bool_)
    wanted[rows] = True
    row, past = known_pairs(scene, wanted)
    known = scene.moment[past] < scene.calendar.extraction
    known |= amounts.reported[past] < scene.known_until[row]
    row, past = row[known], past[known]
    size = expected[rows].size
    # Half of the last decimal: what is written as 0 was not 0.
    least = 0.5 / 10.0**shape.decimals
    seen = np.log(np.maximum(amounts.value, least)) if shape.log else amounts.value
    surprise = (seen - expected)[past] / shape.noise**2
    told = np.bincount(row - rows.start, weights=surprise, minlength=size)
    sure = np.bincount(row - rows.start, minlength=size) / shape.noise**2
    # The weight of what is known beside the width of what is hidden, which may be nothing.
    width = scene.hidden_weight**2
    spread = width / (1.0 + width * sure)
    middle = np.asarray(expected[rows] + spread * told, dtype=np.float64)
    variance = np.asarray(spread + shape.noise**2, dtype=np.float64)
    mean: NDArray[np.float64] = middle
    if shape.log:
        mean = np.asarray(np.exp(middle + 0.5 * variance), dtype=np.float64)
        variance = np.asarray(np.expm1(variance) * np.square(mean), dtype=np.float64)
    return NumberTruth(
        mean=np.round(mean, _DECIMALS),
        variance=np.round(variance, _DECIMALS),
        outcome=amounts.value[rows],
    )
