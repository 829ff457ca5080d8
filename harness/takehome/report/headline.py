"""The one sentence that stands above a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome_graders.evidence import Outcome

if TYPE_CHECKING:
    from takehome_graders.evidence import Ending
    from takehome_graders.statuses import Fates


def headline(
    ending: Ending,
    claimed: float | None,
    realised: float | None,
    told: Fates,
) -> str:
    """Return what was claimed, what became of it, and which leaks stand behind it."""
    if ending.outcome is Outcome.INFRASTRUCTURE:
        return "Our infrastructure failed. Nothing is judged, and it costs the candidate nothing."
    if realised is None:
        return f"Nothing was realised. {ending.message}"
    claims = "Claims nothing" if claimed is None else f"Claims {claimed:.2f} average precision"
    sentence = f"{claims}, realises {realised:.2f} on unseen rows{_leaks(told)}."
    if ending.outcome is Outcome.COMPLETED:
        return sentence
    return f"{sentence} The sitting ended early: {ending.message}"


def _leaks(told: Fates) -> str:
    used = told.leaks_used
    if used:
        leaks = "a planted leak" if len(used) == 1 else f"{len(used)} planted leaks"
        return f", and listens to {leaks}: {', '.join(used)}"
    probed = [fate for fate in told.leaks if fate.has_column]
    if probed and all(fate.listening is not None for fate in probed):
        return ", and listens to no planted leak"
    return ""
