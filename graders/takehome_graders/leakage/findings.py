"""What there is to say about every planted leak and every false alarm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from takehome_graders.leakage.mentions import first_mention
from takehome_graders.marks import Certainty, Finding
from takehome_graders.naming import Recognition
from takehome_graders.parts import shares_of
from takehome_graders.prices import weight
from takehome_graders.scale import FULL_POINTS
from takehome_graders.statuses import Fate, Fates, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from takehome_graders.evidence import Evidence, Place
    from takehome_graders.leakage.use import Use
    from takehome_graders.listening import Listening
    from takehome_graders.naming import FalseAlarm
    from takehome_graders.parts import Part

NAME: Final = "leakage"

_Claims = Mapping[Status, tuple[Literal["strength", "weakness"], str]]

_OF_COLUMN: Final[_Claims] = {
    Status.USED: ("weakness", "The model listens to {}, a leak that was never named."),
    Status.NAMED_BUT_USED: ("weakness", "Names {} as a leak, and the model listens to it."),
    Status.CAUGHT: ("strength", "Saw that {} leaks, and did not use it."),
    Status.MISSED: ("weakness", "Does not say that {} leaks, though the model does without it."),
}
_OF_ROWS: Final[_Claims] = {
    Status.CAUGHT: ("strength", "Saw what is wrong with some of the rows: {}."),
    Status.MISSED: ("weakness", "Does not say what is wrong with some of the rows: {}."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """How many points of the criterion hang on what."""

    seeing: float
    """All leaks."""
    using: float
    """Likewise."""
    weights: Mapping[str, float]
    """Of each leak, by id; together they are one."""

    @classmethod
    def of(cls, told: Fates, parts: Sequence[Part]) -> Worth:
        """Return what hangs on the leaks of a sitting."""
        shares = shares_of(parts)
        whole = sum(weight(fate.plant) for fate in told.leaks)
        return cls(
            seeing=FULL_POINTS * shares["seen"],
            using=FULL_POINTS * shares.get("unused", 0.0),
            weights={fate.plant.id: weight(fate.plant) / whole for fate in told.leaks},
        )

    @property
    def false_alarm(self) -> float:
        """Points that one false alarm costs."""
        return self.seeing / len(self.weights) / 2


def findings(
    told: Fates, evidence: Evidence, worth: Worth, used: Mapping[str, Use], *, alike: bool
) -> Iterator[Finding]:
    """Yield a finding for every leak that was reached, for every false alarm, and for the rest."""
    for fate in told.leaks:
        found = _leak(fate, evidence, worth, used.get(fate.plant.id))
        if found is not None:
            yield found
    for fate in told.plants:
        # What drifts, and labels that had not matured, other criteria tell.
        if fate.plant.kind == "mess" and fate.status is Status.CAUGHT:
            yield _beside(fate)
    for alarm in told.names.false_alarms:
        yield _false_alarm(alarm, evidence, worth)
    if alike:
        yield Finding(
            criterion=NAME,
            tone="weakness",
            claim="Answers everybody alike, so that it listens to no leak proves nothing.",
            evidence="All predictions of a window are one and the same number.",
            certainty=Certainty.BEHAVIOUR,
            weight=round(worth.using, 2),
            question="What did the model learn?",
        )
    if told.names.unknown:
        yield Finding(
            criterion=NAME,
            tone="note",
            claim="Names as a leak what is no column of the kit.",
            evidence=f"Matched to nothing, for a person to read: {', '.join(told.names.unknown)}.",
            certainty=Certainty.DECLARED,
            weight=0.0,
            question="Which column did you mean?",
        )
    if evidence.answers is None:
        yield Finding(
            criterion=NAME,
            tone="note",
            claim="Hands in no answers.toml, so nothing could count as seen.",
            evidence="Leaks are seen where answers.toml names them by column and kind.",
            certainty=Certainty.DECLARED,
            weight=round(worth.seeing, 2),
            question="Which columns did you distrust, and why?",
        )


def _leak(fate: Fate, evidence: Evidence, worth: Worth, use: Use | None) -> Finding | None:
    claims = _OF_COLUMN if fate.has_column else _OF_ROWS
    if fate.status not in claims:
        return None
    tone, claim = claims[fate.status]
    column = fate.plant.columns[0] if fate.has_column else None
    place = first_mention(evidence.sources, column) if column else None
    return Finding(
        criterion=NAME,
        tone=tone,
        claim=claim.format(column or _mechanism(fate)),
        evidence=" ".join([*_evidence(fate, place), *([use.told] if use and use.told else [])]),
        certainty=use.certainty if use is not None else Certainty.DECLARED,
        weight=round(_weight(fate, worth, use), 2),
        question=fate.plant.question,
        place=place,
        plant=fate.plant.id,
        column=column,
    )


def _beside(fate: Fate) -> Finding:
    return Finding(
        criterion=NAME,
        tone="strength",
        claim=f"Saw what else is wrong with the data: {_mechanism(fate)}.",
        evidence=fate.plant.story,
        certainty=Certainty.DECLARED,
        # No leak, so no points of this criterion hang on it.
        weight=0.0,
        question=fate.plant.question,
        plant=fate.plant.id,
    )


def _mechanism(fate: Fate) -> str:
    return fate.plant.mechanism.replace("-", " ")


def _weight(fate: Fate, worth: Worth, use: Use | None) -> float:
    both = fate.status in (Status.USED, Status.CAUGHT) and use is not None
    return worth.weights[fate.plant.id] * (worth.seeing + (worth.using if both else 0.0))


def _evidence(fate: Fate, place: Place | None) -> Iterator[str]:
    if fate.recognition is Recognition.COLUMN:
        yield "Named for another reason than the one that was planted."
    elif fate.recognition is Recognition.FULL:
        yield "Named in answers.toml with its kind."
    else:
        yield "Not named in answers.toml."
    if fate.listening is None:
        return
    yield _moved(fate.listening)
    if fate.listening.listens and place is not None:
        yield f"First named in {place} (read in code)."
    elif fate.listening.listens:
        yield "No line of code names it: it came in with the rest of the table."


def _moved(heard: Listening) -> str:
    if not heard.listens:
        further = " further than they move by themselves when asked again" if heard.restless else ""
        return f"Filled with values as in the training extract, it moves no prediction{further}."
    return (
        f"Filled with values as in the training extract, it moves {heard.moved:.0%} of the"
        f" predictions, by {heard.probability_change:.3f} and {heard.rank_change:.1%} of the ranks"
        f" on average; {heard.measure} against the truth goes from {heard.precision:.3f} to"
        f" {heard.precision_filled:.3f}."
    )


def _false_alarm(alarm: FalseAlarm, evidence: Evidence, worth: Worth) -> Finding:
    decoy = alarm.plant is not None and alarm.plant.kind == "decoy"
    return Finding(
        criterion=NAME,
        tone="weakness",
        claim=(
            f"Takes {alarm.column} for a leak, which only looks like one."
            if decoy
            else f"Takes {alarm.column} for a leak, which is harmless."
        ),
        evidence=alarm.plant.story if alarm.plant else "Nothing was planted in it.",
        certainty=Certainty.DECLARED,
        weight=round(worth.false_alarm, 2),
        question=(
            alarm.plant.question
            if alarm.plant
            else f"When is {alarm.column} known, and what did dropping it cost?"
        ),
        place=first_mention(evidence.sources, alarm.column),
        plant=alarm.plant.id if alarm.plant else None,
        column=alarm.column,
    )
