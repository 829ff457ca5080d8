"""The validation scheme as it really was: which rows were fitted and which judged, over time.

Every judgement that the claim rests on has a lane for each of its parts; others have one for each
place in the code. What could not be seen is said and never filled in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from takehome.report.over_time import first_day
from takehome.report.spots import place_of
from takehome_graders.evidence import Place
from takehome_graders.recording import Lineage, Recording, Truth, divided, lineage, scheme
from takehome_graders.validation.hygiene import truth_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from takehome_datasets.key import Key
    from takehome_graders.evidence import Evidence
    from takehome_graders.recording import Evaluation, Part, Scheme

    Flags = NDArray[np.bool_]

BINS: Final = 48
_MOST_LANES: Final = 12
_MOST_OF_ONE: Final = 10
_DIGITS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One part of a judgement: the rows that were judged, and those fitted on before."""

    fitted: int | None
    """None where it is not known on what was fitted."""
    judged: int
    both: int
    """Judged rows that the very model had been fitted on."""
    shared: int | None
    """Judged rows, not fitted on, whose entity was; None where rows have none."""
    fitted_over_time: tuple[float, ...]
    """For each stretch of time the share of its rows."""
    judged_over_time: tuple[float, ...]
    shared_over_time: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One judgement, or all those of one place in the code."""

    name: str
    """Of the metric or the function."""
    place: Place
    value: float | None
    times: int
    """How many judgements were made at that place; the first of them is shown."""
    claimed: bool
    """Whether the claim rests on it."""
    inferred: bool
    """Whether its models were found by rows and order alone."""
    before: bool | None
    """Whether all fitted rows are earlier than all judged ones."""
    later: float | None
    """Share of fitted rows that are later than half of the judged ones."""
    warnings: tuple[str, ...]
    lanes: tuple[Lane, ...]
    more: int
    """Parts of it that are not shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validated:
    """The validation of one submission as it really was."""

    claim: float | None
    """What was claimed; None where nothing was."""
    days: tuple[date, ...]
    """The borders of the stretches of time, one more than there are stretches."""
    judgements: tuple[Judgement, ...]
    """Those that the claim rests on come first."""
    more: int
    """Places in the code with judgements that are not shown."""
    traced: int
    """Calls whose rows are known."""
    unresolved: int
    """Calls whose rows are not."""

    @property
    def claimed(self) -> tuple[Judgement, ...]:
        """The judgements that the claim rests on."""
        return tuple(each for each in self.judgements if each.claimed)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What everything here is read from."""

    recording: Recording
    graph: Lineage
    truth: Truth
    bins: NDArray[np.int64]
    """The stretch of time of each row."""


def validated(key: Key, evidence: Evidence) -> Validated | None:
    """Return the scheme as it was, or None where nothing that was judged could be seen."""
    recording = evidence.recording
    if recording is None or not recording.n:
        return None
    truth = truth_of(key, recording)
    known = truth.time is not None
    moment = truth.time if truth.time is not None else np.arange(recording.n, dtype=np.float64)
    found = scheme(recording, truth)
    if not found.evaluations:
        return None
    edges = np.linspace(moment.min(), moment.max(), BINS + 1)
    bins = np.clip(np.searchsorted(edges, moment, side="right") - 1, 0, BINS - 1)
    seen = _Seen(recording=recording, graph=lineage(recording), truth=truth, bins=bins)
    judgements = list(_judgements(seen, found, evidence))
    shown = _fitting(judgements)
    start = first_day(key)
    claim = evidence.claim.value if evidence.claim else None
    return Validated(
        claim=claim if claim is not None and np.isfinite(claim) else None,
        days=tuple(start + timedelta(days=int(edge)) for edge in edges) if known else (),
        judgements=tuple(shown),
        more=len(judgements) - len(shown),
        traced=found.traced,
        unresolved=found.unresolved,
    )


def _judgements(seen: _Seen, found: Scheme, evidence: Evidence) -> Iterator[Judgement]:
    """Give all judgements, those that the claim rests on first."""
    claimed = found.claimed(evidence.claim.value) if evidence.claim else ()
    keys = {(each.process, each.number) for each in claimed}
    grouped: dict[tuple[bool, Place, str], list[Evaluation]] = {}
    for each in found.evaluations:
        rests = (each.process, each.number) in keys
        grouped.setdefault((not rests, place_of(each.spot), each.name), []).append(each)
    for (other, place, _), group in sorted(grouped.items(), key=lambda item: item[0][0]):
        yield _judgement(seen, group, place, claimed=not other)


def _judgement(
    seen: _Seen, group: Sequence[Evaluation], place: Place, *, claimed: bool
) -> Judgement:
    # Folds judged one by one in a loop are one judgement whose parts are its turns.
    together = group if claimed else group[:1]
    parts = [part for each in together for part in _parts(seen, each)]
    first = group[0]
    values = [float(np.mean(each.value)) for each in together if each.value]
    value = float(np.mean(values)) if values else None
    befores = [each.before for each in together if each.before is not None]
    laters = [each.later for each in together if each.later is not None]
    return Judgement(
        name=first.name,
        place=place,
        value=round(value, 6) if value is not None and np.isfinite(value) else None,
        times=len(group),
        claimed=claimed,
        inferred=any(each.inferred for each in together),
        before=all(befores) if befores else None,
        later=round(float(np.mean(laters)), _DIGITS) if laters else None,
        warnings=tuple(dict.fromkeys(words for each in together for words in warnings(each))),
        lanes=tuple(_lane(seen, part) for part in parts[:_MOST_OF_ONE]),
        more=max(0, len(parts) - _MOST_OF_ONE),
    )


def warnings(evaluation: Evaluation) -> Iterator[str]:
    """Give in words what had seen rows that were judged."""
    if evaluation.overlap:
        yield f"its model had been fitted on {evaluation.overlap:,} of the rows that it judged"
    for shared, did in (
        (evaluation.prepared, "had been fitted on"),
        (evaluation.stopped, "was stopped or chosen on"),
        (evaluation.chosen, "had chosen on"),
    ):
        for each in shared:
            yield f"{each.type or each.sort or 'a fit'} {did} {each.rows:,} of the judged rows"


def _parts(seen: _Seen, evaluation: Evaluation) -> tuple[Part, ...]:
    event = seen.graph.events[evaluation.process, evaluation.number]
    return divided(seen.recording, seen.graph, event).parts


def _lane(seen: _Seen, part: Part) -> Lane:
    judged = part.judged.mask()
    fitted = np.zeros_like(judged)
    for rows in part.fitted:
        fitted |= rows.mask()
    known = bool(part.fitted)
    entity = seen.truth.entity
    shared = judged & ~fitted
    if entity is not None and known:
        shared &= np.isin(entity, entity[fitted])
    else:
        shared[:] = False
    return Lane(
        fitted=int(fitted.sum()) if known else None,
        judged=int(judged.sum()),
        both=int((judged & fitted).sum()),
        shared=int(shared.sum()) if entity is not None and known else None,
        fitted_over_time=_over_time(seen, fitted),
        judged_over_time=_over_time(seen, judged),
        shared_over_time=_over_time(seen, shared),
    )


def _over_time(seen: _Seen, flags: Flags) -> tuple[float, ...]:
    there = np.bincount(seen.bins, minlength=BINS)
    inside = np.bincount(seen.bins[flags], minlength=BINS)
    return tuple(np.round(inside / np.maximum(there, 1), _DIGITS).tolist())


def _fitting(judgements: Sequence[Judgement]) -> list[Judgement]:
    """Return as many as there are lanes for; all the others are counted."""
    left, shown = _MOST_LANES, []
    for each in judgements:
        if left > 0:
            lanes = each.lanes[: left if each.claimed else 1]
            shown.append(replace(each, lanes=lanes, more=each.more + len(each.lanes) - len(lanes)))
            left -= max(1, len(lanes))
    return shown
