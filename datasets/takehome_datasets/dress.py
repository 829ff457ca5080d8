"""Dress: what a variant wears. Names, units and signs vary; what they say does not.

A column may be measured in another unit, or count the other way round, as its word in the
lexicon allows. Every such dress can be undone, so that nothing becomes easier or harder to predict.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from takehome_datasets.names import Dress, draw_dress

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from takehome_datasets.scene import Scene
    from takehome_datasets.streams import Streams
    from takehome_datasets.tables import Column


def dressed(scene: Scene, streams: Streams) -> Scene:
    """Return the scene with every column in the dress of this variant."""
    for table in list(scene.tables.values()):
        for column in list(table.columns.values()):
            word = scene.lexicon.get(column.name)
            dress = draw_dress(column.name, word, streams) if word else None
            if dress:
                scene = scene.with_column(_worn(column, dress), table=table.name)
    return scene


def _worn(column: Column, dress: Dress) -> Column:
    def wear(cells: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.round(dress.plus + dress.times * cells, dress.decimals)

    return replace(
        column,
        form="number" if dress.decimals else column.form,
        decimals=dress.decimals,
        values=wear(column.values),
        extracted=None if column.extracted is None else wear(column.extracted),
    )
