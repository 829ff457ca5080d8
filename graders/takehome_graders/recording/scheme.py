"""The validation scheme as it really was: what was fitted on which rows, and judged on which.

Every evaluation is set beside the fits behind it and beside what only the host knows of the rows:
their time, their entity, and which of them repeat each other. What could not be seen stays open.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from takehome_graders.recording.arrangement import Arrangements, Truth
from takehome_graders.recording.evaluation import JUDGES, Evaluation, evaluated
from takehome_graders.recording.events import Recording, Spot
from takehome_graders.recording.lineage import FITS, lineage
from takehome_graders.recording.masks import Masks

if TYPE_CHECKING:
    from collections.abc import Iterator


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
    graph, arrangements = lineage(recording), Arrangements(truth, Masks())
    seen = [event for event in recording.events if event.what in JUDGES]
    judged = [each for event in seen for each in evaluated(recording, graph, event, arrangements)]
    counted = [
        event for event in recording.events if event.what in {*FITS, *JUDGES, "predict", "split"}
    ]
    known = [event for event in counted if event.about() is not None]
    return Scheme(
        evaluations=tuple(judged),
        looks=tuple(_looks(recording, judged)),
        reseeded=tuple(_reseeded(recording)),
        unresolved=len(counted) - len(known),
        traced=len(known),
    )


def _looks(recording: Recording, evaluations: list[Evaluation]) -> Iterator[Looks]:
    """Give the sets of rows that more than one model was judged on."""
    events = {(event.process, event.number): event for event in recording.events}
    grouped: dict[bytes, list[Evaluation]] = defaultdict(list)
    for each in evaluations:
        rows = events[each.process, each.number].about()
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
        rows = event.about()
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
