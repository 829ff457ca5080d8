"""What each re-run changed: claimed and realised as it is, without each leak, with labels permuted.

What the re-runs settle is read by the graders; here it is put in words and in an order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from takehome.report.spots import place_of
from takehome_datasets.measures import average_precision
from takehome_graders.evidence import Change, Outcome, Place
from takehome_graders.interventions.reading import interventions
from takehome_graders.interventions.reruns import answered, unchanged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from takehome_datasets.key import Key
    from takehome_graders.evidence import Answer, Claim, Evidence
    from takehome_graders.interventions.reading import Interventions, Separation

_WORDS: Final[Mapping[Change, str]] = {
    Change.NOTHING: "as it is",
    Change.FEATURES: "features of judged rows changed",
    Change.LABELS: "labels of judged rows changed",
    Change.ALL_LABELS: "all labels permuted",
}
_SHOWN: Final = (Change.TWIN, Change.ALL_LABELS)
"""What is drawn beside the submission as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """One run of the submission, as it is or on changed data."""

    words: str
    """What was changed."""
    plants: tuple[str, ...]
    rows: int | None
    """Of the training table; None where it was the whole of it and nobody counted."""
    claimed: float | None
    realised: float | None
    """Average precision right after training, against true probabilities."""
    ended: str
    """What became of it where it did not come to its end, else empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """One question that re-runs answer."""

    asked: str
    answer: Literal["yes", "no", "not judged"]
    told: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotMade:
    """A re-run that was not made, and why."""

    words: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """All that re-runs tell of one submission."""

    runs: tuple[Ran, ...]
    """As it is first, then without plants, then with permuted labels."""
    settled: tuple[Settled, ...]
    not_made: tuple[NotMade, ...]
    reproduced: bool | None
    fitted_here: bool | None


def again(key: Key, evidence: Evidence) -> Again | None:
    """Return what the re-runs tell, or None where there were none."""
    if not evidence.reruns and not evidence.not_rerun:
        return None
    found = interventions(key, evidence)
    return Again(
        runs=tuple(_runs(key, evidence)),
        settled=tuple(_settled(found)),
        not_made=tuple(
            NotMade(words=_named(key, each.change, each.plants), reason=each.reason)
            for each in evidence.not_rerun
        ),
        reproduced=found.reproduced.same,
        fitted_here=found.fitted.here,
    )


def _runs(key: Key, evidence: Evidence) -> Iterator[Ran]:
    drawn = [each for each in evidence.reruns if each.change in _SHOWN]
    held = [found for rows in {each.rows for each in drawn} for found in unchanged(evidence, rows)]
    if held:
        base = held[0]
        yield _ran(key, _WORDS[Change.NOTHING], (), base.rows, (base.claim, base.replies))
    else:
        yield _ran(key, _WORDS[Change.NOTHING], (), None, (evidence.claim, evidence.replies))
    for each in sorted(drawn, key=lambda one: (_SHOWN.index(one.change), len(one.plants))):
        words = _named(key, each.change, each.plants)
        done = each.ending.outcome is Outcome.COMPLETED
        ended = "" if done else f"{each.ending.outcome}: {each.ending.message}"
        yield _ran(key, words, each.plants, each.rows, (each.claim, each.replies), ended)


def _ran(
    key: Key,
    words: str,
    plants: tuple[str, ...],
    rows: int | None,
    left: tuple[Claim | None, Sequence[Answer]],
    ended: str = "",
) -> Ran:
    claim, replies = left
    first = key.windows[0] if key.windows else None
    answers = answered(replies, first) if first is not None else None
    realised = None
    if answers is not None and first is not None:
        realised = round(average_precision(answers, first.probability), 6)
    return Ran(
        words=words,
        plants=plants,
        rows=rows,
        claimed=round(claim.value, 6) if claim is not None else None,
        realised=realised,
        ended=ended,
    )


def _named(key: Key, change: Change, plants: tuple[str, ...]) -> str:
    if change is not Change.TWIN:
        return _WORDS[change]
    if not plants:
        return "without what was planted"
    if len(plants) > 1:
        return "without any leak"
    known = {plant.id: plant for plant in key.plants}
    names = [
        ", ".join(known[each].columns) or known[each].mechanism.replace("-", " ")
        if each in known
        else each
        for each in plants
    ]
    return f"without {', '.join(names)}"


def _settled(found: Interventions) -> Iterator[Settled]:
    yield _one(
        "Does it come to the same again?",
        _reproduced(found),
        holds=found.reproduced.same,
    )
    yield _one("Was it fitted here?", _fitted(found), holds=found.fitted.here)
    yield _separated("Are features of judged rows kept apart from what is learned?", found.features)
    yield _separated("Are labels of judged rows kept apart from what is learned?", found.labels)
    chance = found.chance
    told = chance.why
    if chance.permuted is not None and chance.claim is not None and chance.chance is not None:
        told = (
            f"With its own labels it claims {chance.claim:.3f}, with permuted ones"
            f" {chance.permuted:.3f}; knowing nothing scores {chance.chance:.3f}. {told}".rstrip()
        )
    yield _one(
        "Does the claim fall to chance where there is nothing to learn?",
        told,
        holds=chance.falls,
    )


def _reproduced(found: Interventions) -> str:
    one = found.reproduced
    moved = [
        f"{what} moved by {value:.2g}"
        for what, value in (
            ("the claim", one.claim_moved),
            ("predictions", one.predictions_moved),
        )
        if value is not None
    ]
    if one.why or not moved:
        return one.why
    return f"On {one.rows:,} rows {' and '.join(moved)} at most."


def _fitted(found: Interventions) -> str:
    if found.fitted.why:
        return found.fitted.why
    return f"With other labels its predictions move by {found.fitted.moved:.2g} at most."


def _separated(asked: str, found: Separation) -> Settled:
    told = found.why
    if found.separated is not None:
        told = f"{found.matrices:,} training matrices were compared."
    if found.moved:
        names = dict.fromkeys(f"{each.type} ({each.role})" for each in found.moved)
        told += f" With judged rows changed, others moved as well: {', '.join(names)}."
    if found.chosen:
        told += " Labels of judged rows decide which rows take part."
    places = tuple(dict.fromkeys(place_of(each.spot) for each in found.moved))
    return _one(asked, told, holds=found.separated, places=places)


def _one(asked: str, told: str, *, holds: bool | None, places: tuple[Place, ...] = ()) -> Settled:
    answer: Literal["yes", "no", "not judged"] = "not judged"
    if holds is not None:
        answer = "yes" if holds else "no"
    return Settled(
        asked=asked,
        answer=answer,
        told=told,
        places=places,
    )
