"""Production: what becomes of an answer when the input is not what training was.

Four tenths are for batches: the answer to a row may not depend on its neighbours, whether rows
come alone, shuffled or in halves. Four tenths are for faults of the input, a share each: where
nothing that matters has changed the answer has to stay, where something has there has to be one.
Two tenths are for pace. A column that is missing may also be refused, by who says which one it is:
a model that guesses in silence is no better than one that says what it lacks. A model that answers
everybody alike is thrown off by nothing, which proves nothing and earns nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from takehome_graders.apart import restlessness
from takehome_graders.marks import Certainty, Finding, Judged, NotAsked, NotJudged
from takehome_graders.parts import Part, judged
from takehome_graders.production.findings import findings
from takehome_graders.production.trials import PACES, Family, Trial, trials
from takehome_graders.scale import FULL_POINTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takehome_datasets.key import Key
    from takehome_graders.evidence import Evidence

_SHARES = {Family.BATCH: 4.0, Family.FAULT: 4.0, Family.PACE: 2.0}
_RESTS = {
    Family.BATCH: "answers that do not depend on the rows beside them",
    Family.FAULT: "input that is not what it was",
    Family.PACE: "answering in time",
}


def grade(key: Key, evidence: Evidence) -> Judged | NotJudged | NotAsked:
    """Return the marks for what happens in production."""
    if "predict" not in evidence.asked.deliverables:
        return NotAsked(reason="This challenge asks for no `predict`.")
    if not any(evidence.reply(window.name) for window in key.windows):
        return NotJudged(
            reason="It never answered a whole window, so nothing can be set beside it."
        )
    tried = trials(key, evidence, restlessness(key, evidence))
    if not tried:
        return NotJudged(reason="None of the probes of production was asked in this sitting.")
    whole = [reply for window in key.windows if (reply := evidence.reply(window.name)) is not None]
    if all(not reply.values.size or np.ptp(reply.values) == 0 for reply in whole):
        return _alike(tried)
    parts = [
        _part(family, [trial for trial in tried if trial.family is family])
        for family in Family
        if any(trial.family is family for trial in tried)
    ]
    return judged(
        parts,
        certainty=Certainty.BEHAVIOUR,
        findings=findings(tried, parts, evidence),
        figures={
            **{f"{trial.probe}.points": trial.points for trial in tried},
            **{
                f"{probe}.seconds": reply.seconds
                for probe in PACES
                if (reply := evidence.reply(probe)) is not None
            },
        },
    )


def _alike(tried: Sequence[Trial]) -> Judged:
    rest = "a model that tells one row from another"
    return judged(
        [Part.counted("unlike", 1.0, 0.0, rest)],
        certainty=Certainty.BEHAVIOUR,
        findings=[
            Finding(
                criterion="production",
                tone="weakness",
                claim="Answers everybody alike, so that nothing throws it off proves nothing.",
                evidence="All predictions of a window are one and the same number.",
                certainty=Certainty.BEHAVIOUR,
                weight=FULL_POINTS,
                question="What did the model learn?",
            )
        ],
        figures={f"{trial.probe}.points": trial.points for trial in tried},
    )


def _part(family: Family, tried: Sequence[Trial]) -> Part:
    points = float(np.mean([trial.points for trial in tried]))
    return Part.counted(family.value, _SHARES[family], points, _RESTS[family])
