"""How a judgement was divided: which rows were judged by models fitted on which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from takehome_graders.recording.events import Event, Recording, Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takehome_graders.recording.lineage import Lineage


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some judged rows and the fits that stand behind their judgement."""

    judged: Rows
    fitted: tuple[Rows, ...]
    """The rows of the model's own fits; empty where not known."""
    behind: tuple[Event, ...]
    """Everything from which something flowed into it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """How one judgement was divided into parts, each with models of its own."""

    parts: tuple[Part, ...]
    models: tuple[int, ...]
    """Numbers of the model fits behind it."""
    inferred: bool
    """Whether the models were found by rows and order alone, not by their predictions."""


def divided(recording: Recording, graph: Lineage, event: Event) -> Division:
    """Return which rows were judged by models that had been fitted on which."""
    if event.what in {"cross", "search"}:
        parts = tuple(_folded(recording, graph, event))
        return Division(parts=parts, models=(event.number,), inferred=False)
    rows = event.about()
    predictions, inferred = _predictions(graph, event, rows)
    models = [fit.number for each in predictions for fit in _models(graph, each)]
    return Division(
        parts=tuple(part for each in predictions for part in _part(graph, each, rows)),
        models=tuple(dict.fromkeys(models)),
        inferred=inferred,
    )


def _predictions(graph: Lineage, event: Event, rows: Rows | None) -> tuple[list[Event], bool]:
    """Return the calls whose predictions were judged, and whether that is only inferred."""
    if event.what == "score":
        return [event], False
    told = [(event.process, number) for number in event.behind]
    found = [graph.events[key] for key in told if key in graph.events]
    if found or rows is None:
        return found, False
    same = graph.predicted.get((event.process, rows.members.tobytes()), ())
    earlier = [other for other in same if other.number < event.number]
    return earlier[-1:], bool(earlier)


def _models(graph: Lineage, prediction: Event) -> tuple[Event, ...]:
    return graph.fits((prediction.process, prediction.number))


def _part(graph: Lineage, prediction: Event, rows: Rows | None) -> Iterator[Part]:
    """Give what was judged by one prediction; one by cross-validation judges no fitted row."""
    mine = prediction.about()
    if mine is None or rows is None:
        return
    both = Rows(members=mine.members & rows.members, space=0, size=rows.size, n=rows.n, missing=0)
    fits = _models(graph, prediction) if prediction.what != "cross" else ()
    fitted = tuple(each for fit in fits if (each := fit.about()) is not None)
    key = (prediction.process, prediction.number)
    yield Part(judged=both, fitted=fitted, behind=graph.ancestors(key))


def _folded(recording: Recording, graph: Lineage, event: Event) -> list[Part]:
    """Return the parts of a cross-validation, as its splitter divided them."""
    behind = graph.ancestors((event.process, event.number))
    return [
        Part(judged=fold.test, fitted=(fold.train,), behind=behind)
        for fold in recording.folds_of(event)
        if fold.train is not None and fold.test is not None and fold.train.known
    ]
