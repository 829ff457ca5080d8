"""Hygiene: the validation scheme as it was recorded, held against what the data demand.

Only the judgements that the claim rests on are held to it: what else was tried is the candidate's
own business. What was told came from inside the sandbox, so no points hang on it alone: the gap
between claim and outcome has its price whatever was recorded, and what is found here says why.
Nothing that was not seen speaks for anybody or against anybody.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from takehome_graders.recording import Evaluation, Scheme, Truth, scheme
from takehome_graders.recording.events import Spot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takehome_datasets.key import Key
    from takehome_graders.evidence import Evidence
    from takehome_graders.recording import Recording
    from takehome_graders.recording.evaluation import Shared

_SOME: Final = 0.01
"""Of the judged rows: fewer are an accident."""
_OUT_OF_ORDER: Final = 0.1
"""Of the fitted rows: so many may be later than half of the judged ones, as where days meet."""
_MORE_FAMILIAR: Final = 0.1
"""By so much the share of known entities may exceed production's."""
_MANY_LOOKS: Final = 10
_MANY_SEEDS: Final = 4
_LEARNS_LABELS: Final = ("Target", "LeaveOneOut", "CatBoost", "James", "WOE", "MEstimate", "GLMM")


class Matter(StrEnum):
    """What can be wrong with a scheme. The list is closed."""

    OVERLAP = "fitted on judged rows"
    PREPARED = "prepared on judged rows"
    STOPPED = "stopped on judged rows"
    CHOSEN = "chosen on judged rows"
    TIME = "fitted on later rows"
    ENTITY = "fitted on the same entities"
    TWINS = "fitted on copies of judged rows"
    IMMATURE = "judged on outcomes that were not final"
    LOOKS = "judged many models on the same rows"
    RESEEDED = "made the same split again and again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong with the scheme behind the claim."""

    matter: Matter
    spot: Spot
    """Where it could be mended."""
    what: str
    """The class or the splitter that it is about; empty where it is the judgement itself."""
    numbers: str
    minor: bool = False
    """Whether no effect worth a point is to be expected of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hygiene:
    """What the recording of a sitting shows of its validation."""

    scheme: Scheme
    rests_on: tuple[Evaluation, ...]
    """The judgements that the claim is the value of; none where it was not seen computed."""
    faults: tuple[Fault, ...]
    whole: bool
    """Whether everything behind the claim was seen: only then is what is not found not there."""


def hygiene(key: Key, evidence: Evidence) -> Hygiene | None:
    """Return what the recording shows; None where nothing was heard."""
    recording = evidence.recording
    if recording is None:
        return None
    found = scheme(recording, truth_of(key, recording))
    claim = evidence.claim.value if evidence.claim is not None else math.nan
    rests_on = found.claimed(claim) if math.isfinite(claim) else ()
    return Hygiene(
        scheme=found,
        rests_on=rests_on,
        faults=tuple(_faults(key, found, rests_on)),
        whole=_whole(recording, rests_on),
    )


def truth_of(key: Key, recording: Recording) -> Truth:
    """Return what the key knows of the rows of the training examples."""
    known = key.training
    if known is None or known.moment.size != recording.n:
        return Truth()
    return Truth(time=known.moment, entity=known.entity, twin=known.twin, mature=known.mature)


def _whole(recording: Recording, rests_on: tuple[Evaluation, ...]) -> bool:
    return (
        bool(rests_on)
        and all(each.fitted and each.judged and not each.inferred for each in rests_on)
        and not (recording.lost or recording.malformed)
        and all(told.ended and not (told.gaps or told.full) for told in recording.told[:1])
    )


def _faults(key: Key, found: Scheme, rests_on: tuple[Evaluation, ...]) -> Iterator[Fault]:
    if not rests_on:
        return
    judged = sum(each.judged for each in rests_on)
    first = rests_on[0].spot
    overlap = sum(each.overlap for each in rests_on)
    if overlap > _SOME * judged:
        yield Fault(
            matter=Matter.OVERLAP,
            spot=first,
            what="",
            numbers=f"{overlap} of {judged} judged rows had been fitted on by the very model",
        )
    yield from _taught(rests_on, judged)
    yield from _arranged(key, rests_on)
    yield from _repeated(found, rests_on)


def _taught(rests_on: tuple[Evaluation, ...], judged: int) -> Iterator[Fault]:
    """Give what had learned from judged rows beside the model itself."""
    for matter, field in (
        (Matter.PREPARED, "prepared"),
        (Matter.STOPPED, "stopped"),
        (Matter.CHOSEN, "chosen"),
    ):
        places: dict[tuple[Spot, str], list[Shared]] = {}
        for each in rests_on:
            for shared in getattr(each, field):
                places.setdefault((shared.spot, shared.type), []).append(shared)
        for (spot, name), group in places.items():
            rows = sum(shared.rows for shared in group)
            if rows <= _SOME * judged:
                continue
            yield Fault(
                matter=matter,
                spot=spot,
                what=name,
                numbers=f"it had seen {min(rows, judged)} of {judged} judged rows",
                minor=matter is Matter.PREPARED and _is_plain(group[0]),
            )


def _is_plain(shared: Shared) -> bool:
    """Say whether a step looks at columns alone: one that knows no labels can tell little."""
    return shared.sort == "transformer" and not any(word in shared.type for word in _LEARNS_LABELS)


def _arranged(key: Key, rests_on: tuple[Evaluation, ...]) -> Iterator[Fault]:
    """Give how fitted and judged rows lie to each other otherwise than in production."""
    spot = rests_on[0].spot
    later = _mean([each.later for each in rests_on])
    if key.time_columns and later is not None and later > _OUT_OF_ORDER:
        yield Fault(
            matter=Matter.TIME,
            spot=spot,
            what="",
            numbers=f"{later:.0%} of the fitted rows are later than half of the judged ones",
        )
    familiar, usual = _mean([each.entities for each in rests_on]), _familiar(key)
    if familiar is not None and usual is not None and familiar > usual + _MORE_FAMILIAR:
        yield Fault(
            matter=Matter.ENTITY,
            spot=spot,
            what="",
            numbers=(
                f"{familiar:.0%} of the judged rows belong to somebody who was fitted on;"
                f" in production it is {usual:.0%}"
            ),
        )
    for matter, field, told in (
        (Matter.TWINS, "twins", "of the judged rows repeat a fitted one"),
        (Matter.IMMATURE, "immature", "of the judged rows had an outcome that could still change"),
    ):
        share = _mean([getattr(each, field) for each in rests_on])
        if share is not None and share > _SOME:
            yield Fault(matter=matter, spot=spot, what="", numbers=f"{share:.0%} {told}")


def _repeated(found: Scheme, rests_on: tuple[Evaluation, ...]) -> Iterator[Fault]:
    """Give how often it was tried on the rows that the claim rests on."""
    places = {each.spot for each in rests_on}
    for looks in found.looks:
        if looks.models >= _MANY_LOOKS and places & set(looks.spots):
            yield Fault(
                matter=Matter.LOOKS,
                spot=looks.spots[0],
                what="",
                numbers=f"{looks.models} models were judged on the same {looks.rows} rows",
            )
    for again in found.reseeded:
        if len(again.seeds) >= _MANY_SEEDS:
            yield Fault(
                matter=Matter.RESEEDED,
                spot=again.spot,
                what="",
                numbers=f"one split was made with {len(again.seeds)} seeds",
            )


def _familiar(key: Key) -> float | None:
    """Return how many rows of production belong to somebody who is in the training rows."""
    if key.training is None or not key.windows:
        return None
    return float(np.isin(key.windows[0].entity, key.training.entity).mean())


def _mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return float(np.mean(known)) if known else None
