"""Leaks that a pipeline makes itself, weighed by the harm that an intervention measured.

Where all labels are permuted there is nothing to learn, and an honest claim falls to chance. What
stays above it was learnt from the labels of the rows that the claim is made on. Where other
interventions show that nothing of those rows ever reached a training matrix, the claim is wrong for
another reason, which the criterion of validation tells; nothing is taken from a recording alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from takehome_graders.interventions.reading import interventions
from takehome_graders.marks import Certainty, Finding

if TYPE_CHECKING:
    from takehome_datasets.key import Key
    from takehome_graders.evidence import Evidence

ALL: Final = 0.5
"""Of the achievable lift: so much above chance, where nothing can be known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLeaks:
    """What a pipeline leaks by itself."""

    harm: float
    """Between 0 and 1."""
    proven: bool
    """Whether an intervention showed that judged rows reached the training matrices."""
    claimed: float
    chance: float

    @property
    def finding(self) -> Finding | None:
        """What there is to say about it."""
        if not self.harm and not self.proven:
            return None
        told = (
            f"With all labels permuted it still claims {self.claimed:.3f},"
            f" where {self.chance:.3f} is chance."
        )
        shown = " Rows that it judges itself on reached what it learns from." if self.proven else ""
        return Finding(
            criterion="leakage",
            tone="weakness" if self.harm else "note",
            claim=(
                "The pipeline itself leaks: it scores where there is nothing to learn."
                if self.harm
                else "The pipeline looks at rows that it judges itself on, and gains nothing by it."
            ),
            evidence=told + shown,
            certainty=Certainty.BEHAVIOUR,
            weight=round(100 * self.harm, 2),
            question="Which step saw the labels of the rows that you judged yourself on?",
        )


def own_leaks(key: Key, evidence: Evidence) -> OwnLeaks | None:
    """Return what the pipeline leaks by itself; None where no intervention could tell."""
    if not evidence.reruns or not key.windows or not key.scales:
        return None
    shown = interventions(key, evidence)
    chance = shown.chance
    scale = key.scales.get(key.windows[0].name)
    lift = scale.optimum.average_precision - scale.prior.average_precision if scale else 0.0
    if chance.falls is None or chance.permuted is None or chance.chance is None or not lift > 0:
        return None
    told = (shown.features.separated, shown.labels.separated)
    clean = all(told) if None not in told else False
    above = 0.0 if chance.falls or clean else (chance.permuted - chance.chance) / lift
    return OwnLeaks(
        harm=min(max(above / ALL, 0.0), 1.0),
        proven=False in told,
        claimed=chance.permuted,
        chance=chance.chance,
    )
