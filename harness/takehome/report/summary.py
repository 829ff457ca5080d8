"""One summary of a sitting's marks, from which every rendering is made.

Pure and typed. It chooses, orders and words; how that looks is the business of the renderings.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from takehome.report.about import About
from takehome.report.again import Again, again
from takehome.report.choice import Question, choose, questions, weigh
from takehome.report.criteria import Card, CriterionSummary, summarised
from takehome.report.curves import Curves, Pace, curves, paces
from takehome.report.flow import Flow, flow
from takehome.report.headline import headline
from takehome.report.listing import Listing, listings
from takehome.report.missing import missing
from takehome.report.over_time import Drift, Week, drifts, weeks
from takehome.report.realised import Realised, realised_in, word
from takehome.report.trials import Trial, tried
from takehome.report.validated import Validated, validated
from takehome.rubric.anchors import ours
from takehome.rubric.book import Book
from takehome_graders.evidence import Answers, Confinement, Ending, Outcome
from takehome_graders.marks import Finding, Judged
from takehome_graders.statuses import Fate, fates

if TYPE_CHECKING:
    from takehome_datasets.key import Key, PlantKind
    from takehome_graders.evidence import Evidence
    from takehome_graders.marks import Marks

__all__ = [
    "About",
    "Beside",
    "Card",
    "CriterionSummary",
    "Question",
    "Realised",
    "Summary",
    "summarise",
]


_KINDS: Final[tuple[PlantKind, ...]] = ("leak", "decoy", "imbalance", "drift", "mess")


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Everything that a report says."""

    about: About
    ending: Ending
    headline: str
    total: float | None
    low: float | None
    high: float | None
    judged_share: float
    criteria: tuple[CriterionSummary, ...]
    strengths: tuple[Finding, ...]
    weaknesses: tuple[Finding, ...]
    matter_most: tuple[Finding, ...]
    claimed: float | None
    claimed_low: float | None
    claimed_high: float | None
    realised: float | None
    """Right after training."""
    word: Literal["kept", "overclaimed", "underclaimed"] | None
    """What became of the claim, beyond what noise explains; None where nothing could tell."""
    windows: tuple[Realised, ...]
    curves: tuple[Curves, ...]
    weeks: tuple[Week, ...]
    drifts: tuple[Drift, ...]
    fates: tuple[Fate, ...]
    """Of every planted thing, leaks first."""
    leaks_used: tuple[str, ...]
    """Columns."""
    questions: tuple[Question, ...]
    listings: tuple[Listing, ...]
    log: str
    """What it printed."""
    answers: Answers | None
    """What the candidate said in `answers.toml`."""
    memo: str
    """What the candidate wrote for people."""
    people: Book
    """What people said, beside the automatic marks."""
    validated: Validated | None
    """The validation scheme as it really was; None where nothing that was judged was seen."""
    flow: Flow | None
    """The data on their way through the code; None where no call was heard of."""
    again: Again | None
    """What re-runs tell; None where there were none."""
    trials: tuple[Trial, ...]
    """What production, batches and pace asked, and what came of it."""
    reproduced: bool | None
    """Whether a second run gave the same predictions; None where there was none."""
    fitted_here: bool | None
    """Whether the model was fitted in the sitting; None where that is not known."""
    missing: tuple[str, ...]
    """What this report cannot say, and why."""
    gone: tuple[str, ...]
    """What was kept once and cannot be read any more."""
    problems: tuple[str, ...]
    """Of the upload."""
    kit: str
    variant: str
    """The content hash of the variant."""
    submission: str
    """The hash of what was handed in."""
    entry: str
    fit_s: float | None
    paces: tuple[Pace, ...]
    peak_mib: float | None
    """The most memory that the sandbox saw in use; None where it cannot see it."""
    packages: tuple[tuple[str, str], ...]
    confinement: Confinement | None

    @property
    def asked(self) -> tuple[CriterionSummary, ...]:
        """The criteria that this challenge gives occasion for."""
        return tuple(each for each in self.criteria if each.state != "not asked")

    @property
    def not_asked(self) -> tuple[CriterionSummary, ...]:
        """The criteria that it gives none for."""
        return tuple(each for each in self.criteria if each.state == "not asked")

    @property
    def strongest(self) -> tuple[Card, ...]:
        """The strengths to show first, with where they stand."""
        return self._cards(self.strengths)

    @property
    def weakest(self) -> tuple[Card, ...]:
        """The weaknesses to show first, with where they stand."""
        return self._cards(self.weaknesses)

    @property
    def overridden(self) -> bool:
        """Whether a person gave points of their own to any criterion."""
        return any(self.people.overrides(criterion.name) for criterion in self.criteria)

    @property
    def overclaimed(self) -> bool:
        """Whether more was claimed than noise explains."""
        return self.word == "overclaimed"

    @property
    def outcome(self) -> Outcome:
        """How the sitting ended."""
        return self.ending.outcome

    def _cards(self, wanted: tuple[Finding, ...]) -> tuple[Card, ...]:
        cards = [card for criterion in self.criteria for card in criterion.cards]
        return tuple(card for finding in wanted for card in cards if card.finding == finding)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What else is known of a sitting than its marks, its evidence and its key."""

    people: Book | None = None
    """What people said about it."""
    memo: str = ""
    """What the candidate wrote for people."""
    gone: tuple[str, ...] = ()
    """What of all this could not be read any more, a sentence each."""


def summarise(
    marks: Marks,
    evidence: Evidence,
    key: Key,
    about: About,
    beside: Beside | None = None,
) -> Summary:
    """Return the summary of one sitting.

    Args:
        marks: What the graders wrote.
        evidence: What the sitting left behind.
        key: The key of its kit.
        about: Whose it is, and of what.
        beside: What else is known of it.
    """
    beside = beside or Beside()
    told = fates(key, evidence)
    criteria = summarised(marks, evidence, told)
    found = weigh((criterion.share, criterion.findings) for criterion in criteria)
    windows = realised_in(key, marks)
    claim = evidence.claim
    claimed = _finite(claim.value) if claim else None
    realised = next((w.average_precision for w in windows if w.window == "near"), None)
    cards = [card for criterion in criteria for card in criterion.cards]
    rerun = again(key, evidence)
    reproduced = _reproduced(marks, rerun)
    return Summary(
        about=about,
        ending=evidence.ending,
        headline=headline(evidence.ending, claimed, realised, told),
        total=marks.total,
        low=marks.low,
        high=marks.high,
        judged_share=marks.judged_share,
        criteria=criteria,
        strengths=choose(found, "strength"),
        weaknesses=choose(found, "weakness"),
        matter_most=choose(found, "strength", "weakness"),
        claimed=claimed,
        claimed_low=_finite(claim.low) if claim else None,
        claimed_high=_finite(claim.high) if claim else None,
        realised=realised,
        word=word(marks),
        windows=windows,
        curves=curves(key, evidence),
        weeks=weeks(key, evidence),
        drifts=drifts(key),
        fates=tuple(sorted(told.plants, key=lambda fate: _KINDS.index(fate.plant.kind))),
        leaks_used=told.leaks_used,
        questions=questions(found, key.plants, {id(c.finding): c.anchor for c in cards}),
        listings=listings(evidence.sources, [(card.anchor, card.finding) for card in cards]),
        log=evidence.log,
        answers=evidence.answers,
        memo=beside.memo,
        people=beside.people or Book(rubric=ours()),
        validated=validated(key, evidence),
        flow=flow(key, evidence),
        again=rerun,
        trials=tried(key, evidence),
        reproduced=reproduced,
        fitted_here=rerun.fitted_here if rerun else None,
        missing=() if beside.gone else missing(key, evidence, reproduced=reproduced),
        gone=beside.gone,
        problems=evidence.problems,
        kit=key.kit,
        variant=key.content_hash,
        submission=evidence.submission,
        entry=evidence.entry,
        fit_s=evidence.fit_s,
        paces=paces(evidence),
        peak_mib=evidence.peak_mib,
        packages=tuple(sorted(evidence.packages.items())),
        confinement=evidence.confinement,
    )


def _reproduced(marks: Marks, rerun: Again | None) -> bool | None:
    if rerun is not None and rerun.reproduced is not None:
        return rerun.reproduced
    mark = marks.by_criterion.get("reproducibility")
    if not isinstance(mark, Judged) or "reproduced" not in mark.figures:
        return None
    return mark.figures["reproduced"] > 0


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
