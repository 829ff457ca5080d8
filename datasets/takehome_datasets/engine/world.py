"""A world: its graph, the words for everything in it, and which table is to be predicted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from takehome_datasets.engine.building import build
from takehome_datasets.engine.checks import TARGETS
from takehome_datasets.engine.graph import Graph, Node
from takehome_datasets.engine.site import Part, Site, Spell
from takehome_datasets.engine.size import GAP_DAYS, HISTORY_DAYS, TRAINING_DAYS, WARM_UP_DAYS, Size
from takehome_datasets.names import Lexicon

if TYPE_CHECKING:
    from takehome_datasets.scene import Scene
    from takehome_datasets.streams import Streams

WHOLE = Part(number=0, of=1)
_GLOBAL = frozenset({"names", "calendar", "ids", "carrier"})


@dataclass(frozen=True, kw_only=True)
class World:
    """A business process that can be simulated event by event."""

    name: str
    meaning: str
    graph: Graph
    lexicon: Lexicon
    tables: Mapping[str, str]
    """What each table is, in the order in which they come."""
    examples: str
    id_column: str
    outcome_column: str
    pinned: tuple[str, ...]
    """Columns of the examples that stand in front."""

    @cached_property
    def shared(self) -> frozenset[str]:
        """The tables that are the same in every partition."""
        return frozenset(
            node.table for node in self.graph.of("entities@1") if node.settings["shared"]
        )

    @property
    def target(self) -> Node:
        """The node of the outcome."""
        (target,) = (node for name in TARGETS for node in self.graph.of(name))
        return target

    @property
    def counts(self) -> bool:
        """Whether the outcome is a number, rather than a yes or no."""
        return self.target.primitive == "number_target@1"

    @cached_property
    def carriers(self) -> tuple[str, ...]:
        """The columns of the examples in which no two events are alike."""
        made = {node.name for node in self.graph.of("carrier@1") if node.table == self.examples}
        return tuple(
            node.name.split(":", 1)[1]
            for node in self.graph.of("column@1")
            if made.intersection(node.feeds_on())
        )

    def build(
        self,
        size: Size,
        streams: Streams,
        *,
        part: Part = WHOLE,
        solved: Mapping[str, float] | None = None,
        streaming: bool = False,
    ) -> tuple[Scene, dict[str, float]]:
        """Return one partition of the world before any plant, and the means of its pieces.

        Args:
            size: Of all partitions together.
            streams: Of the variant.
            part: Which partition.
            solved: The means found before; left out, they are those of this partition.
            streaming: Whether to go on after all that is scored, through the windows of the stream.
        """
        planned = stream_spells(size)
        site = Site(
            streams=self.streams(streams, part),
            part=part,
            starts=first_day(streams),
            rows=size.rows,
            spells=(*spells(size), *(planned if streaming else ())),
            planned=planned,
            examples=self.examples,
            solved=dict(solved or {}),
        )
        return build(self, site), site.solved

    def streams(self, streams: Streams, part: Part) -> Streams:
        """Return the streams of one partition: its own, but for what all have in common."""
        return streams.of_part(part.number, common=self.shared | _GLOBAL)


def spells(size: Size) -> tuple[Spell, ...]:
    """Return the stretches of time that are simulated, in order."""
    window = size.window_days
    near, later = TRAINING_DAYS, TRAINING_DAYS + window + GAP_DAYS
    per_day = size.window_rows / window
    before = HISTORY_DAYS - WARM_UP_DAYS
    return (
        Spell(
            name="history",
            first=-HISTORY_DAYS,
            end=-WARM_UP_DAYS,
            rows=round(per_day * before),
            beside=True,
        ),
        Spell(name="warm-up", first=-WARM_UP_DAYS, end=0, rows=round(per_day * WARM_UP_DAYS)),
        Spell(name="training", first=0, end=near, rows=size.rows),
        Spell(name="near", first=near, end=near + window, rows=size.window_rows),
        Spell(name="gap", first=near + window, end=later, rows=round(per_day * GAP_DAYS)),
        Spell(name="later", first=later, end=later + window, rows=size.window_rows),
    )


def stream_spells(size: Size) -> tuple[Spell, ...]:
    """Return the windows of the stream, right after all that is scored."""
    if size.stream is None:
        return ()
    first, days = spells(size)[-1].end, size.days_of(size.stream.window_rows)
    return tuple(
        Spell(
            name=f"stream:{number + 1}",
            first=first + number * days,
            end=first + (number + 1) * days,
            rows=size.stream.window_rows,
            after=True,
        )
        for number in range(size.stream.windows)
    )


def first_day(streams: Streams) -> date:
    """Return a Monday, so that every variant has as many weekends as the next."""
    weeks = int(streams.rng("calendar", "first day").integers(0, 78))
    return date(2023, 1, 2) + timedelta(weeks=weeks)
