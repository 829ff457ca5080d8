"""Leakage: which planted leaks were seen, which does the model use, and which does it make itself?

Every leak weighs what it costs (see `prices`). Four tenths are for *seeing*: a leak that is named
by column and kind counts in full, by column alone half, and either up to half less where the model
uses it all the same. Every harmless column named beside them takes back half of what a leak of
middling weight is worth, a decoy what it costs to drop besides, down to minus half of all there was
to see. Four tenths are for not *using*, as far as the model does without each leak; one that
answers everybody alike uses nothing and earns none of it. Two tenths are for not *making* leaks,
where interventions could tell. What could not be told is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from takehome_graders.leakage.findings import Worth, findings
from takehome_graders.leakage.own import own_leaks
from takehome_graders.leakage.use import uses
from takehome_graders.listening import PROBE
from takehome_graders.marks import Certainty, Judged, NotAsked, NotJudged
from takehome_graders.naming import Recognition
from takehome_graders.parts import Part, judged
from takehome_graders.prices import weight
from takehome_graders.replies import Joined, joined
from takehome_graders.scale import FULL_POINTS
from takehome_graders.statuses import Fates, fates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from takehome_datasets.key import Key
    from takehome_graders.evidence import Evidence
    from takehome_graders.leakage.use import Use

_CREDIT: Final = {None: 0.0, Recognition.COLUMN: 0.5, Recognition.FULL: 1.0}
_FALSE_ALARM: Final = 0.5
_WORST: Final = -0.5
_STILL_USED: Final = 0.5
_SHARES: Final = {"seen": 4.0, "unused": 4.0, "made": 2.0}


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
    used, own = uses(key, evidence, told), own_leaks(key, evidence)
    parts = [_seen(told, used)]
    if used:
        parts.append(_unused(used, evidence, alike=alike))
    if own is not None:
        rest = "a pipeline that does not score where there is nothing to learn"
        parts.append(Part.counted("made", _SHARES["made"], FULL_POINTS * (1 - own.harm), rest))
    return judged(
        parts,
        certainty=Certainty.BEHAVIOUR if used or own else Certainty.DECLARED,
        findings=[
            *findings(told, evidence, Worth.of(told, parts), used, alike=alike),
            *([own.finding] if own is not None and own.finding is not None else []),
        ],
        figures={
            "leaks": float(len(told.leaks)),
            "named": float(sum(fate.recognition is not None for fate in told.leaks)),
            "used": float(len(told.leaks_used)),
            "false_alarms": float(len(told.names.false_alarms)),
            **{f"{plant}.used": use.degree for plant, use in used.items()},
        },
    )


def _seen(told: Fates, used: Mapping[str, Use]) -> Part:
    weights = {fate.plant.id: weight(fate.plant) for fate in told.leaks}
    degrees = {plant: use.degree for plant, use in used.items()}
    credit = sum(
        weights[fate.plant.id]
        * _CREDIT[fate.recognition]
        * (1 - (1 - _STILL_USED) * degrees.get(fate.plant.id, 0.0))
        for fate in told.leaks
    )
    middling = sum(weights.values()) / len(weights)
    for alarm in told.names.false_alarms:
        credit -= _FALSE_ALARM * middling
        if alarm.plant is not None and alarm.plant.kind == "decoy":
            credit -= weight(alarm.plant)
    unseen = [fate for fate in told.leaks if fate.recognition is not Recognition.FULL]
    rest = f"naming {len(unseen)} of {len(told.leaks)} leaks by column and kind"
    if told.names.false_alarms:
        rest += f" without the {len(told.names.false_alarms)} false alarms"
    # Below nothing, it takes from what not using them earned.
    share = max(_WORST, credit / sum(weights.values()))
    points = FULL_POINTS * share
    return Part(
        name="seen", share=_SHARES["seen"], points=points, low=points, high=points, rest=rest
    )


def _unused(used: Mapping[str, Use], evidence: Evidence, *, alike: bool) -> Part:
    if alike:
        rest = "a model that listens to anything at all"
        return Part.counted("unused", _SHARES["unused"], 0.0, rest)
    weights = {plant: weight(use.fate.plant) for plant, use in used.items()}

    def points(degrees: Mapping[str, float]) -> float:
        lost = sum(weights[plant] * degree for plant, degree in degrees.items())
        return FULL_POINTS * (1 - lost / sum(weights.values()))

    named = [
        ", ".join(use.fate.plant.columns) or use.fate.plant.mechanism
        for use in used.values()
        if use.degree > 0
    ]
    rest = f"a model that does without {', '.join(named)}"
    if not any(reply.probe.startswith(PROBE) for reply in evidence.replies):
        rest = "answers to the counterfactual probes"
    return Part(
        name="unused",
        share=_SHARES["unused"],
        points=points({plant: use.degree for plant, use in used.items()}),
        low=points({plant: use.high for plant, use in used.items()}),
        high=points({plant: use.low for plant, use in used.items()}),
        rest=rest,
    )
