"""The papers of re-runs: what a step lays before the submission instead of the kit's own files."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from takehome.rerunning.altering import with_features, with_permuted
from takehome.rerunning.ground import Ground, sample_of, sampled, whole
from takehome.rerunning.judged import Judged, judged, watch
from takehome.rerunning.plan import Facts
from takehome.sitting.paper import Paper
from takehome_datasets.twins.twin import leaks_with_twins, twin_of
from takehome_datasets.variant import Variant
from takehome_graders.evidence import Change, Outcome, Rerun

if TYPE_CHECKING:
    from collections.abc import Mapping

    from takehome.rerunning.plan import Step
    from takehome_graders.evidence import Evidence

_ASKED: Final[Mapping[Change, int]] = {
    Change.NOTHING: 2,
    Change.TWIN: 2,
    Change.ALL_LABELS: 1,
    Change.FEATURES: 0,
    Change.LABELS: 0,
}
"""Of how many of the scored windows a re-run is asked."""
_RECORDED: Final = frozenset({Change.NOTHING, Change.FEATURES, Change.LABELS})


class Unmade(Exception):
    """The files of a re-run cannot be made; says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The paper of one re-run."""

    paper: Paper
    rows: int
    changed: Judged | None
    positives: float

    def rerun(self, step: Step, evidence: Evidence) -> Rerun:
        """Return what it left behind."""
        return Rerun(
            change=step.change,
            plants=step.plants,
            rows=self.rows,
            ending=evidence.ending,
            claim=evidence.claim,
            fit_s=evidence.fit_s,
            replies=evidence.replies,
            recording=evidence.recording if step.change in _RECORDED else None,
            changed=self.changed.packed if self.changed is not None else None,
            era=self.changed.era if self.changed is not None else 0,
            positives=self.positives,
        )


@dataclass(slots=True, kw_only=True)
class Desk:
    """Where papers are made, from a variant and the paper of its first sitting."""

    variant: Variant
    paper: Paper
    _grounds: dict[int, Ground] = field(default_factory=dict)

    def facts(self, evidence: Evidence) -> Facts:
        """Return what is known of a sitting before anything is executed again."""
        ground = self._whole()
        return Facts(
            rows=ground.rows.size,
            positives=int(ground.labels(ground.table()).sum()),
            completed=evidence.ending.outcome is Outcome.COMPLETED,
            heard=evidence.recording is not None,
            claimed=evidence.claim is not None,
            twins=leaks_with_twins(self.variant.key),
        )

    def made(self, step: Step, base: Rerun | None) -> Made:
        """Return the paper of a step.

        Args:
            step: What is changed, and on how many rows.
            base: The re-run on these rows in which nothing was changed, where there was one.

        Raises:
            Unmade: Its files cannot be made.
        """
        ground = self._ground(step.rows)
        changed = self._changed(step, base, ground)
        files = self._files(step, ground, changed)
        table = replace(ground, files=files).table()
        return Made(
            paper=replace(
                self.paper,
                data=files,
                probes=self.paper.probes[: _ASKED[step.change]],
                watch=self._watch(step, base, ground),
            ),
            rows=ground.rows.size,
            changed=changed,
            positives=float(ground.labels(table).mean()),
        )

    def size(self, rows: int) -> int:
        """Return how many rows a sample of about so many has."""
        return self._ground(rows).rows.size

    def _whole(self) -> Ground:
        return self._grounds.setdefault(0, whole(self.variant))

    def _ground(self, rows: int) -> Ground:
        if rows not in self._grounds:
            every = self._whole()
            chosen = sample_of(self.variant.key, every.rows.size, rows)
            self._grounds[rows] = sampled(every, chosen)
        return self._grounds[rows]

    def _changed(self, step: Step, base: Rerun | None, ground: Ground) -> Judged | None:
        if step.change not in {Change.FEATURES, Change.LABELS}:
            return None
        if base is None or base.recording is None or base.claim is None:
            raise Unmade("It left no recording, or no claim, when nothing was changed.")
        found = judged(base.recording, base.claim.value, ground.truth)
        if found is None:
            raise Unmade("Nobody knows which rows it judged itself on.")
        return found

    def _files(self, step: Step, ground: Ground, changed: Judged | None) -> Mapping[str, bytes]:
        rng = np.random.default_rng(zlib.crc32(f"{step.change} {self.variant.kit}".encode()))
        if step.change is Change.TWIN:
            twin = whole(self.variant, twin_of(self.variant, step.plants))
            return sampled(twin, ground.rows).files
        if step.change is Change.ALL_LABELS:
            every = np.ones(ground.rows.size, dtype=np.bool_)
            table = with_permuted(ground.table(), ground.outcome, every, rng)
            return ground.with_table(table)
        if changed is None:
            return ground.files
        if step.change is Change.FEATURES:
            return ground.with_table(with_features(ground.table(), changed.rows, ground.kept))
        return ground.with_table(with_permuted(ground.table(), ground.outcome, changed.rows, rng))

    def _watch(self, step: Step, base: Rerun | None, ground: Ground) -> Mapping[str, Any]:
        if step.change not in _RECORDED:
            return {}
        before = base.recording if base is not None else None
        return watch(ground.truth, ground.rows.size, before)
