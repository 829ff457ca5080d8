"""Preprocessing that saw the rows it is judged on, resampling before the split, refits on test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome_graders.code import rows
from takehome_graders.code.estimates import Statistic, Strength
from takehome_graders.code.pairs import copies, leaks, overlaps, reported
from takehome_graders.code.reading import Kind, Sign, Sureness
from takehome_graders.code.vocabulary import ENCODERS

if TYPE_CHECKING:
    from takehome_graders.code.happenings import Happenings, Judged
    from takehome_graders.code.rows import Rows
    from takehome_graders.evidence import Place

SHOWN = 4
"""Places that a sign names at most."""


def found(happenings: Happenings) -> list[Sign]:
    """Return what was shaped by rows that should not have shaped it."""
    return [*_leaks(happenings), *_copies(happenings), *_refits(happenings)]


def _leaks(happenings: Happenings) -> list[Sign]:
    seen: dict[Statistic, list[Place]] = {}
    sure: set[Statistic] = set()

    def note(statistic: Statistic, judged: Rows, places: tuple[Place, ...]) -> None:
        known = seen.setdefault(statistic, [])
        known += [place for place in places if place not in known]
        if rows.overlap(statistic.rows, judged):
            sure.add(statistic)

    for judged in happenings.judged:
        if judged.answers or overlaps(judged.fit, judged):
            continue
        for each in leaks(judged.fit, judged):
            note(each, judged.rows, (judged.fit.place, judged.place))
    confirmed = _confirmed(happenings)
    for validated in () if confirmed else happenings.validated:
        for each in validated.stats:
            if each.strength is Strength.ESTIMATE and rows.overlap(each.rows, validated.rows):
                note(each, validated.rows, (validated.place,))
    return [
        Sign(
            kind=Kind.PREPROCESSING,
            place=statistic.place,
            related=tuple(places[:SHOWN]),
            sureness=Sureness.SURE if statistic in sure else Sureness.LIKELY,
            sentence=(
                f"`{statistic.what}` was taken over rows that the model is later judged on, "
                "and shaped the rows that it was trained on."
            ),
        )
        for statistic, places in seen.items()
    ]


def _confirmed(happenings: Happenings) -> bool:
    """Tell whether a number comes from rows that shaped nothing, whatever folds said before."""
    return any(
        not judged.answers
        and not overlaps(judged.fit, judged)
        and not leaks(judged.fit, judged)
        and reported(judged, happenings)
        for judged in happenings.judged
    )


def _copies(happenings: Happenings) -> list[Sign]:
    seen: dict[Statistic, list[Place]] = {}
    for judged in happenings.judged:
        for each in () if judged.answers else copies(judged.fit, judged):
            seen.setdefault(each, []).append(judged.place)
    for validated in happenings.validated:
        for each in validated.stats:
            if each.strength is Strength.COPIES and rows.overlap(each.rows, validated.rows):
                seen.setdefault(each, []).append(validated.place)
    return [
        Sign(
            kind=Kind.OVERLAP,
            place=statistic.place,
            related=tuple(dict.fromkeys(places))[:SHOWN],
            sureness=Sureness.SURE,
            sentence=(
                f"`{statistic.what}` ran before the rows were divided, so copies of judged rows, "
                "or blends of them, are trained on."
            ),
        )
        for statistic, places in seen.items()
    ]


def _learns(statistic: Statistic) -> bool:
    """Tell whether a second fit gives other values to the same row."""
    return (
        statistic.strength is Strength.ESTIMATE
        or statistic.what == "factorize"
        or ENCODERS.match(statistic.what) is not None
    )


def _refits(happenings: Happenings) -> list[Sign]:
    seen: dict[Statistic, Judged] = {}
    for judged in happenings.judged:
        if overlaps(judged.fit, judged):
            continue
        of_training = {each.what for each in judged.fit.stats}
        for each in judged.stats - judged.fit.stats:
            own = rows.overlap(each.rows, judged.rows) and not rows.overlap(
                each.rows, judged.fit.rows
            )
            if own and each.what in of_training and _learns(each):
                seen.setdefault(each, judged)
    return [
        Sign(
            kind=Kind.REFITTED_ON_TEST,
            place=statistic.place,
            related=(judged.place,),
            sureness=Sureness.SURE,
            sentence=(
                f"`{statistic.what}` was fitted anew on the rows that are judged, "
                "so they are shaped differently from the training rows."
            ),
        )
        for statistic, judged in seen.items()
    ]
