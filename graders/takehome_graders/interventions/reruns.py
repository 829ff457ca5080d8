"""Re-runs by what they changed, and what they answered."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from takehome_graders.evidence import Change, Outcome, Rerun
from takehome_graders.replies import Joined, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from takehome_datasets.key import Window
    from takehome_graders.evidence import Answer, Evidence


def made(evidence: Evidence, change: Change) -> list[Rerun]:
    """Return the re-runs with that change that came to their end; a claim of no number is none."""
    return [
        rerun
        if rerun.claim is None or math.isfinite(rerun.claim.value)
        else replace(rerun, claim=None)
        for rerun in evidence.reruns
        if rerun.change is change and rerun.ending.outcome is Outcome.COMPLETED
    ]


def unchanged(evidence: Evidence, rows: int) -> list[Rerun]:
    """Return the re-runs on as many rows in which nothing was changed."""
    return [rerun for rerun in made(evidence, Change.NOTHING) if rerun.rows == rows]


def why_not(evidence: Evidence, change: Change) -> str:
    """Return why there is no re-run with that change."""
    for missing in evidence.not_rerun:
        if missing.change is change:
            return missing.reason
    for rerun in evidence.reruns:
        if rerun.change is change:
            return f"On changed data it ended otherwise: {rerun.ending.message}"
    return "It was not executed again."


def answered(replies: Sequence[Answer], window: Window) -> NDArray[np.float64] | None:
    """Return the predictions for a window, in the order of its rows; None where there are none."""
    for reply in replies:
        if reply.probe == window.name:
            found = joined(reply, window)
            return found.values if isinstance(found, Joined) else None
    return None
