"""What plants did to a submission: what it claims, and how it does, on a twin without them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from takehome_datasets.measures import average_precision, measure
from takehome_graders.evidence import Change
from takehome_graders.interventions.reruns import answered, made, unchanged
from takehome_graders.scale import log_loss_ruler, ranking_ruler

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from takehome_datasets.key import Key, Window
    from takehome_graders.evidence import Answer, Evidence, Rerun

_LEAST_GAP: Final = 0.02
"""Of claim over realised, below which there is no gap to close."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinEffect:
    """What some plants did to a submission: without them it claims, and does, something else."""

    plants: tuple[str, ...]
    rows: int
    claim: float | None
    """The claim without them, less the claim with them."""
    skill: Mapping[str, float]
    """By window: skill without them, less skill with them; 0 is the prior's and 1 the optimum's."""
    gap: float | None
    """Claimed less realised, with them."""
    gap_without: float | None

    @property
    def closes(self) -> float | None:
        """The share of the gap that is gone without them; None where there was none to close."""
        if self.gap is None or self.gap_without is None or self.gap < _LEAST_GAP:
            return None
        return 1.0 - abs(self.gap_without) / self.gap


def twin_effects(key: Key, evidence: Evidence) -> Iterator[TwinEffect]:
    """Give what each twin showed, in the order in which they ran."""
    for rerun in made(evidence, Change.TWIN):
        before = unchanged(evidence, rerun.rows)
        if before:
            yield _effect(key, before[0], rerun)


def _effect(key: Key, before: Rerun, twin: Rerun) -> TwinEffect:
    was = before.claim.value if before.claim is not None else None
    then = twin.claim.value if twin.claim is not None else None
    first = key.windows[0]
    realised = [_precision(each.replies, first) for each in (before, twin)]
    gaps = [
        None if claim is None or precision is None else claim - precision
        for claim, precision in zip((was, then), realised, strict=True)
    ]
    return TwinEffect(
        plants=twin.plants,
        rows=twin.rows,
        claim=None if was is None or then is None else then - was,
        skill=_skills(key, before, twin),
        gap=gaps[0],
        gap_without=gaps[1],
    )


def _precision(replies: Sequence[Answer], window: Window) -> float | None:
    answers = answered(replies, window)
    return (
        None
        if answers is None or window.number is not None
        else average_precision(answers, window.probability)
    )


def _skills(key: Key, before: Rerun, twin: Rerun) -> dict[str, float]:
    found = {}
    for window in key.windows:
        was, then = answered(before.replies, window), answered(twin.replies, window)
        skills = [_skill(key, window, each) for each in (was, then) if each is not None]
        if len(skills) == 2 and skills[0] is not None and skills[1] is not None:  # noqa: PLR2004 - with and without
            found[window.name] = skills[1] - skills[0]
    return found


def _skill(key: Key, window: Window, answers: NDArray[np.float64]) -> float | None:
    """Return the skill of a window: half for its probabilities, half for its ranking."""
    scale = key.scales.get(window.name)
    if scale is None:
        return None
    probability, ranking = log_loss_ruler(scale), ranking_ruler(scale)
    if probability is None or ranking is None:
        return None
    measures = measure(answers, window.probability)
    level = (probability.skill(-measures.log_loss), ranking.skill(measures.average_precision))
    return sum(level) / 2
