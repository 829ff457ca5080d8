"""Production after all that is scored: the windows that a `monitor` is shown, one after the other.

The world goes on where the variant ends, with the same entities and the same plants. It is made
apart, so that nothing of the variant can hang on whether somebody watches what comes later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from takehome_datasets.files import Files
from takehome_datasets.key import StreamWindow
from takehome_datasets.making import make_part
from takehome_datasets.together import together

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from takehome_datasets.key import PlantRecord
    from takehome_datasets.lock import Lock
    from takehome_datasets.scene import Calendar, Stretch


def stream_windows(lock: Lock, names: Mapping[str, str]) -> tuple[StreamWindow, ...]:
    """Return the windows of the stream that a recipe asks for; none where it asks for none.

    Args:
        lock: Of the variant.
        names: Of the variant.

    Raises:
        ChallengeError: A plant does not fit the world.
    """
    if lock.recipe.stream is None:
        return ()
    made = together([make_part(lock, number, streaming=True) for number in range(lock.parts)])
    scene, calendar = made.dirty, made.dirty.calendar
    files = Files.of(scene, names=names, streams=lock.streams)
    ids = scene.table.columns[scene.id_column].values
    return tuple(
        StreamWindow(
            name=name,
            starts=calendar.date_of(stretch.first),
            ends=calendar.date_of(stretch.end),
            folder=files.stream(name),
            ids=ids[stretch.rows].astype(np.int64),
            plants=_at_work(made.records, calendar, stretch),
        )
        for name, stretch in calendar.stream.items()
    )


def _at_work(
    records: Sequence[PlantRecord], calendar: Calendar, stretch: Stretch
) -> tuple[str, ...]:
    """Return the ids of the drifts because of which a window is not like the training period."""
    first, end = calendar.date_of(stretch.first), calendar.date_of(stretch.end)
    return tuple(
        record.id
        for record in records
        if record.kind == "drift"
        and record.since is not None
        and record.since < end
        and not (record.passes and record.until is not None and record.until <= first)
    )
