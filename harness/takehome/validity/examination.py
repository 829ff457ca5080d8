"""The examination: what has to sit, and what is made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from takehome.validity.draft import Draft
from takehome.validity.effects import on_the_claim, on_the_model
from takehome.validity.judging import Seat, Verdict, alarms, gains, judge, seat_of
from takehome.validity.operators import NotFor
from takehome.validity.rewrites import rewrites
from takehome.validity.sittings import Sittings
from takehome_datasets.variant import Variant
from takehome_graders.evidence import Evidence
from takehome_graders.grading import mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

    from takehome.validity.corpus import Corpus
    from takehome.validity.operators import Operator


@dataclass(frozen=True, slots=True, kw_only=True)
class Sat:
    """One sitting, marked."""

    seat: Seat
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Where submissions sit one variant and are marked."""

    sittings: Sittings
    variant: Variant
    weights: Mapping[str, float]

    def sat(self, name: str, style: str, files: Mapping[str, bytes]) -> Sat:
        """Let files sit and mark what they left behind.

        Raises:
            SubmissionUnusable: They cannot be read.
            SandboxMissing: The sandbox cannot be used on this machine.
        """
        evidence = self.sittings.of(files, self.variant)
        marks = mark(self.variant.key, evidence, self.weights)
        seat = seat_of(name, style, str(evidence.ending.outcome), marks)
        return Sat(seat=seat, evidence=evidence)

    def sat_draft(self, name: str, draft: Draft) -> Sat:
        """Let a draft sit.

        Raises:
            SandboxMissing: The sandbox cannot be used on this machine.
        """
        return self.sat(name, draft.style, draft.files(self.variant.key))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two drafts that differ in one thing."""

    name: str
    """Of what they differ in."""
    style: str
    before: Draft
    after: Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A harmless rewrite that was held to be worse, and why."""

    how: str
    style: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What a game won, by criterion; nothing where it failed."""

    game: str
    style: str
    won: Mapping[str, float]


def mutants(corpus: Corpus, draft: Draft) -> Iterator[Pair | NotFor]:
    """Yield the draft beside each of its mutants, or why it has none."""
    return _pairs(corpus, corpus.operators, draft)


def games(corpus: Corpus, draft: Draft) -> Iterator[Pair | NotFor]:
    """Yield each game's submission without it beside the one with it."""
    return _pairs(corpus, corpus.games, draft)


def rewritten(draft: Draft, count: int, rng: np.random.Generator) -> Iterator[Pair]:
    """Yield the draft beside so many harmless rewrites of it."""
    for one in rewrites(draft, count, rng):
        yield Pair(name=one.how, style=draft.style, before=draft, after=one.draft)


def verdict_on(operator: Operator, room: Room, pair: Pair) -> Verdict:
    """Let a mutant sit, and judge what its fault cost.

    Raises:
        SandboxMissing: The sandbox cannot be used on this machine.
    """
    before, after = _both(room, pair)
    key = room.variant.key
    model = on_the_model(key, before.evidence, after.evidence)
    claim = on_the_claim(key, before.evidence, after.evidence)
    return judge(operator, before.seat, after.seat, model, claim)


def alarm_of(room: Room, pair: Pair) -> Alarm:
    """Let a harmless rewrite sit, and say what is held against it.

    Raises:
        SandboxMissing: The sandbox cannot be used on this machine.
    """
    before, after = _both(room, pair)
    return Alarm(how=pair.name, style=pair.style, said=alarms(before.seat, after.seat))


def gain_of(room: Room, pair: Pair) -> Gain:
    """Let a game sit beside the same submission without it, and say what it won.

    Raises:
        SandboxMissing: The sandbox cannot be used on this machine.
    """
    before, after = _both(room, pair)
    return Gain(game=pair.name, style=pair.style, won=gains(before.seat, after.seat))


def _both(room: Room, pair: Pair) -> tuple[Sat, Sat]:
    before = room.sat_draft(pair.style, pair.before)
    return before, room.sat_draft(f"{pair.style}, {pair.name}", pair.after)


def _pairs(
    corpus: Corpus, operators: tuple[Operator, ...], draft: Draft
) -> Iterator[Pair | NotFor]:
    for operator in operators:
        before = corpus.upon(operator, draft)
        after = before if isinstance(before, NotFor) else operator.mutant(before)
        if isinstance(before, NotFor) or isinstance(after, NotFor):
            yield (
                after
                if isinstance(after, NotFor)
                else NotFor(
                    operator=operator.name, style=draft.style, reason="It has no such fault."
                )
            )
        else:
            yield Pair(name=operator.name, style=draft.style, before=before, after=after)
