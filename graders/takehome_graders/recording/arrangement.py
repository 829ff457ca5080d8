"""How fitted and judged rows lie to each other: in time, by entity, and by what repeats what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable

    from takehome_graders.recording.division import Part
    from takehome_graders.recording.masks import Masks

    Key = tuple[bytes, ...]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What only the host knows of the rows of the examples table."""

    time: NDArray[np.float64] | None = None
    entity: NDArray[np.int64] | None = None
    twin: NDArray[np.int64] | None = None
    """The same number for rows that repeat each other."""
    mature: NDArray[np.bool_] | None = None
    """Whether the outcome of a row is final."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """How fitted and judged rows lie to each other; None where the truth is not known."""

    later: float | None = None
    """Share of fitted rows that are later than half of the judged ones; 0.5 is no order at all."""
    before: bool | None = None
    """Whether all fitted rows are earlier than all judged ones."""
    entities: float | None = None
    """Share of judged rows whose entity was fitted on too."""
    twins: float | None = None
    """Share of judged rows that repeat a fitted row."""


class Arrangements:
    """The arrangements of parts, each looked at once: a model may be judged many hundred times."""

    def __init__(self, truth: Truth, masks: Masks) -> None:
        self.truth = truth
        self.masks = masks
        self._kept: dict[Key, Arrangement | None] = {}

    def together(self, parts: Iterable[Part]) -> Arrangement:
        """Return how rows lie to each other in all parts of a judgement."""
        found = [each for part in parts if (each := self._of(part)) is not None]
        ordered = [each.before for each in found if each.before is not None]
        return Arrangement(
            later=_mean([each.later for each in found]),
            before=all(ordered) if ordered else None,
            entities=_mean([each.entities for each in found]),
            twins=_mean([each.twins for each in found]),
        )

    def _of(self, part: Part) -> Arrangement | None:
        if not part.fitted:
            return None
        key = (part.judged.members.tobytes(), *(rows.members.tobytes() for rows in part.fitted))
        if key not in self._kept:
            judged, fitted = self.masks.of(part.judged), self.masks.union(part.fitted)
            self._kept[key] = self._looked_at(judged, fitted)
        return self._kept[key]

    def _looked_at(self, judged: Flags, fitted: Flags) -> Arrangement | None:
        if not judged.any() or not fitted.any():
            return None
        later, before = None, None
        if self.truth.time is not None:
            ours, theirs = self.truth.time[judged], self.truth.time[fitted]
            later = float((theirs > np.median(ours)).mean())
            before = bool(theirs.max() <= ours.min())
        return Arrangement(
            later=later,
            before=before,
            entities=_shared(self.truth.entity, judged, fitted),
            twins=_shared(self.truth.twin, judged, fitted),
        )


def _shared(labels: NDArray[np.int64] | None, judged: Flags, fitted: Flags) -> float | None:
    """Return how many judged rows, of those that were not fitted on, have a label that was."""
    if labels is None:
        return None
    alone = judged & ~fitted
    return float(np.isin(labels[alone], labels[fitted]).mean()) if alone.any() else 1.0


def _mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return float(np.mean(known)) if known else None
