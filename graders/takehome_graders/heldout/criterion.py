"""Held-out performance: how well it does on rows that nobody has seen, on one scale for all.

Half of a window's points are for its probabilities (log loss), half for its ranking (average
precision); where the brief names costs, half of the latter is for the value of acting on the
probabilities. The window right after training counts for six tenths, the one after the drift for
four; where one was never answered, the other stands alone and a finding says so. Where the data
cannot support the prediction, nobody earns more than an honest logistic regression: what stands
above it there is luck.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from takehome_graders.heldout.calibration import Calibration, calibration
from takehome_graders.heldout.findings import SHARES, WORDS, findings
from takehome_graders.heldout.number import grade_number
from takehome_graders.marks import Certainty, Judged, NotAsked, NotJudged
from takehome_graders.replies import Unusable
from takehome_graders.resampling import Floats, interval
from takehome_graders.scale import FULL_POINTS, LOGISTIC_POINTS
from takehome_graders.signal import Support, support
from takehome_graders.standing import Standing, standings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from takehome_datasets.key import Key
    from takehome_graders.evidence import Evidence


def grade(key: Key, evidence: Evidence) -> Judged | NotJudged | NotAsked:
    """Return the marks for held-out performance."""
    if "predict" not in evidence.asked.deliverables:
        return NotAsked(reason="This challenge asks for no `predict`.")
    if key.metric == "rmse":
        return grade_number(key, evidence)
    found = standings(key, evidence, tuple(SHARES))
    judged = {name: s for name, s in found.items() if isinstance(s, Standing)}
    missing = tuple(s.reason for s in found.values() if isinstance(s, Unusable))
    if not judged:
        return NotJudged(reason=" ".join(missing) or "The key has no hidden window.")
    weight = sum(SHARES[name] for name in judged)
    most = LOGISTIC_POINTS if support(key) is Support.NOT_SUPPORTED else FULL_POINTS
    points = min(most, sum(SHARES[name] * s.points for name, s in judged.items()) / weight)
    again = sum(SHARES[name] * s.points_again for name, s in judged.items()) / weight
    low, high = _bounds(judged, np.minimum(again, most), points)
    sizes = {name: calibration(s) for name, s in judged.items()}
    return Judged(
        points=round(points, 2),
        low=round(low, 2),
        high=round(high, 2),
        certainty=Certainty.OUTCOME,
        findings=tuple(findings(key, judged, sizes, missing, (points, low, high))),
        rest=_rest(judged, sizes, weight),
        figures=_figures(judged),
    )


def _bounds(judged: Mapping[str, Standing], again: Floats, points: float) -> tuple[float, float]:
    if not all(s.sure for s in judged.values()):
        return 0.0, FULL_POINTS
    low, high = interval(again)
    return min(low, points), max(high, points)


def _rest(judged: Mapping[str, Standing], sizes: Mapping[str, Calibration], weight: float) -> str:
    lost = {}
    for name, s in judged.items():
        half = SHARES[name] / weight / 2
        ranked = s.ranking.points if s.value is None else (s.ranking.points + s.value.points) / 2
        lost[f"ranking {WORDS[name]}"] = half * (FULL_POINTS - ranked)
        wrong = min(2 * sizes[name].regained, FULL_POINTS - s.probability.points)
        lost[f"the size of its probabilities {WORDS[name]}"] = half * wrong
        lost[f"what its probabilities do not know {WORDS[name]}"] = half * (
            FULL_POINTS - s.probability.points - wrong
        )
    largest = sorted(lost.items(), key=lambda item: (-item[1], item[0]))
    parts = [f"{points:.0f} for {what}" for what, points in largest[:3] if points >= 1]
    return f"Most of the rest lies here: {', '.join(parts)}." if parts else "Nothing is left."


def _figures(judged: Mapping[str, Standing]) -> dict[str, float]:
    figures: dict[str, float] = {}
    for name, s in judged.items():
        low, high = interval(s.precision_again) if s.sure else (0.0, 1.0)
        points_low, points_high = _bounds({name: s}, s.points_again, s.points)
        precision = s.measures.average_precision
        figures |= {
            f"{name}.average_precision": precision,
            f"{name}.average_precision.low": min(low, precision),
            f"{name}.average_precision.high": max(high, precision),
            f"{name}.log_loss": s.measures.log_loss,
            f"{name}.brier": s.measures.brier,
            f"{name}.auc": s.measures.auc,
            f"{name}.probability_skill": s.probability.skill,
            f"{name}.probability_points": s.probability.points,
            f"{name}.ranking_skill": s.ranking.skill,
            f"{name}.ranking_points": s.ranking.points,
            **_value(name, s),
            f"{name}.points": s.points,
            f"{name}.points.low": points_low,
            f"{name}.points.high": points_high,
        }
    # Rounded, so that another machine's last bit of a logarithm is not another mark.
    return {name: round(value, 6) for name, value in figures.items() if np.isfinite(value)}


def _value(name: str, s: Standing) -> dict[str, float]:
    if s.value is None or s.measures.value is None:
        return {}
    return {
        f"{name}.value": s.measures.value,
        f"{name}.value_skill": s.value.skill,
        f"{name}.value_points": s.value.points,
    }
