"""Pairs of a fit and a judgement: do their rows overlap, did a statistic see what is judged?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome_graders.code import rows
from takehome_graders.code.estimates import Statistic, Strength
from takehome_graders.code.reading import Pair

if TYPE_CHECKING:
    from takehome_graders.code.happenings import Fitted, Happenings, Judged
    from takehome_graders.evidence import Place

SCORING = frozenset(["score", "evaluate", "evaluate_generator", "test_on_batch"])


def leaks(fit: Fitted, judged: Judged) -> list[Statistic]:
    """Return the statistics that shaped the training rows and were taken over judged ones."""
    return [
        each
        for each in sorted(fit.stats, key=lambda stat: (str(stat.place), stat.what))
        if each.strength is Strength.ESTIMATE and rows.may_share(each.rows, judged.rows)
    ]


def copies(fit: Fitted, judged: Judged) -> list[Statistic]:
    """Return the resamplings that put copies of judged rows among the training rows."""
    return [
        each
        for each in sorted(fit.stats, key=lambda stat: (str(stat.place), stat.what))
        if each.strength is Strength.COPIES
        and rows.may_share(each.rows, judged.rows)
        and each in judged.stats
    ]


def overlaps(fit: Fitted, judged: Judged) -> bool:
    """Tell whether judged rows, or copies of them, were trained on."""
    return rows.overlap(fit.rows, judged.rows) or bool(copies(fit, judged))


def reported(judged: Judged, happenings: Happenings) -> bool:
    """Tell whether a number came of it: it was a score, or a metric met its rows."""
    return judged.how in SCORING or any(
        rows.overlap(each.rows, judged.rows) for each in happenings.measured
    )


def _shown(judged: Judged, happenings: Happenings) -> bool:
    """Tell whether it only shows predictions: of a stretch or a superset, with no number."""
    return judged.rows != judged.fit.rows and not reported(judged, happenings)


def found(happenings: Happenings) -> tuple[Pair, ...]:
    """Return every pair once, with the worst that was read of it."""
    seen: dict[tuple[Place, Place], Pair] = {}
    for judged in happenings.judged:
        fit = judged.fit
        key = (fit.place, judged.place)
        shared = overlaps(fit, judged) and not _shown(judged, happenings)
        leaky = not shared and bool(leaks(fit, judged))
        known = seen.get(key)
        seen[key] = Pair(
            fit=fit.place,
            judged=judged.place,
            preprocessing=leaky or (known is not None and known.preprocessing),
            overlap=shared and (known is None or known.overlap),
        )
    return tuple(seen.values())
