"""The validation scheme as it really was: what was fitted on which rows, and judged on which.

Every evaluation is set beside the fits behind it and beside what only the host knows of the rows:
their time, their entity, and which of them repeat each other. What could not be seen stays open.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from takehome_graders.recording.events import Event, Recording, Rows, Spot
from takehome_graders.recording.lineage import FITS, Lineage, lineage
from takehome_graders.recording.masks import Masks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PREPARES: Final = frozenset({"transformer", "selector", "resampler", "other", "pipeline"})
_JUDGES: Final = frozenset({"metric", "score", "cross", "search"})
_SAME_ROWS: Final = 0.999


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What only the host knows of the rows of the examples table."""

    time: NDArray[np.float64] | None = None
    entity: NDArray[np.int64] | None = None
    twin: NDArray[np.int64] | None = None
    """The same number for rows that repeat each other."""


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

    @property
    def clean(self) -> bool | None:
        """Whether nothing behind it had seen judged rows; None where too little is known."""
        if self.overlap or self.prepared or self.stopped or self.chosen:
            return False
        return None if self.fitted is None or not self.judged else True


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """How often the same rows were judged, and by how many models."""

    rows: int
    evaluations: int
    models: int
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reseeded:
    """The same split made again with another seed."""

    spot: Spot
    seeds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """The validation of one submission as it really was."""

    evaluations: tuple[Evaluation, ...]
    looks: tuple[Looks, ...]
    reseeded: tuple[Reseeded, ...]
    unresolved: int
    """Fits, predictions, scores, splits and metrics whose rows are not known."""
    traced: int
    """Those whose rows are."""

    def claimed(self, claim: float, *, close: float = 1e-6) -> tuple[Evaluation, ...]:
        """Return the evaluations that the claim is the value of, or the mean or best of."""
        exact = [
            each
            for each in self.evaluations
            if any(abs(value - claim) <= close for value in each.value)
            or (each.value and abs(float(np.mean(each.value)) - claim) <= close)
        ]
        if exact:
            return tuple(exact)
        return tuple(_averaged(self.evaluations, claim, close))


def scheme(recording: Recording, truth: Truth) -> Scheme:
    """Return the validation scheme that the events show."""
    graph, masks = lineage(recording), Masks()
    seen = [event for event in recording.events if event.what in _JUDGES]
    judged = [each for event in seen for each in _evaluated(recording, graph, event, truth, masks)]
    counted = [
        event for event in recording.events if event.what in {*FITS, *_JUDGES, "predict", "split"}
    ]
    known = [event for event in counted if _judged_rows(event) is not None]
    return Scheme(
        evaluations=tuple(judged),
        looks=tuple(_looks(recording, judged)),
        reseeded=tuple(_reseeded(recording)),
        unresolved=len(counted) - len(known),
        traced=len(known),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """Some judged rows and the fits that stand behind their judgement."""

    judged: Rows
    fitted: tuple[Rows, ...]
    """The rows of the model's own fits; empty where not known."""
    behind: tuple[Event, ...]
    """Everything from which something flowed into it."""


def _evaluated(
    recording: Recording, graph: Lineage, event: Event, truth: Truth, masks: Masks
) -> Iterator[Evaluation]:
    rows = _judged_rows(event)
    if event.what in {"cross", "search"}:
        parts = _folded(recording, graph, event)
        models, inferred = (event.number,), False
    else:
        predictions, inferred = _predictions(graph, event, rows)
        parts = [part for each in predictions for part in _part(graph, each, rows)]
        models = tuple(
            dict.fromkeys(fit.number for each in predictions for fit in _models(graph, each))
        )
    fitted = [masks.union(part.fitted) for part in parts if part.fitted]
    overlap = sum(
        int((masks.of(part.judged) & masks.union(part.fitted)).sum())
        for part in parts
        if part.fitted
    )
    arranged = _arranged(parts, truth, masks)
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
        models=models,
        inferred=inferred,
        overlap=overlap,
        prepared=tuple(_shared(parts, masks, _prepares)),
        stopped=tuple(_stopped(graph, parts, masks)),
        chosen=tuple(_shared(parts, masks, _searches)) if event.what == "metric" else (),
        later=arranged[0],
        before=arranged[1],
        entities=arranged[2],
        twins=arranged[3],
    )


def _judged_rows(event: Event) -> Rows | None:
    found = event.argument("y_true", "X", "y_pred", "y", "array0", "array1", "groups")
    if found is None:
        found = next((each for each in event.arguments if each.rows), None)
    return found.rows if found is not None and found.rows is not None and found.rows.known else None


def _predictions(
    graph: Lineage, event: Event, rows: Rows | None
) -> tuple[list[Event], bool]:
    """Return the calls whose predictions were judged, and whether that is only inferred."""
    if event.what == "score":
        return [event], False
    told = [(event.process, number) for number in event.behind]
    found = [graph.events[key] for key in told if key in graph.events]
    if found or rows is None:
        return found, False
    earlier = [
        other
        for other in graph.events.values()
        if other.process == event.process
        and other.number < event.number
        and other.what in {"predict", "fit_predict"}
        and (theirs := _judged_rows(other)) is not None
        and np.array_equal(theirs.members, rows.members)
    ]
    return earlier[-1:], bool(earlier)


def _models(graph: Lineage, prediction: Event) -> tuple[Event, ...]:
    return graph.fits((prediction.process, prediction.number))


def _part(graph: Lineage, prediction: Event, rows: Rows | None) -> Iterator[_Part]:
    """Give what was judged by one prediction; one by cross-validation judges no fitted row."""
    mine = _judged_rows(prediction)
    if mine is None or rows is None:
        return
    both = Rows(
        members=mine.members & rows.members, space=0, size=rows.size, n=rows.n, missing=0
    )
    fits = _models(graph, prediction) if prediction.what != "cross" else ()
    fitted = tuple(each for fit in fits if (each := _judged_rows(fit)) is not None)
    key = (prediction.process, prediction.number)
    yield _Part(judged=both, fitted=fitted, behind=tuple(graph.ancestors(key)))


def _folded(recording: Recording, graph: Lineage, event: Event) -> list[_Part]:
    """Return the parts of a cross-validation, as its splitter divided them."""
    behind = tuple(graph.ancestors((event.process, event.number)))
    return [
        _Part(judged=fold.test, fitted=(fold.train,), behind=behind)
        for fold in recording.folds_of(event)
        if fold.train is not None and fold.test is not None and fold.train.known
    ]


def _prepares(event: Event) -> bool:
    return event.what in FITS and event.what != "search" and event.sort in PREPARES


def _searches(event: Event) -> bool:
    return event.what == "search"


def _shared(parts: Iterable[_Part], masks: Masks, wanted: object) -> Iterator[Shared]:
    """Give the fits behind the parts that had seen rows judged in them."""
    counted: dict[tuple[int, int], int] = defaultdict(int)
    events: dict[tuple[int, int], Event] = {}
    for part in parts:
        judged = masks.of(part.judged)
        for event in part.behind:
            rows = _judged_rows(event)
            if rows is None or not wanted(event):  # type: ignore[operator]  # a predicate of this module
                continue
            key = (event.process, event.number)
            events[key] = event
            counted[key] += int((masks.of(rows) & judged).sum())
    for key, count in counted.items():
        if count:
            event = events[key]
            yield Shared(spot=event.spot, type=event.type, sort=event.sort, rows=count)


def _stopped(graph: Lineage, parts: Iterable[_Part], masks: Masks) -> Iterator[Shared]:
    """Give the fits that were watched, while they went on, on rows judged later."""
    del graph
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


def _arranged(
    parts: Iterable[_Part], truth: Truth, masks: Masks
) -> tuple[float | None, bool | None, float | None, float | None]:
    """Return how fitted and judged rows lie to each other in time, by entity and by twins."""
    later: list[float] = []
    before: list[bool] = []
    entities: list[float] = []
    twins: list[float] = []
    for part in parts:
        if not part.fitted:
            continue
        judged, fitted = masks.of(part.judged), masks.union(part.fitted)
        if not judged.any() or not fitted.any():
            continue
        if truth.time is not None:
            ours, theirs = truth.time[judged], truth.time[fitted]
            later.append(float((theirs > np.median(ours)).mean()))
            before.append(bool(theirs.max() <= ours.min()))
        for labels, shares in ((truth.entity, entities), (truth.twin, twins)):
            if labels is not None:
                shares.append(float(np.isin(labels[judged & ~fitted], labels[fitted]).mean())
                              if (judged & ~fitted).any() else 1.0)  # fmt: skip
    return (
        float(np.mean(later)) if later else None,
        all(before) if before else None,
        float(np.mean(entities)) if entities else None,
        float(np.mean(twins)) if twins else None,
    )


def _looks(recording: Recording, evaluations: list[Evaluation]) -> Iterator[Looks]:
    """Give the sets of rows that more than one model was judged on."""
    events = {(event.process, event.number): event for event in recording.events}
    grouped: dict[bytes, list[Evaluation]] = defaultdict(list)
    for each in evaluations:
        rows = _judged_rows(events[each.process, each.number])
        if rows is not None and each.what in {"metric", "score"}:
            grouped[rows.members.tobytes()].append(each)
    for group in grouped.values():
        models = {(each.process, each.models) for each in group if each.models}
        if len(models) > 1:
            spots = tuple(dict.fromkeys(each.spot for each in group))
            yield Looks(
                rows=group[0].judged, evaluations=len(group), models=len(models), spots=spots
            )


def _reseeded(recording: Recording) -> Iterator[Reseeded]:
    """Give the places where one split was made with several seeds."""
    grouped: dict[tuple[int, Spot, str, bytes], dict[str, None]] = defaultdict(dict)
    for event in recording.events:
        rows = _judged_rows(event)
        seed = event.parameters.get("random_state")
        if event.what == "split" and rows is not None and seed is not None:
            key = (event.process, event.spot, event.type, rows.members.tobytes())
            grouped[key][str(seed)] = None
    for (_, spot, _, _), seeds in grouped.items():
        if len(seeds) > 1:
            yield Reseeded(spot=spot, seeds=tuple(seeds))


def _averaged(
    evaluations: tuple[Evaluation, ...], claim: float, close: float
) -> Iterator[Evaluation]:
    """Give the evaluations of one place whose mean the claim is, all or some last ones of them."""
    places: dict[tuple[Spot, str], list[Evaluation]] = defaultdict(list)
    for each in evaluations:
        if len(each.value) == 1:
            places[each.spot, each.name].append(each)
    for group in places.values():
        for start in range(len(group) - 1):
            some = group[start:]
            if abs(float(np.mean([each.value[0] for each in some])) - claim) <= close:
                yield from some
                return
