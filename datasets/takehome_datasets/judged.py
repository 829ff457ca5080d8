"""What is true of a variant's windows, and the fixed points of their scales."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from takehome_datasets.certify.number_optimum import attainable_number
from takehome_datasets.certify.optimum import attainable
from takehome_datasets.key import NumberScale, NumberTruth, Scale

if TYPE_CHECKING:
    from collections.abc import Callable

    from takehome_datasets.key import Costs, PlantRecord
    from takehome_datasets.making import Happened


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """By which metric a variant is judged, and what it is judged against."""

    metric: Literal["average_precision", "rmse"]
    probabilities: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)
    """By window, where the outcome is a yes or no."""
    scales: Mapping[str, Scale] = field(default_factory=dict)
    numbers: Mapping[str, NumberTruth] = field(default_factory=dict)
    """By window, where the outcome is a number."""
    number_scales: Mapping[str, NumberScale] = field(default_factory=dict)


def judged(made: Happened, costs: Costs | None, say: Callable[[str], None]) -> Judged:
    """Work out the optimum of every window, and fit the anchors.

    Args:
        made: The world with its plants.
        costs: What decisions cost, where the brief says so.
        say: Is told what is being done.
    """
    clean = made.clean
    windows = clean.calendar.windows.items()
    dropped = frozenset(column for leak in leaks(made) for column in leak.columns)
    say("working out the optimum")
    if clean.numbers is not None:
        truths = {name: attainable_number(clean, window.rows) for name, window in windows}
        say("fitting the anchors")
        from takehome_datasets.certify.number_anchors import number_scales

        points = number_scales(clean, dropped, truths)
        return Judged(metric="rmse", numbers=truths, number_scales=points)
    best = {name: attainable(clean, window.rows) for name, window in windows}
    say("fitting the anchors")
    # Two seconds of imports that nobody should pay who only wants to read a key.
    from takehome_datasets.certify.anchors import scales

    fitted = scales(clean, dropped, best, costs)
    return Judged(metric="average_precision", probabilities=best, scales=fitted)


def leaks(made: Happened) -> list[PlantRecord]:
    """Return the records of what leaks."""
    return [record for record in made.records if record.kind == "leak"]
