"""The rows that a submission judges itself on, and what the recorder is told for a re-run."""

from __future__ import annotations

import base64
import zlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from takehome_graders.recording import scheme
from takehome_graders.recording.division import divided
from takehome_graders.recording.lineage import lineage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from takehome_graders.recording import Recording, Truth
    from takehome_graders.recording.division import Part
    from takehome_graders.recording.events import Rows

ERAS: Final = 16
"""Stretches of time with as many rows each; the recorder makes a digest for each."""
_LEAST: Final = 30
"""Rows, fewer than which change too little to be noticed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Rows that may be changed without anything moving that was learned from earlier ones."""

    rows: NDArray[np.bool_]
    era: int
    """The first era in which one of them lies; 0 where no time is known."""

    @property
    def packed(self) -> NDArray[np.uint8]:
        """The rows as one bit for each."""
        return np.packbits(self.rows)


def judged(recording: Recording, claim: float, truth: Truth) -> Judged | None:
    """Return rows of one part of the evaluation that a claim rests on.

    Where it was judged ahead in time, these are all of them. Else they are the later half, for a
    feature may honestly look back: rows before them must not move, rows after them may. Rows that
    repeat others stay, or what is dropped as a repetition would change.
    """
    found = scheme(recording, truth)
    rests = found.claimed(claim) or tuple(each for each in found.evaluations if each.judged)[-1:]
    graph = lineage(recording)
    for evaluation in reversed(rests):
        event = graph.events[evaluation.process, evaluation.number]
        parts = [part for part in divided(recording, graph, event).parts if part.judged.known]
        if parts:
            rows = _alone(parts[-1].judged.mask(), truth)
            return _all(rows) if _ahead(parts[-1], truth) else _later(rows, truth)
    return None


def _ahead(part: Part, truth: Truth) -> bool:
    """Return whether all of the part was judged by models that had seen earlier rows alone."""
    fitted = [rows.mask() for rows in part.fitted if rows.known]
    if truth.time is None or not fitted or len(fitted) < len(part.fitted):
        return False
    judged = part.judged.mask()
    last = max(truth.time[rows].max(initial=-np.inf) for rows in fitted)
    return bool(judged.any() and last <= truth.time[judged].min() and np.ptp(truth.time))


def _all(rows: NDArray[np.bool_]) -> Judged | None:
    return Judged(rows=rows, era=0) if rows.sum() >= _LEAST else None


def _alone(rows: NDArray[np.bool_], truth: Truth) -> NDArray[np.bool_]:
    if truth.twin is None:
        return rows
    _, of, counts = np.unique(truth.twin, return_inverse=True, return_counts=True)
    return np.asarray(rows & (counts[of] == 1))


def _later(rows: NDArray[np.bool_], truth: Truth) -> Judged | None:
    of = eras(truth, rows.size)
    if not of.any() or not rows.any():
        return _all(rows)
    era = max(int(np.median(of[rows])), 1)
    later = rows & (of >= era)
    return Judged(rows=later, era=era) if later.sum() >= _LEAST else None


def eras(truth: Truth, size: int) -> NDArray[np.uint8]:
    """Return for each row the era of its time; all are of the first where no time is known."""
    if truth.time is None or np.ptp(truth.time) == 0:
        return np.zeros(size, dtype=np.uint8)
    edges = np.quantile(truth.time, np.arange(1, ERAS) / ERAS)
    return np.asarray(np.searchsorted(edges, truth.time, side="right"), dtype=np.uint8)


def watch(truth: Truth, size: int, before: Recording | None = None) -> Mapping[str, Any]:
    """Return what the recorder is told for a re-run, beyond what it is told anyway.

    Args:
        truth: Of the rows that it runs on.
        size: How many they are.
        before: The execution whose splits are made again.
    """
    told: dict[str, Any] = {"eras": _text(eras(truth, size)), "rows": size}
    if before is not None:
        told["replay"] = list(_splits(before))
    return told


def _splits(recording: Recording) -> Sequence[Mapping[str, Any]]:
    """Return the splits of an execution, by their place and by which time it was there."""
    made: dict[tuple[str, int, int], int] = defaultdict(int)
    found = []
    for event in recording.events:
        folds = [fold for fold in recording.folds_of(event) if event.process == 0]
        if not folds:
            continue
        place = (event.spot.file, event.spot.cell, event.spot.line)
        time, made[place] = made[place], made[place] + 1
        pairs = [(fold.train, fold.test) for fold in folds]
        known = [_pair(*pair) for pair in pairs]
        if all(known):
            found.append(
                {"file": place[0], "cell": place[1], "line": place[2], "time": time, "folds": known}
            )
    return found


def _pair(train: Rows | None, test: Rows | None) -> list[str] | None:
    if train is None or test is None or not train.known or not test.known:
        return None
    return [_text(train.members), _text(test.members)]


def _text(numbers: NDArray[np.uint8]) -> str:
    return base64.b64encode(zlib.compress(numbers.tobytes())).decode()
