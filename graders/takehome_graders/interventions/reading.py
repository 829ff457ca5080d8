"""What re-runs on changed data show, read from the evidence of a sitting.

Each intervention changes one thing and leaves the code alone. Whatever a re-run cannot settle stays
open, with the reason; nothing that was not seen speaks for anybody or against anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from takehome_graders.evidence import Change
from takehome_graders.interventions.chance import Chance, chance
from takehome_graders.interventions.reruns import answered, made, unchanged, why_not
from takehome_graders.interventions.separation import Moved, Seen, compared
from takehome_graders.interventions.twins import TwinEffect, twin_effects
from takehome_graders.listening import REPEAT
from takehome_graders.replies import Joined, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takehome_datasets.key import Key
    from takehome_graders.evidence import Answer, Evidence, Rerun

SAME: Final = 1e-9
"""Predictions and claims that are no further apart are the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Separation:
    """Whether what was learned from is apart from the rows that the claim rests on."""

    separated: bool | None
    """None where it is not judged."""
    matrices: int
    """How many training matrices were compared."""
    moved: tuple[Moved, ...]
    chosen: bool
    """Whether the labels of judged rows decided which rows take part."""
    why: str
    """Why it is not judged; empty where it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """Whether the model was fitted in the sitting: with other labels it must predict otherwise."""

    here: bool | None
    moved: float
    """The largest change of a prediction."""
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reproduced:
    """Whether the same submission on the same data does the same."""

    same: bool | None
    claim_moved: float | None
    predictions_moved: float | None
    """The largest change of a prediction."""
    rows: int
    """On how many rows it ran twice."""
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Interventions:
    """What all re-runs of one sitting show."""

    features: Separation
    labels: Separation
    fitted: Fitted
    chance: Chance
    reproduced: Reproduced
    twins: tuple[TwinEffect, ...]


def interventions(key: Key, evidence: Evidence) -> Interventions:
    """Return what the re-runs of a sitting show."""
    return _LATEST.of(key, evidence)


class _Latest:
    """What the re-runs of one sitting show, which several graders ask for one after the other.

    It follows from key and evidence alone, so that remembering it changes nothing but the time.
    """

    def __init__(self) -> None:
        self._kept: tuple[Key, Evidence, Interventions] | None = None

    def of(self, key: Key, evidence: Evidence) -> Interventions:
        """Return what the re-runs of that sitting show."""
        kept = self._kept
        if kept is not None and kept[0] is key and kept[1] is evidence:
            return kept[2]
        found = _shown(key, evidence)
        self._kept = (key, evidence, found)
        return found


_LATEST: Final = _Latest()


def _shown(key: Key, evidence: Evidence) -> Interventions:
    return Interventions(
        features=_separation(evidence, Change.FEATURES),
        labels=_separation(evidence, Change.LABELS),
        fitted=_fitted(key, evidence),
        chance=chance(evidence),
        reproduced=_reproduced(key, evidence),
        twins=tuple(twin_effects(key, evidence)),
    )


def _separation(evidence: Evidence, change: Change) -> Separation:
    reruns = made(evidence, change)
    if not reruns:
        return _open(why_not(evidence, change))
    rerun = reruns[0]
    before = unchanged(evidence, rerun.rows)
    if rerun.recording is None or rerun.changed is None or not before:
        return _open("There is nothing that it could be held against.")
    seen = [_seen(each, rerun) for each in (*before[:2], rerun)]
    if any(each is None for each in seen):
        return _open("The recorder was not heard.")
    first, *again, after = [each for each in seen if each is not None]
    found = compared(first, again[0] if again else None, after)
    chosen = found.chosen and change is Change.LABELS
    if (found.moved or chosen) and not again:
        return Separation(
            separated=None,
            matrices=found.matrices,
            moved=found.moved,
            chosen=chosen,
            why="Something moved, and nothing shows that it does not move by itself.",
        )
    if not found.matrices and not chosen:
        return _open("Nothing was fitted whose rows are known and lie apart from the judged ones.")
    return Separation(
        separated=not found.moved and not chosen,
        matrices=found.matrices,
        moved=found.moved,
        chosen=chosen,
        why="",
    )


def _open(why: str) -> Separation:
    return Separation(separated=None, matrices=0, moved=(), chosen=False, why=why)


def _seen(rerun: Rerun, changed: Rerun) -> Seen | None:
    if rerun.recording is None or changed.changed is None:
        return None
    flags = np.unpackbits(changed.changed, count=rerun.rows).astype(np.bool_)
    if rerun.recording.n != rerun.rows:
        return None
    return Seen(recording=rerun.recording, changed=flags, era=changed.era)


def _fitted(key: Key, evidence: Evidence) -> Fitted:
    found = made(evidence, Change.ALL_LABELS)
    if not found or not key.windows:
        return Fitted(here=None, moved=0.0, why=why_not(evidence, Change.ALL_LABELS))
    before = unchanged(evidence, found[0].rows)
    window = key.windows[0]
    was = answered(before[0].replies if before else (), window)
    if was is None:
        was = answered(evidence.replies, window)
    then = answered(found[0].replies, window)
    if was is None or then is None:
        return Fitted(here=None, moved=0.0, why="It was not asked for predictions both times.")
    moved = float(np.abs(then - was).max())
    repeated = evidence.reply(f"{REPEAT}{window.name}")
    asked, again = answered(evidence.replies, window), joined(repeated, window)
    if moved > SAME and isinstance(again, Joined) and asked is not None:
        by_itself = float(np.abs(again.values - asked).max())
        if by_itself > SAME and moved <= by_itself:
            told = "Its predictions move by themselves as far as they moved."
            return Fitted(here=None, moved=moved, why=told)
    return Fitted(here=moved > SAME, moved=moved, why="")


def _reproduced(key: Key, evidence: Evidence) -> Reproduced:
    found = made(evidence, Change.NOTHING)
    full = key.training.moment.size if key.training is not None else None
    for rerun in found:
        if rerun.rows == full:
            was = evidence.claim.value if evidence.claim is not None else None
            return _twice(key, (was, evidence.replies), rerun)
    for rerun in found:
        before = unchanged(evidence, rerun.rows)[0]
        if before is not rerun:
            was = before.claim.value if before.claim is not None else None
            return _twice(key, (was, before.replies), rerun)
    told = why_not(evidence, Change.NOTHING)
    return Reproduced(same=None, claim_moved=None, predictions_moved=None, rows=0, why=told)


def _twice(key: Key, before: tuple[float | None, Sequence[Answer]], rerun: Rerun) -> Reproduced:
    was, replies = before
    claim = rerun.claim.value if rerun.claim is not None else None
    claim_moved = abs(claim - was) if claim is not None and was is not None else None
    changes = [
        float(np.abs(then - now).max())
        for window in key.windows
        if (then := answered(replies, window)) is not None
        and (now := answered(rerun.replies, window)) is not None
    ]
    moved = [each for each in (claim_moved, *changes) if each is not None]
    return Reproduced(
        same=max(moved) <= SAME and (was is None) == (claim is None) if moved else None,
        claim_moved=claim_moved,
        predictions_moved=max(changes, default=None),
        rows=rerun.rows,
        why="" if moved else "It answered nothing both times.",
    )
