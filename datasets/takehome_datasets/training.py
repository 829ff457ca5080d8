"""Training rows: what is true of each row of the examples that a candidate is given.

How a submission splits them shows in the rows of its folds; whether that respects time, entities,
repetitions and the maturity of labels can be said only beside this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from takehome_datasets.key import TrainingRows
from takehome_datasets.maturity import settling
from takehome_datasets.scene import DAY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from takehome_datasets.scene import Scene


def training_rows(scene: Scene, carrier: str) -> TrainingRows:
    """Return what is true of each training row, in the order of the kit's file.

    Args:
        scene: As it is written down.
        carrier: A column of the examples whose value no two rows share, unless they repeat each
            other.
    """
    rows = scene.calendar.training.rows
    moment = scene.moment[rows]
    return TrainingRows(
        moment=moment / DAY,
        entity=scene.entity[rows],
        twin=_repeated(scene.table.columns[carrier].state(extracted=True)[rows]),
        mature=_mature(scene, moment),
    )


def _repeated(cells: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return for each row the first that has the same value; one without a value stands alone."""
    _, first, which = np.unique(cells, return_index=True, return_inverse=True)
    own = np.arange(cells.size, dtype=np.int64)
    return np.where(np.isnan(cells), own, first[which].astype(np.int64))


def _mature(scene: Scene, moment: NDArray[np.int64]) -> NDArray[np.bool_]:
    if scene.numbers is not None or not scene.truth.immature:
        return np.ones(moment.size, dtype=np.bool_)
    return np.asarray(moment < scene.calendar.extraction - settling(scene.delay))
