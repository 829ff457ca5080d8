"""Counterfactuals: a leaking column filled as it was in training, with everything else equal.

Who never listened to the column answers as before. The cells are drawn from the whole training
column, empty ones too, and know nothing of the rows that they are put in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from takehome_datasets.key import Counterfactual, PlantRecord
from takehome_datasets.tables import sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from takehome_datasets.scene import Scene
    from takehome_datasets.streams import Streams


def counterfactuals(
    scene: Scene,
    leaks: Sequence[PlantRecord],
    *,
    window: str,
    names: Mapping[str, str],
    streams: Streams,
) -> tuple[Counterfactual, ...]:
    """Return one counterfactual for every leaking column of the table of examples."""
    training = scene.calendar.training.rows
    size = scene.moment[scene.calendar.windows[window].rows].size
    found = []
    for leak in leaks:
        for column in leak.columns:
            rng = streams.rng("counterfactuals", column, window)
            told = sheet(
                scene.table,
                training,
                names=names,
                order=[column],
                extracted=True,
                starts=scene.calendar.starts,
            ).fields(names[column])
            picks = rng.integers(len(told), size=size)
            found.append(
                Counterfactual(
                    plant=leak.id,
                    window=window,
                    table=f"{scene.examples}.csv",
                    column=names[column],
                    cells=tuple(np.asarray(told, dtype=object)[picks]),
                )
            )
    return tuple(found)
