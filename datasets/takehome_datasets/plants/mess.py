"""Mess: cells that say what is true in a way that has to be seen through."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from takehome_datasets.errors import ChallengeError
from takehome_datasets.plants.kind import Kind, Plot, Setting, Stage

if TYPE_CHECKING:
    from takehome_datasets.key import PlantRecord
    from takehome_datasets.scene import Scene


def _sentinel(plot: Plot) -> tuple[Scene, PlantRecord]:
    scene, column = plot.scene, plot.existing()
    missing = column.missing()
    if column.form == "text" or not missing.any():
        able = [
            name
            for name, other in scene.table.columns.items()
            if other.form in {"number", "count"} and other.missing().any()
        ]
        raise ChallengeError(
            f'{plot.place}: {plot.kind} has column = "{column.name}", which is never missing or no'
            f" number: nothing there could be written as a sentinel. It works on {', '.join(able)}."
        )
    value = plot.number("value")
    if np.any(column.values == value):
        raise ChallengeError(
            f"{plot.place}: {plot.kind} has value = {value:g}, which {column.name} also holds"
            " honestly: take one that it never takes"
        )
    filled = replace(column, values=np.where(missing, value, column.values))
    return scene.with_column(filled), plot.record(
        "mess",
        "sentinel",
        story=f"{column.name} is {value:g} where it is not known.",
        question=f"What does {value:g} in {column.name} mean, and what did your model make of it?",
        accepted=("sentinel",),
    )


KINDS = {
    "mess.sentinel": Kind(
        stage=Stage.CELLS,
        meaning="Missing numbers are written as a number that means missing.",
        settings={
            "column": Setting(meaning="a number that is missing in some rows"),
            "value": Setting(meaning="what is written instead", default=-999.0),
        },
        apply=_sentinel,
    ),
}
