"""Leakage: which planted leaks did they see, and which does the model listen to?

Half the points are for seeing. Each leak named by column and kind counts one, by column alone a
half, and half of that where the model then listens to it all the same; every harmless column named
beside them takes back a half, down to minus half of what there was to see. The other half is for
not listening, a leak each; a model that answers everybody alike listens to nothing and earns none
of it. Where no counterfactual was answered, seeing stands alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from takehome_graders.leakage_findings import findings
from takehome_graders.listening import PROBE
from takehome_graders.marks import Certainty, Judged, NotAsked, NotJudged
from takehome_graders.naming import Recognition
from takehome_graders.replies import Joined, joined
from takehome_graders.scale import FULL_POINTS
from takehome_graders.statuses import Fates, Status, fates

if TYPE_CHECKING:
    from takehome_datasets.key import Key
    from takehome_graders.evidence import Evidence

_CREDIT: Final = {None: 0.0, Recognition.COLUMN: 0.5, Recognition.FULL: 1.0}
_FALSE_ALARM: Final = 0.5
_WORST: Final = -0.5
_STILL_USED: Final = 0.5


def grade(key: Key, evidence: Evidence) -> Judged | NotJudged | NotAsked:
    """Return the marks for leakage."""
    told = fates(key, evidence)
    if not told.leaks:
        return NotAsked(reason="This challenge has no planted leak.")
    answers = [joined(evidence.reply(w.name), w) for w in key.windows]
    answered = [answer for answer in answers if isinstance(answer, Joined)]
    if not answered:
        return NotJudged(reason="The model never answered, so nobody can tell what it listens to.")
    alike = all(np.ptp(answer.values) == 0 for answer in answered)
    seen, unused = _seen(told), _unused(told, alike=alike)
    share = seen if unused is None else (seen + unused) / 2
    points = round(FULL_POINTS * max(0.0, share), 2)
    return Judged(
        points=points,
        # Names and movements are counted, not sampled: there is no noise to give an interval.
        low=points,
        high=points,
        certainty=Certainty.DECLARED if unused is None else Certainty.BEHAVIOUR,
        findings=tuple(findings(told, evidence, alike=alike)),
        rest=_rest(told, evidence, alike=alike),
        figures=_figures(told, seen, unused),
    )


def _seen(told: Fates) -> float:
    credit = sum(
        _CREDIT[fate.recognition] * (_STILL_USED if fate.status is Status.NAMED_BUT_USED else 1.0)
        for fate in told.leaks
    )
    credit -= _FALSE_ALARM * len(told.names.false_alarms)
    return max(_WORST, credit / len(told.leaks))


def _unused(told: Fates, *, alike: bool) -> float | None:
    heard = [fate.listening for fate in told.leaks if fate.listening is not None]
    if not heard:
        return None
    return 0.0 if alike else sum(not one.listens for one in heard) / len(heard)


def _rest(told: Fates, evidence: Evidence, *, alike: bool) -> str:
    parts = []
    unseen = [fate for fate in told.leaks if fate.recognition is not Recognition.FULL]
    if unseen:
        parts.append(f"naming {len(unseen)} of {len(told.leaks)} leaks by column and kind")
    if told.leaks_used:
        parts.append(f"a model that does not listen to {', '.join(told.leaks_used)}")
    if alike:
        parts.append("a model that listens to anything at all")
    if told.names.false_alarms:
        parts.append(f"no false alarm, where there were {len(told.names.false_alarms)}")
    never = [f for f in told.leaks if f.status is Status.NOT_REACHED]
    if never and not any(r.probe.startswith(PROBE) for r in evidence.replies):
        parts.append("answers to the counterfactual probes")
    text = "; ".join(parts) or "nothing is left"
    return f"{text[0].upper()}{text[1:]}."


def _figures(told: Fates, seen: float, unused: float | None) -> dict[str, float]:
    figures = {
        "leaks": float(len(told.leaks)),
        "named": float(sum(fate.recognition is not None for fate in told.leaks)),
        "used": float(len(told.leaks_used)),
        "false_alarms": float(len(told.names.false_alarms)),
        "seen": seen,
    }
    if unused is not None:
        figures["unused"] = unused
    return {name: round(value, 6) for name, value in figures.items()}
