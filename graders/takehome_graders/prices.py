"""What a plant weighs among others of its criterion: what it costs whoever does not see it.

A plant's price is measured by ablation, over the challenge's variants. It counts no further than
all that there is to gain, because what makes a model worse than useless has cost everything; and it
counts for a twentieth of that at least, because to see what would have done no harm is work too.
Where it was never measured, a plant weighs what plants of its kind do.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from takehome_datasets.key import PlantKind, PlantRecord

LEAST: Final = 0.05
MOST: Final = 1.0
USUAL: Final[Mapping[PlantKind, float]] = {
    "leak": 0.5,
    "decoy": 0.05,
    "imbalance": 0.05,
    "drift": 0.05,
    "mess": 0.05,
}


def weight(plant: PlantRecord) -> float:
    """Return what a plant weighs, between a twentieth and one."""
    price = plant.price
    if price is None or not math.isfinite(price):
        price = USUAL[plant.kind]
    return min(max(price, LEAST), MOST)
