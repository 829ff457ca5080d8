"""One judgement, and what had been fitted on which rows before it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from takehome_graders.recording.division import Part, divided
from takehome_graders.recording.events import Event, Recording, Rows, Spot
from takehome_graders.recording.lineage import FITS, Lineage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from takehome_graders.recording.arrangement import Arrangements, Truth
    from takehome_graders.recording.masks import Masks

PREPARES: Final = frozenset({"transformer", "selector", "resampler", "other", "pipeline"})
JUDGES: Final = frozenset({"metric", "score", "cross", "search"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A fit that had seen rows on which something was judged later."""

    spot: Spot
    type: str
    sort: str
    rows: int
    """How many of the judged rows it had seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """One judgement, and what had been fitted on which rows before it."""

    process: int
    number: int
    spot: Spot
    what: str
    name: str
    value: tuple[float, ...]
    judged: int
    """How many rows of the examples table were judged; 0 where that is not known."""
    made_up: int
    """How many judged rows belong to no row of the table: synthetic, or not found."""
    fitted: int | None
    """On how many rows the models had been fitted; None where that is not known."""
    folds: int
    """In how many parts it was judged, each by models of its own."""
    models: tuple[int, ...]
    """Numbers of the model fits behind it."""
    inferred: bool
    """Whether the models were found by rows and order alone, not by their predictions."""
    overlap: int
    """Judged rows on which the very model that judged them had been fitted."""
    prepared: tuple[Shared, ...]
    """Transformers, selectors, encoders and resamplers that had seen judged rows."""
    stopped: tuple[Shared, ...]
    """Fits that were stopped early, or chosen, on judged rows."""
    chosen: tuple[Shared, ...]
    """Searches that had chosen on judged rows."""
    later: float | None
    """Share of fitted rows that are later than half of the judged ones; 0.5 is no order at all."""
    before: bool | None
    """Whether all fitted rows are earlier than all judged ones."""
    entities: float | None
    """Share of judged rows whose entity was fitted on too."""
    twins: float | None
    """Share of judged rows that repeat a fitted row."""
    immature: float | None
    """Share of judged rows whose outcome could still have changed."""

    @property
    def clean(self) -> bool | None:
        """Whether nothing behind it had seen judged rows; None where too little is known."""
        if self.overlap or self.prepared or self.stopped or self.chosen:
            return False
        return None if self.fitted is None or not self.judged else True


def evaluated(
    recording: Recording, graph: Lineage, event: Event, arrangements: Arrangements
) -> Iterator[Evaluation]:
    """Give the judgement that a metric, a score, a cross-validation or a search made."""
    rows, masks = event.about(), arrangements.masks
    division = divided(recording, graph, event)
    parts = division.parts
    fitted = [masks.union(part.fitted) for part in parts if part.fitted]
    overlap = sum(
        int((masks.of(part.judged) & masks.union(part.fitted)).sum())
        for part in parts
        if part.fitted
    )
    arranged = arrangements.together(parts)
    yield Evaluation(
        process=event.process,
        number=event.number,
        spot=event.spot,
        what=event.what,
        name=event.name,
        value=event.value,
        judged=rows.count() if rows is not None else 0,
        made_up=rows.missing if rows is not None else 0,
        fitted=max((int(each.sum()) for each in fitted), default=None),
        folds=len(parts),
        models=division.models,
        inferred=division.inferred,
        overlap=overlap,
        prepared=tuple(_shared(parts, masks, _prepares)),
        stopped=tuple(_stopped(parts, masks)),
        chosen=tuple(_shared(parts, masks, _searches)) if event.what == "metric" else (),
        later=arranged.later,
        before=arranged.before,
        entities=arranged.entities,
        twins=arranged.twins,
        immature=_immature(rows, arrangements.truth, masks),
    )


def _immature(rows: Rows | None, truth: Truth, masks: Masks) -> float | None:
    if rows is None or truth.mature is None or not rows.count():
        return None
    return float((~truth.mature[masks.of(rows)]).mean())


def _prepares(event: Event) -> bool:
    return event.what in FITS and event.what != "search" and event.sort in PREPARES


def _searches(event: Event) -> bool:
    return event.what == "search"


def _shared(
    parts: Iterable[Part], masks: Masks, wanted: Callable[[Event], bool]
) -> Iterator[Shared]:
    """Give the fits behind the parts that had seen rows judged in them."""
    counted: dict[tuple[int, int], int] = defaultdict(int)
    events: dict[tuple[int, int], Event] = {}
    for part in parts:
        judged = masks.of(part.judged)
        for event in part.behind:
            rows = event.about() if wanted(event) else None
            if rows is None:
                continue
            key = (event.process, event.number)
            events[key] = event
            counted[key] += int((masks.of(rows) & judged).sum())
    for key, count in counted.items():
        if count:
            event = events[key]
            yield Shared(spot=event.spot, type=event.type, sort=event.sort, rows=count)


def _stopped(parts: Iterable[Part], masks: Masks) -> Iterator[Shared]:
    """Give the fits that were watched, while they went on, on rows judged later."""
    counted: dict[int, tuple[Event, int]] = {}
    for part in parts:
        judged = masks.of(part.judged)
        for event in part.behind:
            if event.what not in FITS:
                continue
            for argument in event.arguments:
                rows = argument.rows
                watched = argument.role.startswith("eval") and not argument.role.endswith("y")
                if watched and rows is not None and rows.known:
                    count = int((masks.of(rows) & judged).sum())
                    before = counted.get(event.number, (event, 0))[1]
                    counted[event.number] = (event, before + count)
    for event, count in counted.values():
        if count:
            yield Shared(spot=event.spot, type=event.type, sort=event.sort, rows=count)
