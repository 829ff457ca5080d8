"""How far a model uses a planted leak: by what it answers, else by a twin, else by the recording.

A column that leaks is filled as in training, and what the predictions then do tells how closely the
model listens (see `listening`). Rows that leak have no column to fill: there a twin of the training
table without them tells by how much the claim falls. Where neither was to be had, that the column
was among those the last model was fitted on is all there is, and counts half.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from takehome_graders.interventions.reading import interventions
from takehome_graders.marks import Certainty
from takehome_graders.recording.lineage import FITS
from takehome_graders.statuses import Fate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from takehome_datasets.key import Key
    from takehome_graders.evidence import Evidence
    from takehome_graders.interventions.twins import TwinEffect
    from takehome_graders.recording.events import Recording
    from takehome_graders.statuses import Fates

ALL: Final = 0.25
"""Of all that is predicted, or of the achievable lift: moved by so much, it uses the leak fully."""
_NOISE: Final = 0.05
"""Of the achievable lift: a claim falls by so much on other rows without saying anything."""
_BY_RECORDING: Final = 0.5
_Z: Final = 1.96


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """How far a model uses one leak, between 0 and 1."""

    fate: Fate
    degree: float
    low: float
    high: float
    certainty: Certainty
    told: str
    """How it is known, in a sentence; empty where the fate tells it."""


def uses(key: Key, evidence: Evidence, told: Fates) -> dict[str, Use]:
    """Return how far each leak is used, by its id, where that could be told."""
    twins = interventions(key, evidence).twins if evidence.reruns else ()
    reached = _final_columns(evidence.recording)
    found = [_use(key, fate, twins, reached) for fate in told.leaks]
    return {use.fate.plant.id: use for use in found if use is not None}


def _use(
    key: Key, fate: Fate, twins: Sequence[TwinEffect], reached: frozenset[str] | None
) -> Use | None:
    heard = fate.listening
    if heard is not None:
        degree, spread = (value / ALL for value in (heard.change, _Z * heard.change_error))
        listens = heard.listens and degree > 0
        return Use(
            fate=fate,
            degree=_within(degree) if listens else 0.0,
            low=_within(degree - spread) if listens else 0.0,
            high=_within(degree + spread) if listens else 0.0,
            certainty=Certainty.BEHAVIOUR,
            told="",
        )
    by_twin = [twin for twin in twins if twin.plants == (fate.plant.id,)]
    if by_twin and by_twin[0].claim is not None:
        return _by_twin(key, fate, by_twin[0])
    if reached is None or not fate.has_column:
        return None
    used = bool(set(fate.plant.columns) & reached)
    return Use(
        fate=fate,
        degree=_BY_RECORDING * used,
        low=0.0,
        high=float(used),
        certainty=Certainty.RUN_TIME,
        told=(
            "It is among the columns that the last model was fitted on."
            if used
            else "It is not among the columns that the last model was fitted on."
        ),
    )


def _by_twin(key: Key, fate: Fate, twin: TwinEffect) -> Use | None:
    scale = key.scales.get(key.windows[0].name) if key.windows else None
    lift = scale.optimum.average_precision - scale.prior.average_precision if scale else 0.0
    if twin.claim is None or not lift > 0:
        return None
    fall = -twin.claim / lift
    degree = _within((fall - _NOISE) / ALL)
    return Use(
        fate=fate,
        degree=degree,
        low=_within((fall - 2 * _NOISE) / ALL),
        high=max(degree, _within(fall / ALL)),
        certainty=Certainty.BEHAVIOUR,
        told=f"Without these rows the claim goes by {twin.claim:+.3f}, on {twin.rows:,} rows.",
    )


def _final_columns(recording: Recording | None) -> frozenset[str] | None:
    """Return the columns that the last model was fitted on; None where they were not told."""
    fits = [
        event
        for event in (recording.events if recording else ())
        if event.what in FITS and event.sort == "model"
    ]
    named = [_columns(argument.columns for argument in event.arguments) for event in fits]
    told = [columns for columns in named if columns]
    return told[-1] if told else None


def _columns(arguments: Iterable[tuple[str, ...]]) -> frozenset[str]:
    return frozenset(name for names in arguments for name in names if name)


def _within(value: float) -> float:
    return min(max(value, 0.0), 1.0)
