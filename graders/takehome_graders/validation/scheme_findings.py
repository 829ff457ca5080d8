"""The scheme behind a claim, as it was read, as it ran and as re-runs show it: each thing once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from takehome_graders.code import Sign
from takehome_graders.evidence import Evidence
from takehome_graders.interventions.reading import Interventions, interventions
from takehome_graders.marks import Certainty, Finding
from takehome_graders.scale import FULL_POINTS
from takehome_graders.validation import hygiene_findings, tampering
from takehome_graders.validation.code_findings import finding, signs
from takehome_graders.validation.hygiene import Hygiene, Matter, hygiene
from takehome_graders.validation.hygiene_findings import KINDS, NAME, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takehome_datasets.key import Key
    from takehome_graders.interventions.chance import Chance
    from takehome_graders.interventions.reading import Separation

_NO_LABELS: Final = "Features alone were changed: a step that knows no labels can tell little."


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What stands beside a claim and what became of it."""

    evidence: Evidence
    hygiene: Hygiene | None
    signs: tuple[Sign, ...]
    shown: Interventions | None
    """None where nothing was run again."""

    def findings(self, lost: float) -> tuple[Finding, ...]:
        """Return all that is to be said.

        Args:
            lost: The points that the claim lost because it was too high.
        """
        return (
            *self._rerun(),
            *self._recorded(lost),
            *self._read(),
            *tampering.found(self.evidence),
        )

    @property
    def stays(self) -> float:
        """How much of a claim's height above chance stays where all labels were permuted."""
        return 0.0 if self.shown is None else staying(self.shown.chance)

    def _rerun(self) -> Iterator[Finding]:
        if self.shown is None:
            return
        if self.stays:
            yield _stays(self.shown.chance, self.stays)
        if self.shown.labels.separated and self.shown.features.separated:
            yield _separated(self.shown.labels)
        elif self.shown.labels.separated is False:
            yield _mixed(self.shown.labels, "labels", minor=False)
        elif self.shown.features.separated is False:
            yield _mixed(self.shown.features, "features", minor=True)

    def _recorded(self, lost: float) -> Iterator[Finding]:
        if self.hygiene is not None:
            yield from hygiene_findings.found(self.hygiene, lost, self.signs)

    def _read(self) -> Iterator[Finding]:
        """Give what was read in the code and not told already; what did not happen is said."""
        told = {fault.matter for fault in self.hygiene.faults} if self.hygiene else set()
        for sign in self.signs:
            matter = KINDS.get(sign.kind)
            if matter not in told:
                yield finding(sign, denied=self._denied(matter))

    def _denied(self, matter: Matter | None) -> bool:
        """Say whether the execution shows that something read in the code did not come about."""
        if matter is None or self.hygiene is None or not self.hygiene.whole:
            return False
        if matter is Matter.LOOKS:
            return not self.hygiene.scheme.unresolved
        if matter is not Matter.PREPARED:
            return True
        # Steps by hand leave no event: only a re-run can show that nothing flows through them.
        return self.shown is not None and bool(
            self.shown.labels.separated and self.shown.features.separated
        )


def beside(key: Key, evidence: Evidence) -> Beside:
    """Return what stands beside a claim."""
    return Beside(
        evidence=evidence,
        hygiene=hygiene(key, evidence),
        signs=signs(key, evidence),
        shown=interventions(key, evidence) if evidence.reruns else None,
    )


def staying(told: Chance) -> float:
    """Return how much of a claim's height above chance stays without anything to learn.

    Nothing does where it falls within what chance allows, or where that is not judged.
    """
    if told.falls is not False or told.claim is None or told.permuted is None:
        return 0.0
    height = told.claim - (told.chance or 0.0)
    if height <= 0:
        return 0.0
    return min(max((told.permuted - (told.chance or 0.0)) / height, 0.0), 1.0)


def _stays(told: Chance, stays: float) -> Finding:
    return Finding(
        criterion=NAME,
        tone="weakness",
        claim="Claims to predict labels that mean nothing.",
        evidence=(
            f"Run again with all labels permuted it claims {told.permuted or 0.0:.3f}, where"
            f" {told.chance or 0.0:.3f} is chance; with the right ones {told.claim or 0.0:.3f}."
            f" {stays:.0%} of the claim stays, and costs as much of its points."
        ),
        certainty=Certainty.BEHAVIOUR,
        weight=round(stays * FULL_POINTS, 2),
        question="Which step of your validation had seen the labels that it was judged by?",
    )


def _separated(told: Separation) -> Finding:
    return Finding(
        criterion=NAME,
        tone="strength",
        claim="What it learned from is apart from the rows that it judges itself on.",
        evidence=(
            f"Run again with features, then labels, of those rows changed: not one of"
            f" {told.matrices} training matrices moved."
        ),
        certainty=Certainty.BEHAVIOUR,
        weight=0.0,
        question="How did you make sure of that?",
    )


def _mixed(told: Separation, what: str, *, minor: bool) -> Finding:
    fits = sum(moved.fits for moved in told.moved)
    place = place_of(told.moved[0].spot) if told.moved else None
    return Finding(
        criterion=NAME,
        tone="note" if minor else "weakness",
        claim=f"The {what} of rows that it judges itself on reach what it learns from.",
        evidence=(
            f"Run again with {what} of those rows changed: {fits} of {told.matrices} training"
            f" matrices moved, though none of their rows had been changed."
            f" {_NO_LABELS if minor else 'What that did to the claim is told beside it.'}"
        ),
        certainty=Certainty.BEHAVIOUR,
        weight=0.0,
        question="Which step looks at all rows before they are divided?",
        place=place,
    )
