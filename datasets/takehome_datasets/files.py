"""The files of a variant: the training tables, and the folder of each hidden window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from takehome_datasets.dictionary import data_dictionary
from takehome_datasets.maturity import matured
from takehome_datasets.names import draw_meanings
from takehome_datasets.scene import DAY, Scene
from takehome_datasets.tables import Column, Sheet, sheet

if TYPE_CHECKING:
    from takehome_datasets.streams import Streams


_MANY = 1000
"""A column with more words than this has ids, which have no other names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """Which rows of the examples, and as of when everything else."""

    rows: slice
    day: int
    """What came to be before its midnight is in it."""
    extracted: bool
    """Whether columns are as of extraction, or as of the prediction of each row."""
    told: bool
    """Whether it has outcomes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Everything needed to write the tables of one variant."""

    scene: Scene
    names: Mapping[str, str]
    orders: Mapping[str, tuple[str, ...]]
    """The columns of each table in the order in which they stand in its file."""
    meanings: Mapping[str, str]
    """The dictionary's line for each column, in canonical names."""

    @classmethod
    def of(cls, scene: Scene, *, names: Mapping[str, str], streams: Streams) -> Files:
        """Draw the order of columns; ids stand in front and the outcome at the end."""
        numbers = scene.numbers
        outcome = Column(
            name=scene.outcome_column,
            form="number" if numbers else "count",
            decimals=numbers.decimals if numbers else 0,
            values=matured(scene),
            extracted=scene.labels() if numbers else scene.labels().astype(np.int64),
        )
        scene = _with_token_names(scene.with_column(outcome), names)
        orders = {}
        for table in scene.tables.values():
            front = [name for name in scene.pinned if name in table.columns]
            if table.name != scene.examples:
                front = list(table.columns)[:1]
            end = [name for name in table.columns if name == scene.outcome_column]
            rest = [name for name in table.columns if name not in {*front, *end}]
            places = streams.rng("names", "order", table.name).permutation(len(rest))
            orders[table.name] = (*front, *(rest[place] for place in places), *end)
        return cls(
            scene=scene,
            names=names,
            orders=orders,
            meanings=draw_meanings(scene.lexicon, streams),
        )

    def training(self) -> dict[str, bytes]:
        """Return the files of the kit's `data/`, as of extraction."""
        return self._folder(self.training_extract())

    def window(self, name: str) -> dict[str, bytes]:
        """Return the files of one window's folder: the same without outcomes, as of prediction."""
        return self._folder(self.window_extract(name))

    def stream(self, name: str) -> dict[str, bytes]:
        """Return the files of one window of the stream, with the outcomes that had matured."""
        return self._folder(self.stream_extract(name))

    def training_extract(self) -> Extract:
        """Return what is extracted at the end of the training period."""
        training = self.scene.calendar.training
        return Extract(rows=training.rows, day=training.end, extracted=True, told=True)

    def window_extract(self, name: str) -> Extract:
        """Return what is known while the rows of a window are predicted."""
        stretch = self.scene.calendar.windows[name]
        return Extract(rows=stretch.rows, day=stretch.end, extracted=False, told=False)

    def stream_extract(self, name: str) -> Extract:
        """Return what is known when a window of the stream has ended."""
        stretch = self.scene.calendar.stream[name]
        return Extract(rows=stretch.rows, day=stretch.end, extracted=False, told=True)

    def sheet(self, name: str, extract: Extract) -> Sheet:
        """Return one table of an extract."""
        table = self.scene.tables[name]
        examples = name == self.scene.examples
        order = [
            column
            for column in self.orders[name]
            if extract.told or column != self.scene.outcome_column
        ]
        return sheet(
            table,
            extract.rows if examples else np.flatnonzero(table.appears < extract.day * DAY),
            names=self.names,
            order=order,
            extracted=extract.extracted,
            starts=self.scene.calendar.starts,
        )

    def dictionary(self) -> bytes:
        """Return the data dictionary."""
        return data_dictionary(self.scene, self.orders, names=self.names, meanings=self.meanings)

    def _folder(self, extract: Extract) -> dict[str, bytes]:
        files = {f"{name}.csv": self.sheet(name, extract).to_csv() for name in self.scene.tables}
        return {**files, "dictionary.md": self.dictionary()}


def _with_token_names(scene: Scene, names: Mapping[str, str]) -> Scene:
    """Return the scene with every token under its name in this variant."""
    for table in list(scene.tables.values()):
        for column in table.columns.values():
            if len(column.levels) < _MANY and any(level in names for level in column.levels):
                levels = tuple(names.get(level, level) for level in column.levels)
                scene = scene.with_column(replace(column, levels=levels), table=table.name)
    return scene
