"""What the reported number stands on: no other rows, rows trained on, rows chosen on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from takehome_graders.code import rows
from takehome_graders.code.happenings import Judged
from takehome_graders.code.machine import LOOPED
from takehome_graders.code.pairs import overlaps, reported
from takehome_graders.code.reading import Kind, Sign, Sureness

if TYPE_CHECKING:
    from takehome_graders.code.happenings import Fitted, Happenings
    from takehome_graders.code.rows import Rows

MANY = 3
"""Models compared on the same rows from which on their best is more than a comparison."""
BASELINES = ("Dummy",)


@dataclass(slots=True, kw_only=True, eq=False)
class Tries:
    """The models that were judged on the same rows."""

    judged: list[Judged] = field(default_factory=list)

    @property
    def fits(self) -> list[Fitted]:
        """The fits behind them, each once by its place."""
        by_place = {each.fit.place: each.fit for each in self.judged}
        return [fit for fit in by_place.values() if not fit.name.startswith(BASELINES)]

    @property
    def looped(self) -> list[Fitted]:
        """The fits that a loop repeats and judges each time."""
        places = {each.fit.place for each in self.judged if each.looped}
        return [fit for fit in self.fits if fit.looped and fit.place in places]

    @property
    def count(self) -> int:
        """How many models there are at least."""
        return len(self.fits) + (MANY - 1) * len(self.looped)


def found(happenings: Happenings) -> list[Sign]:
    """Return what makes the reported number stand on the wrong rows."""
    return [*_scored_on_training(happenings), *_chosen(happenings), *_stopped(happenings)]


def _scored_on_training(happenings: Happenings) -> list[Sign]:
    judged = [each for each in happenings.judged if not each.answers and not each.fit.shapes]
    if happenings.validated or any(not rows.overlap(each.fit.rows, each.rows) for each in judged):
        return []
    watched = [each for each in happenings.watched if not rows.overlap(each.rows, each.training)]
    models = [each for each in happenings.fitted if not each.shapes and each.rows]
    if watched or not models:
        return []
    scored = [each for each in judged if reported(each, happenings)]
    if scored:
        return [
            Sign(
                kind=Kind.TRAINING_SCORE,
                place=scored[-1].place,
                related=(scored[-1].fit.place,),
                sureness=Sureness.LIKELY,
                sentence="The model is scored on rows that it was trained on, and on no others.",
            )
        ]
    if happenings.divided:
        return []
    return [
        Sign(
            kind=Kind.MISSING_SPLIT,
            place=models[-1].place,
            related=(),
            sureness=Sureness.LIKELY,
            sentence="No rows are held back: nothing in the code divides, validates or tests.",
        )
    ]


def _chosen(happenings: Happenings) -> list[Sign]:
    groups = _tries(happenings)
    many = [(held, tries) for held, tries in groups.items() if tries.count >= MANY]
    signs: list[Sign] = []
    for held, tries in many:
        if any(_confirms(other, tries) for part, other in groups.items() if part != held):
            continue
        tuned = bool(tries.looped)
        signs.append(
            Sign(
                kind=Kind.TUNED_ON_TEST if tuned else Kind.MULTI_TEST,
                place=tries.judged[-1].place,
                related=tuple(fit.place for fit in tries.fits[:4]),
                sureness=Sureness.LIKELY,
                sentence=(
                    "A loop fits and scores models on the same rows, and no other rows confirm "
                    "the best of them."
                    if tuned
                    else f"{len(tries.fits)} models are scored on the same rows, and no other "
                    "rows confirm the best of them."
                ),
            )
        )
    return signs


def _tries(happenings: Happenings) -> dict[Rows, Tries]:
    averaged = not happenings.kept
    redrawn = {each.family for each in happenings.divided if each.looped and averaged}
    groups: dict[Rows, Tries] = {}
    for judged in happenings.judged:
        families = {family for _, path in judged.rows for family, _ in path}
        in_folds = any(name.startswith("folds") or name.endswith(LOOPED) for name in families)
        if judged.answers or judged.fit.shapes or in_folds or families & redrawn:
            continue
        if judged.rows and not overlaps(judged.fit, judged) and reported(judged, happenings):
            groups.setdefault(judged.rows, Tries()).judged.append(judged)
    return groups


def _confirms(other: Tries, tries: Tries) -> bool:
    """Tell whether other rows judge fewer models, and none that only these rows know."""
    return other.count < tries.count


def _stopped(happenings: Happenings) -> list[Sign]:
    signs: dict[object, Sign] = {}
    for watched in happenings.watched:
        if not watched.stops or rows.overlap(watched.rows, watched.training):
            continue
        numbers = [
            each
            for each in happenings.judged
            if each.fit.place == watched.place
            and not each.answers
            and each.rows == watched.rows
            and reported(each, happenings)
        ]
        others = any(
            each.fit.place == watched.place
            and not each.answers
            and not rows.overlap(each.rows, watched.rows)
            and not overlaps(each.fit, each)
            for each in happenings.judged
        )
        if numbers and not others:
            signs[watched.place] = Sign(
                kind=Kind.STOPPED_ON_TEST,
                place=watched.place,
                related=tuple(dict.fromkeys(each.place for each in numbers))[:4],
                sureness=Sureness.SURE,
                sentence="Training stops when it does best on the very rows that are reported.",
            )
    return list(signs.values())
