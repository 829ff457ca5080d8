"""The bait of every leak: what it adds to the score of somebody who validates naively.

Two numbers a leak. The *gain* is measured: a naive modeller's XGBoost, validated on random halves
of the training table, with the leak and without it; and beside it what the leak takes away on the
hidden rows. The *ceiling* is worked out from the truth: the best that anybody could score on the
training table's own labels who reads the leak, less the best of who does not.

The ceiling is exact for an aggregate over an entity's labels, whose every way to come about is
summed up. For a column whose state hangs on the row's own outcome and the time since, it takes the
channel as it was counted on the scene, outcome by outcome and age by age: the counting noise of
some hundred outcomes an age remains. Other mechanisms have a gain and no ceiling.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from takehome_datasets.certify.ablation import ALL_LEAKS, thinned, with_written
from takehome_datasets.certify.leak_optimum import ceilings
from takehome_datasets.certify.models import boosted
from takehome_datasets.measures import average_precision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takehome_datasets.certify.case import Case
    from takehome_datasets.certify.design import Design
    from takehome_datasets.key import PlantRecord

Floats = NDArray[np.float64]

_SEED: Final = 11
"""Of the random halves. Fixed: every variant is validated with the same luck."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bait:
    """What one leak promises, in average precision."""

    plant: str
    gain: float
    """What it adds to a naive random-split validation score."""
    ceiling: float | None
    """What it could add to the best score on the training labels; None where nobody knows."""


def baits(case: Case, *, hasty: bool = False) -> tuple[Bait, ...]:
    """Return the bait of every leak, and last that of all together, where there are more.

    Args:
        case: The variant.
        hasty: Whether to leave out the ceilings, which no gate asks for.
    """
    base = validated(case, case.anchors.design)
    best = {} if hasty else ceilings(case)
    groups: list[tuple[str, Sequence[PlantRecord]]] = [(leak.id, [leak]) for leak in case.leaks]
    if len(case.leaks) > 1:
        groups.append((ALL_LEAKS, case.leaks))
    return tuple(
        Bait(
            plant=name,
            gain=validated(case, with_written(case, leaks)) - base,
            ceiling=best.get(name),
        )
        for name, leaks in groups
        if any(leak.columns for leak in leaks)
    )


def validated(case: Case, design: Design) -> float:
    """Return the average precision of an XGBoost on random halves of the training table."""
    training = case.made.clean.calendar.training.rows
    rows = thinned(np.arange(training.start, training.stop))
    cells = design.cells[rows]
    labels = case.made.clean.truth.labelled[rows].astype(np.float64)
    half = np.random.Generator(np.random.PCG64(_SEED)).random(labels.size) < 0.5  # noqa: PLR2004
    said = np.empty(labels.size)
    for fold in (half, ~half):
        said[fold] = boosted(cells[~fold], labels[~fold])(cells[fold])
    return average_precision(said, labels)
