"""One summary of a sitting's marks, from which every rendering is made.

Pure and typed. It chooses, orders and words; how that looks is the business of the renderings.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, assert_never

from takehome.report.about import About
from takehome.report.choice import Question, choose, questions, rank, weigh
from takehome.report.headline import headline
from takehome.report.over_time import Drift, Week, drifts, weeks
from takehome_datasets.key import Key, PlantKind, Scale
from takehome_graders.evidence import Confinement, Ending, Outcome
from takehome_graders.grading import CRITERIA
from takehome_graders.heldout_findings import WORDS
from takehome_graders.marks import Fault, Finding, Judged, Mark, NotJudged
from takehome_graders.statuses import Fate, fates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takehome_graders.evidence import Evidence
    from takehome_graders.marks import Marks

__all__ = ["About", "CriterionSummary", "Question", "Realised", "Summary", "summarise"]


_KINDS: Final[tuple[PlantKind, ...]] = ("leak", "decoy", "imbalance", "drift", "mess")


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionSummary:
    """One criterion as a report shows it."""

    name: str
    title: str
    share: float
    """Of all the weights."""
    mark: Mark
    findings: tuple[Finding, ...]
    """The weightiest first."""

    @property
    def points(self) -> float | None:
        """Points out of 100, or None where it is not judged."""
        return self.mark.points if isinstance(self.mark, Judged) else None

    @property
    def state(self) -> Literal["judged", "not judged", "fault"]:
        """Whether it is judged; a fault is ours."""
        match self.mark:
            case Judged():
                return "judged"
            case NotJudged():
                return "not judged"
            case Fault():
                return "fault"
            case _:
                assert_never(self.mark)


@dataclass(frozen=True, slots=True, kw_only=True)
class Realised:
    """What was realised in one window, beside its fixed points."""

    window: str
    words: str
    """When that is, such as `right after training`."""
    average_precision: float
    low: float
    high: float
    points: float
    scale: Scale


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
    weeks: tuple[Week, ...]
    drifts: tuple[Drift, ...]
    fates: tuple[Fate, ...]
    """Of every planted thing, leaks first."""
    leaks_used: tuple[str, ...]
    """Columns."""
    questions: tuple[Question, ...]
    problems: tuple[str, ...]
    """Of the upload."""
    kit: str
    variant: str
    """The content hash of the variant."""
    submission: str
    """The hash of what was handed in."""
    entry: str
    fit_s: float | None
    probes_s: tuple[tuple[str, float], ...]
    packages: tuple[tuple[str, str], ...]
    confinement: Confinement | None

    @property
    def overclaimed(self) -> bool:
        """Whether more was claimed than noise explains."""
        return self.word == "overclaimed"

    @property
    def outcome(self) -> Outcome:
        """How the sitting ended."""
        return self.ending.outcome


def summarise(marks: Marks, evidence: Evidence, key: Key, about: About) -> Summary:
    """Return the summary of one sitting."""
    criteria = tuple(_criterion(name, mark, marks) for name, mark in marks.by_criterion.items())
    found = weigh((criterion.share, criterion.findings) for criterion in criteria)
    windows = tuple(_realised(key, marks))
    told = fates(key, evidence)
    claim = evidence.claim
    claimed = _finite(claim.value) if claim else None
    realised = next((w.average_precision for w in windows if w.window == "near"), None)
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
        word=_word(marks),
        windows=windows,
        weeks=weeks(key, evidence),
        drifts=drifts(key),
        fates=tuple(sorted(told.plants, key=lambda fate: _KINDS.index(fate.plant.kind))),
        leaks_used=told.leaks_used,
        questions=questions(found),
        problems=evidence.problems,
        kit=key.kit,
        variant=key.content_hash,
        submission=evidence.submission,
        entry=evidence.entry,
        fit_s=evidence.fit_s,
        probes_s=tuple((reply.probe, reply.seconds) for reply in evidence.replies),
        packages=tuple(sorted(evidence.packages.items())),
        confinement=evidence.confinement,
    )


def _criterion(name: str, mark: Mark, marks: Marks) -> CriterionSummary:
    whole = sum(marks.weights.values())
    findings = () if isinstance(mark, Fault) else mark.findings
    return CriterionSummary(
        name=name,
        title=CRITERIA[name].title if name in CRITERIA else name,
        share=marks.weights[name] / whole if whole else 0.0,
        mark=mark,
        findings=tuple(sorted(findings, key=rank)),
    )


def _realised(key: Key, marks: Marks) -> Iterator[Realised]:
    mark = marks.by_criterion.get("heldout")
    if not isinstance(mark, Judged):
        return
    for window in key.windows:
        name = f"{window.name}.average_precision"
        if name in mark.figures:
            yield Realised(
                window=window.name,
                words=WORDS.get(window.name, window.name),
                average_precision=mark.figures[name],
                low=mark.figures[f"{name}.low"],
                high=mark.figures[f"{name}.high"],
                points=mark.figures[f"{window.name}.points"],
                scale=key.scales[window.name],
            )


def _word(marks: Marks) -> Literal["kept", "overclaimed", "underclaimed"] | None:
    mark = marks.by_criterion.get("validation")
    if not isinstance(mark, Judged) or "gap" not in mark.figures:
        return None
    gap, tolerance = mark.figures["gap"], mark.figures["tolerance"]
    if abs(gap) <= tolerance:
        return "kept"
    return "overclaimed" if gap > 0 else "underclaimed"


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
