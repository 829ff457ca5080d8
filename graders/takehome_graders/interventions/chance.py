"""Whether a claim falls to chance where there is nothing to learn: all labels permuted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from takehome_graders.evidence import Change
from takehome_graders.interventions.reruns import made, unchanged, why_not

if TYPE_CHECKING:
    from takehome_graders.evidence import Evidence, Rerun

_SAME: Final = 1e-9
_DRAWS: Final = 200
_ERRORS: Final = 4.0
"""Standard errors of a score by chance, within which a score is at chance."""
_RETAINED: Final = 0.2
"""Of what a claim stands above chance: so much may stay without saying anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """What is claimed where there is nothing to learn."""

    falls: bool | None
    """Whether the claim falls to chance; None where it is not judged, as for a literal."""
    literal: bool
    """Whether the claim is the same whatever the data are."""
    claim: float | None
    """As it is on the same rows with their own labels."""
    permuted: float | None
    chance: float | None
    """What a model that knows nothing would score."""
    why: str


def chance(evidence: Evidence) -> Chance:
    """Return what became of the claim when all labels were permuted."""
    found = made(evidence, Change.ALL_LABELS)
    if not found:
        return _no_chance(why_not(evidence, Change.ALL_LABELS))
    rerun = found[0]
    before = unchanged(evidence, rerun.rows)
    claim = before[0].claim if before else evidence.claim
    if claim is None or rerun.claim is None or rerun.positives is None:
        return _no_chance("There is no claim that could fall.")
    first = evidence.claim.value if evidence.claim is not None else claim.value
    if abs(rerun.claim.value - claim.value) <= _SAME and abs(claim.value - first) <= _SAME:
        return Chance(
            falls=None,
            literal=True,
            claim=claim.value,
            permuted=rerun.claim.value,
            chance=rerun.positives,
            why="What is claimed stays the same whatever the data are.",
        )
    mean, spread = _by_chance(rerun)
    above = rerun.claim.value - mean
    allowed = max(_ERRORS * spread, _RETAINED * max(claim.value - mean, 0.0))
    return Chance(
        falls=above <= allowed,
        literal=False,
        claim=claim.value,
        permuted=rerun.claim.value,
        chance=mean,
        why="",
    )


def _no_chance(why: str) -> Chance:
    return Chance(falls=None, literal=False, claim=None, permuted=None, chance=None, why=why)


def _by_chance(rerun: Rerun) -> tuple[float, float]:
    """Return what a model that knows nothing scores, and how far that spreads, on a fifth."""
    rows = max(rerun.rows // 5, 2)
    positives = min(max(round((rerun.positives or 0.0) * rows), 1), rows)
    rng, found = np.random.default_rng(rows), np.arange(1, positives + 1)
    # Whoever knows nothing puts the positives anywhere: only their ranks have to be drawn.
    ranks = [np.sort(rng.permutation(rows)[:positives]) + 1 for _ in range(_DRAWS)]
    drawn = [float(np.mean(found / each)) for each in ranks]
    return float(np.mean(drawn)), float(np.std(drawn))
