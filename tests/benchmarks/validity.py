"""Do marks mean what they say? Submissions whose faults are known sit, and their marks are judged.

Careful submissions in six styles sit beside mutants with one fault each, beside harmless rewrites,
and beside games; references sit many variants. `--sample` is a part of all that, which the page
states; `--quick` a small one. Sittings are kept in the user's cache, so that a change of graders is
proven again by marking alone; `--stored` marks what is there and lets nothing sit. `--write` puts
the tables into docs/validity.md.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

# Before numpy is there: two sittings of one thread each.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from contract import Bar, run

from takehome import rerunning
from takehome.challenge import Challenge, read
from takehome.reference import rendered
from takehome.sandbox.choose import choose
from takehome.sandbox.environment import cache_folder
from takehome.sitting import Paper, paper_of, sit
from takehome.validity import pages
from takehome.validity.corpus import Corpus, read_corpus
from takehome.validity.examination import (
    Alarm,
    Gain,
    Pair,
    Room,
    Sat,
    alarm_of,
    gain_of,
    games,
    mutants,
    rewritten,
    verdict_on,
)
from takehome.validity.operators import NotFor
from takehome.validity.pages import Findings
from takehome.validity.reading import read_in_code
from takehome.validity.sittings import Sittings
from takehome.validity.spread import deviation, ladder
from takehome_datasets.errors import TakehomeError
from takehome_datasets.variant import Variant, make_variant
from takehome_graders.evidence import Outcome
from takehome_graders.grading import CRITERIA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from takehome.submission import Submission
    from takehome.validity.draft import Draft
    from takehome.validity.judging import Verdict
    from takehome_graders.evidence import Evidence

REPOSITORY: Final = Path(__file__).parents[2]
PAGE: Final = REPOSITORY / "docs" / "validity.md"
ORDER: Final = ("careful", "competent", "naive", "leaky")
BESIDE: Final = ("overfit", "broken")
KILLED: Final = 0.95
FALSE: Final = 0.01
LADDER: Final = 3.0
TOTAL_SD: Final = 2.0
RETEST: Final = 0.5
NOTHING_SAT: Final = 1e9
"""Where a bar is an upper one: what has not sat holds none."""

One = TypeVar("One")
Many = TypeVar("Many")


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much sits."""

    name: str
    rows: int | None
    """Of the training table; None for the challenge's own."""
    window_rows: int | None
    styles: tuple[str, ...]
    """Empty for all of them."""
    every: int
    """Of the operators and games, each so many-th."""
    rewrites: int
    """Of each style."""
    variants: int
    """For the ladder and for equating."""
    reruns: bool = False
    """Whether each sitting is run again on changed data."""
    minutes: float | None = None
    """After which nothing sits any more; what was not sat is counted."""


FULL = Effort(
    name="full",
    rows=None,
    window_rows=None,
    styles=(),
    every=1,
    rewrites=34,
    variants=20,
    reruns=True,
)
SAMPLE = Effort(
    name="sample",
    rows=8000,
    window_rows=3000,
    styles=("exploring", "native"),
    every=1,
    rewrites=10,
    variants=2,
    minutes=float(os.environ.get("TAKEHOME_VALIDITY_MINUTES", "40")),
)
QUICK = Effort(
    name="quick",
    rows=6000,
    window_rows=2000,
    styles=("arrays",),
    every=12,
    rewrites=2,
    variants=2,
    minutes=4,
)


class NotSat(TakehomeError):
    """Time is up, or nothing shall sit: what was not kept is not there."""


@dataclass(slots=True, kw_only=True)
class Bench:
    """Everything that sits, and what is made of it."""

    effort: Effort
    challenge: Challenge
    corpus: Corpus
    stored: bool
    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    share: float = 1.0
    """Of the time, after which what is being done now is broken off."""
    sat: int = 0
    missed: int = 0

    def room(self, number: int) -> Room:
        """Return the room of one variant."""
        weights = {name: self.challenge.file.weights.get(name, 0.0) for name in CRITERIA}
        variant = self._variant(number)
        kept = cache_folder() / "validity" / "sittings"
        reruns = self.challenge.file.limits.rerun if self.effort.reruns else 0
        terms = f"{self.challenge.terms!r}, re-runs {reruns}"
        return Room(
            sittings=Sittings(folder=kept, sit=self._sit, terms=terms),
            variant=variant,
            weights=weights,
        )

    def _variant(self, number: int) -> Variant:
        recipe = self.challenge.recipe
        rows, window_rows = self.effort.rows, self.effort.window_rows
        recipe = replace(
            recipe,
            rows=rows or recipe.rows,
            window_rows=window_rows or recipe.window_rows,
        )
        return make_variant(recipe, seed=b"validity %d" % number)

    def _sit(self, submission: Submission, variant: Variant) -> Evidence:
        minutes = (datetime.now(UTC) - self.began).total_seconds() / 60
        granted = self.effort.minutes
        if self.stored or (granted is not None and minutes > granted * self.share):
            raise NotSat("It has not sat.")
        self.sat += 1
        note(f"{minutes:6.1f} min: sitting {self.sat}")
        sandbox, terms, paper = choose("bubblewrap"), self.challenge.terms, paper_of(variant)

        def sits(paper: Paper) -> Evidence:
            return sit(submission, paper, terms, sandbox, note=lambda _: None)

        evidence = sits(paper)
        if not self.effort.reruns or evidence.ending.outcome is not Outcome.COMPLETED:
            return evidence
        room = rerunning.Room(budget=self.challenge.file.limits.rerun)
        return rerunning.rerun(variant, paper, evidence, sits, room=room, note=lambda _: None)

    def each(
        self, do: Callable[[Many], One], things: Iterable[Many], *, until: float = 1.0
    ) -> list[One]:
        """Do something with each thing, two at a time; what was not sat is counted and left out.

        Args:
            do: What is done with it.
            things: What there is.
            until: The share of the time by which this is broken off.
        """
        self.share = until

        def one(thing: Many) -> One | None:
            try:
                return do(thing)
            except NotSat:
                self.missed += 1
                return None

        with ThreadPoolExecutor(2) as pool:
            return [found for found in pool.map(one, things) if found is not None]


def note(text: str) -> None:
    """Say what is going on, on stderr."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - progress, beside the result


def measure(quick: bool) -> Sequence[Bar]:  # noqa: FBT001 - the contract's signature
    """Let everything sit that is not kept, mark it all, and return the bars."""
    effort = QUICK if quick else SAMPLE if FLAGS["--sample"] else FULL
    bench = Bench(
        effort=effort,
        challenge=read(REPOSITORY / "challenges" / "card-fraud"),
        corpus=read_corpus(REPOSITORY / "tests" / "corpus" / "careful"),
        stored=FLAGS["--stored"],
    )
    findings = examined(bench)
    if FLAGS["--write"]:
        before = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(pages.written(before, findings), encoding="utf-8")
    note(pages.told(findings))
    return [*bars(findings)]


def examined(bench: Bench) -> Findings:
    """Return everything that was found."""
    first = bench.room(0)
    styles = bench.effort.styles or tuple(draft.style for draft in bench.corpus.drafts)
    drafts = [bench.corpus.draft(style) for style in styles]
    originals = bench.each(lambda draft: first.sat_draft(draft.style, draft), drafts)
    operators = {operator.name: operator for operator in bench.corpus.operators}
    pairs = [pair for draft in drafts for pair in mutants(bench.corpus, draft)]
    played = [pair for draft in drafts for pair in games(bench.corpus, draft)]
    written = [pair for draft in drafts for pair in harmless(draft, bench.effort.rewrites)]
    rooms = [first, *(bench.room(number) for number in range(1, bench.effort.variants))]
    verdicts: list[Verdict] = bench.each(
        lambda pair: verdict_on(operators[pair.name], first, pair), some(pairs, bench), until=0.55
    )
    references = {
        name: bench.each(lambda room, name=name: reference(room, bench, name), rooms, until=0.75)  # type: ignore[misc]
        for name in (*ORDER, *BESIDE)
    }
    won: list[Gain] = bench.each(lambda pair: gain_of(first, pair), some(played, bench), until=0.9)
    raised: list[Alarm] = bench.each(lambda pair: alarm_of(first, pair), mixed(written))
    same = bench.each(lambda room: room.sat_draft(drafts[0].style, drafts[0]), rooms)
    again = replace(
        first, sittings=replace(first.sittings, terms=f"{first.sittings.terms}, a second time")
    )
    retests = bench.each(lambda draft: retest(first, again, draft), drafts)
    names = first.variant.key
    read_alike = [
        read_in_code(pair.after, names) <= read_in_code(pair.before, names)
        for draft in bench.corpus.drafts
        for pair in harmless(draft, FULL.rewrites)
    ]
    return Findings(
        effort=bench.effort.name,
        rows=first.variant.key.training.moment.size if first.variant.key.training else 0,
        styles=tuple(draft.style for draft in drafts),
        originals=tuple(sat.seat for sat in originals),
        verdicts=tuple(verdicts),
        not_for=tuple(pair for pair in pairs if isinstance(pair, NotFor)),
        read_alike=tuple(read_alike),
        alarms=tuple(raised),
        gains=tuple(won),
        references={
            name: {sat.seat.kit: sat.seat for sat in sats} for name, sats in references.items()
        },
        order=ORDER,
        steps=ladder(
            {n: {s.seat.kit: s.seat.total or 0.0 for s in sats} for n, sats in references.items()},
            ORDER,
        ),
        same_work=tuple(sat.seat for sat in same),
        retests=tuple(retests),
        missed=bench.missed,
    )


def some(pairs: Sequence[Pair | NotFor], bench: Bench) -> list[Pair]:
    """Return each so many-th of the pairs, in an order that favours none of them."""
    return mixed([pair for pair in pairs if isinstance(pair, Pair)])[:: bench.effort.every]


def mixed(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs style by style, those of each in an order of chance, the same every time.

    Where time is short, one style is whole before another begins, and of the last there is a fair
    sample.
    """
    order = np.random.default_rng(5).permutation(len(pairs))
    styles = [*dict.fromkeys(pair.style for pair in pairs)]
    return sorted((pairs[n] for n in order), key=lambda pair: styles.index(pair.style))


def harmless(draft: Draft, count: int) -> Iterable[Pair]:
    """Return the rewrites of a draft, the same in every run."""
    return rewritten(draft, count, np.random.default_rng([7, *draft.style.encode()]))


def reference(room: Room, bench: Bench, name: str) -> Sat:
    """Let a reference sit."""
    return room.sat(name, name, rendered(bench.challenge, name, room.variant.key))


def retest(room: Room, again: Room, draft: Draft) -> float:
    """Return by how many points of the total a second sitting of the same draft differs."""
    one, two = (each.sat_draft(draft.style, draft).seat.total or 0.0 for each in (room, again))
    return abs(one - two)


def bars(found: Findings) -> Iterable[Bar]:
    """Yield the bars of the issue of validity, each with its n."""
    asked = [v for v in found.verdicts if v.fate != "not asked"]
    killed = sum(verdict.fate == "killed" for verdict in asked)
    yield Bar(
        name="kill rate of mutants",
        value=killed / len(asked) if asked else 0.0,
        bar=KILLED,
        unit="",
        n=len(asked),
        at_least=True,
    )
    stray = sum(bool(verdict.strays) for verdict in asked)
    yield Bar(
        name="mutants that moved what they may not", value=stray, bar=0, unit="", n=len(asked)
    )
    false = sum(bool(alarm.said) for alarm in found.alarms)
    yield Bar(
        name="false alarms on harmless rewrites",
        value=false / len(found.alarms) if found.alarms else NOTHING_SAT,
        bar=FALSE,
        unit="",
        n=len(found.alarms),
    )
    yield Bar(
        name="false alarms of who reads code, on rewrites",
        value=1 - sum(found.read_alike) / len(found.read_alike),
        bar=FALSE,
        unit="",
        n=len(found.read_alike),
    )
    faults = sum(bool(seat.faults) for seat in found.originals)
    yield Bar(name="graders broken", value=faults, bar=0, unit="", n=len(found.originals))
    for step in found.steps:
        yield Bar(
            name=f"{step.above} above {step.below}",
            value=step.standard_errors,
            bar=LADDER,
            unit="se",
            n=step.n,
            at_least=True,
        )
    totals = [seat.total for seat in found.same_work if seat.total is not None]
    yield Bar(
        name="same work over variants, sd of total",
        value=deviation(totals) if len(totals) > 1 else NOTHING_SAT,
        bar=TOTAL_SD,
        unit="points",
        n=len(totals),
    )
    yield Bar(
        name="same work on the same variant again",
        value=max(found.retests, default=NOTHING_SAT),
        bar=RETEST,
        unit="points",
        n=len(found.retests),
    )
    gained = sum(bool(gain.won) for gain in found.gains)
    yield Bar(
        name="games that won",
        value=gained if found.gains else NOTHING_SAT,
        bar=0,
        unit="",
        n=len(found.gains),
    )


FLAGS: Final = {flag: flag in sys.argv for flag in ("--sample", "--stored", "--write")}

if __name__ == "__main__":
    sys.argv = [argument for argument in sys.argv if argument not in FLAGS]
    run(measure, __doc__)
