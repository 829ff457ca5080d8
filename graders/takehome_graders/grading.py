"""The criteria by name, and the one place where they are run.

A grader that crashes, or marks what no mark can be, is our fault: it is written down with its
traceback and costs nobody a point. The same where the infrastructure failed: nothing is judged.
"""

from __future__ import annotations

import math
import traceback
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol

from takehome_datasets.errors import ChallengeError, TakehomeError, did_you_mean
from takehome_graders import economy, experiments, reproducibility, verdict
from takehome_graders.drift import criterion as drift
from takehome_graders.evidence import Evidence, Outcome
from takehome_graders.heldout import criterion as heldout
from takehome_graders.imbalance import criterion as imbalance
from takehome_graders.leakage import criterion as leakage
from takehome_graders.marks import Fault, Judged, Mark, Marks, NotAsked, NotJudged
from takehome_graders.production import criterion as production
from takehome_graders.scale import FULL_POINTS
from takehome_graders.validation import criterion as validation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from takehome_datasets.key import Key


class Grader(Protocol):
    """A pure function from key and evidence to one criterion's marks."""

    def __call__(self, key: Key, evidence: Evidence) -> Judged | NotJudged | NotAsked:
        """Return the marks; the same for the same input, whatever is missing from the evidence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One thing that is marked."""

    name: str
    """As a challenge's weights call it."""
    title: str
    """As a report calls it."""
    grade: Grader


class KeyOfAnotherKit(TakehomeError):
    """Evidence was to be marked with the key of another kit."""


class UnsoundMark(TakehomeError):
    """A grader returned points that no mark can have."""


CRITERIA: Final[Mapping[str, Criterion]] = MappingProxyType(
    {
        criterion.name: criterion
        for criterion in (
            Criterion(name="heldout", title="Held-out performance", grade=heldout.grade),
            Criterion(name="validation", title="Validation strategy", grade=validation.grade),
            Criterion(name="leakage", title="Leakage", grade=leakage.grade),
            Criterion(name="imbalance", title="Imbalance and decisions", grade=imbalance.grade),
            Criterion(name="drift", title="Drift", grade=drift.grade),
            Criterion(name="production", title="Production", grade=production.grade),
            Criterion(name="reproducibility", title="Reproducibility", grade=reproducibility.grade),
            Criterion(name="economy", title="Economy", grade=economy.grade),
            Criterion(name="verdict", title="Verdict on the data", grade=verdict.grade),
            Criterion(name="experiments", title="Experiments", grade=experiments.grade),
        )
    }
)


def mark(
    key: Key,
    evidence: Evidence,
    weights: Mapping[str, float],
    criteria: Mapping[str, Criterion] = CRITERIA,
) -> Marks:
    """Return the marks of one sitting under these weights.

    Args:
        key: The key of the kit that was sat.
        evidence: What the sitting left behind.
        weights: Of the criteria that the challenge asks for; they need not add up to anything.
        criteria: The graders, where they are not our own.

    Raises:
        KeyOfAnotherKit: Key and evidence belong to different kits.
        ChallengeError: The weights name a criterion that nobody knows.
    """
    if evidence.kit != key.kit:
        raise KeyOfAnotherKit(
            f"The evidence is of kit {evidence.kit}, the key of kit {key.kit}."
            " Take the key that the vault holds for that kit."
        )
    for name in weights:
        if name not in criteria:
            raise ChallengeError(
                f'There is no criterion "{name}".{did_you_mean(name, criteria)}'
                f" Known are: {', '.join(criteria)}."
            )
    marks = {name: _mark_one(criteria[name], key, evidence) for name in weights}
    return _add_up(key, evidence, weights, marks)


def check_sound(judged: Judged) -> None:
    """Refuse points that no mark can have.

    Raises:
        UnsoundMark: A number is not finite, or points and interval are out of order or range.
    """
    numbers = (judged.points, judged.low, judged.high, *judged.figures.values())
    numbers += tuple(finding.weight for finding in judged.findings)
    if not all(math.isfinite(number) for number in numbers):
        raise UnsoundMark(f"A mark has to be of finite numbers; these are {numbers}.")
    if not 0 <= judged.low <= judged.points <= judged.high <= FULL_POINTS:
        raise UnsoundMark(
            "Points have to lie within their interval, and that within 0 and 100; these are"
            f" {judged.points} ({judged.low} to {judged.high})."
        )


def _mark_one(criterion: Criterion, key: Key, evidence: Evidence) -> Mark:
    ending = evidence.ending
    if ending.outcome is Outcome.INFRASTRUCTURE:
        return NotJudged(reason=f"Our infrastructure failed, not the submission. {ending.message}")
    answered = evidence.replies if key.windows else evidence.alarms or evidence.shipping
    if ending.outcome is not Outcome.COMPLETED and not answered:
        return NotJudged(reason=f"The sitting ended before there was an answer. {ending.message}")
    try:
        found = criterion.grade(key, evidence)
        if isinstance(found, Judged):
            check_sound(found)
    except Exception:  # noqa: BLE001 - the border where a grader's crash becomes a fault of ours
        return Fault(traceback=traceback.format_exc())
    if isinstance(found, NotJudged) and ending.outcome is not Outcome.COMPLETED:
        return replace(found, reason=f"{found.reason} {ending.message}")
    return found


def _add_up(
    key: Key, evidence: Evidence, weights: Mapping[str, float], marks: Mapping[str, Mark]
) -> Marks:
    judged = {name: m for name, m in marks.items() if isinstance(m, Judged) and weights[name] > 0}
    stands_on = sum(weights[name] for name in judged)
    all_of_it = sum(weights[name] for name, m in marks.items() if not isinstance(m, NotAsked))
    total = low = high = None
    if judged:
        shares = {name: weights[name] / stands_on for name in judged}
        total = sum(shares[name] * m.points for name, m in judged.items())
        # Noise of different criteria is taken to be independent, so it adds up in squares.
        below = math.hypot(*(shares[name] * (m.points - m.low) for name, m in judged.items()))
        above = math.hypot(*(shares[name] * (m.high - m.points) for name, m in judged.items()))
        low, high = round(max(0.0, total - below), 2), round(min(FULL_POINTS, total + above), 2)
        total = round(total, 2)
    return Marks(
        kit=key.kit,
        submission=evidence.submission,
        weights=dict(weights),
        by_criterion=marks,
        total=total,
        low=low,
        high=high,
        judged_share=round(stands_on / all_of_it, 6) if all_of_it else 0.0,
    )
