"""Maturity: which outcomes somebody can know for good, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from takehome_datasets.plants.labels import MATURE_SHARE
from takehome_datasets.scene import DAY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from takehome_datasets.scene import Delay, Scene


def settling(delay: Delay) -> int:
    """Return after how many seconds all but a few outcomes have been reported."""
    return delay.days_until(MATURE_SHARE) * DAY


def matured(scene: Scene) -> NDArray[np.float64]:
    """Return the outcome of every event as it was known when its window of the stream had ended.

    It is 1 where it had been reported, 0 where outcomes as old as it had been, all but a few, and
    missing elsewhere: before that, nobody can tell what is still to come from what never will. A
    number is there once it was reported.
    """
    known = np.full(scene.moment.size, np.nan)
    for stretch in scene.calendar.stream.values():
        rows, ends = stretch.rows, stretch.end * DAY
        if scene.numbers is not None:
            there = scene.amounts.reported[rows] < ends
            known[rows] = np.where(there, scene.amounts.value[rows], np.nan)
            continue
        truth = scene.truth
        old = scene.moment[rows] + settling(scene.delay) < ends
        reported = truth.happened[rows] & (truth.reported[rows] < ends)
        known[rows] = np.where(reported, 1.0, np.where(old, 0.0, np.nan))
    return known
