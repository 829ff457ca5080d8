"""What there is to say about drift: what was named, what held up, and what the monitor saw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takehome_graders.marks import Certainty, Finding
from takehome_graders.parts import shares_of
from takehome_graders.prices import weight
from takehome_graders.scale import FULL_POINTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from takehome_datasets.key import Key
    from takehome_graders.drift.monitoring import Monitoring
    from takehome_graders.drift.naming import NamedDrifts, SeenDrift
    from takehome_graders.evidence import Evidence
    from takehome_graders.parts import Part

NAME: Final = "drift"
_HELD: Final = 85.0
_FELL: Final = 55.0


def findings(
    key: Key,
    evidence: Evidence,
    told: NamedDrifts,
    parts: Sequence[Part],
    watched: Monitoring | None,
) -> Iterator[Finding]:
    """Yield a finding for every planted drift, for false alarms, resilience and the monitor."""
    shares = shares_of(parts)
    whole = sum(weight(seen.plant) for seen in told.drifts)
    for seen in told.drifts:
        yield _drift(seen, shares["named"] * FULL_POINTS * weight(seen.plant) / whole)
    for words in told.false_alarms:
        yield _note("Says that something drifts where nothing was made to.", words)
    for words in told.unknown:
        yield _note("Names a drift that no column and no planted kind could be matched to.", words)
    if told.drifts and evidence.answers is None:
        yield _note("Hands in no answers.toml, so no drift could count as named.", "nothing")
    for part in parts:
        if part.name == "resilience" and not _FELL <= part.points < _HELD:
            yield _resilience(part, shares["resilience"], key)
    if watched is not None:
        yield _watched(watched, shares["monitor"])


def _drift(seen: SeenDrift, worth: float) -> Finding:
    plant, what = seen.plant, seen.plant.mechanism.replace("-", " ")
    where = plant.columns[0] if plant.columns else plant.table
    if seen.seen:
        claim = f"Saw that {where} drifts, and how: {what}."
    elif seen.credit:
        claim = f"Half saw that {where} drifts: {what}."
    else:
        claim = f"Does not say that {where} drifts: {what}."
    since = f" since {plant.since.isoformat()}" if plant.since else ""
    told = f'It was "{seen.said}".' if seen.said else "Nothing in answers.toml matches."
    return Finding(
        criterion=NAME,
        tone="strength" if seen.seen else "weakness",
        claim=claim,
        evidence=(
            f"{told} Kind {seen.kind:.0%}, place {seen.place:.0%}, date {seen.date:.0%} right;"
            f" what is true is {what} in {', '.join(plant.columns)}{since}."
        ),
        certainty=Certainty.DECLARED,
        weight=round(worth * max(seen.credit, 1 - seen.credit), 2),
        question=plant.question,
        plant=plant.id,
        column=plant.columns[0] if plant.columns else None,
    )


def _note(claim: str, words: str) -> Finding:
    return Finding(
        criterion=NAME,
        tone="note",
        claim=claim,
        evidence=f"For a person to read: {words}.",
        certainty=Certainty.DECLARED,
        weight=0.0,
        question="How did you see it, and since when?",
    )


def _resilience(part: Part, share: float, key: Key) -> Finding:
    held = part.points >= _HELD
    drifts = [plant.id for plant in key.plants if plant.kind == "drift"]
    return Finding(
        criterion=NAME,
        tone="strength" if held else "weakness",
        claim=(
            "Holds up after the drift."
            if held
            else "Does not hold up after the drift, or had nothing to lose."
        ),
        evidence=f"{part.points:.0f} of 100, where 70 is what an honest XGBoost loses and 100 is"
        " nothing lost.",
        certainty=Certainty.OUTCOME,
        weight=round(share * max(part.points, FULL_POINTS - part.points), 2),
        question="What in the model was meant to outlast a change, and what was not?",
        plant=drifts[0] if len(drifts) == 1 else None,
    )


def _watched(watched: Monitoring, share: float) -> Finding:
    good = watched.points >= _FELL
    false = f"{watched.false_alarms} of {watched.quiet} quiet windows had a false alarm"
    if not watched.answered:
        claim, told = "Has no `monitor` that answers.", "No window of the stream was answered"
    elif watched.delay is None:
        claim = "Its monitor never raised an alarm that was due."
        told = false
        if not watched.drifted:
            claim = "Its monitor was quiet, as it should be."
    else:
        claim = (
            "Its monitor raises the alarm in time, and only then."
            if good
            else "Its monitor is late, or cries wolf."
        )
        told = f"The first alarm came {watched.delay} windows after the drift; {false}"
    return Finding(
        criterion=NAME,
        tone="strength" if good else "weakness",
        claim=claim,
        evidence=f"{told}.",
        certainty=Certainty.BEHAVIOUR,
        weight=round(share * max(watched.points, FULL_POINTS - watched.points), 2),
        question="Who gets the alarm, and what do they do with a false one?",
    )
