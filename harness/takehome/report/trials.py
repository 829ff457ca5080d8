"""What production did to the submission: each probe beside the scored ones, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from takehome_graders.apart import restlessness
from takehome_graders.evidence import Place
from takehome_graders.production.trials import trials
from takehome_graders.scale import FULL_POINTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from takehome_datasets.key import Key
    from takehome_graders.evidence import Evidence, Refusal

ASKED: Final[Mapping[str, str]] = {
    "batch:alone": "Rows one by one, each in a folder of its own",
    "batch:shuffled": "The same rows in another order",
    "batch:halves": "The same rows in two halves",
    "production:new-category": "A category that training never had",
    "production:missing-column": "A column is missing",
    "production:extra-column": "A column that nobody announced",
    "production:reordered-columns": "The columns in another order",
    "production:other-types": "Numbers and words written otherwise",
    "production:empty-table": "A table without a row",
    "production:one-row": "A table of one row",
    "production:late-rows": "Rows that come late",
    "pace:one": "How fast for one row",
    "pace:many": "How fast for many",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One probe beside the scored ones: what was asked, what it did, and how long that took."""

    probe: str
    asked: str
    told: str
    """What it did, in a sentence."""
    points: float | None
    """Out of 100; None where nothing is judged by it."""
    refused: bool
    rows: int | None
    seconds: float
    place: Place | None
    """Where it broke off."""

    @property
    def came(self) -> Literal["stood", "in part", "failed", "refused"]:
        """What came of it, in a word or two."""
        if self.points is not None and self.points >= FULL_POINTS:
            return "stood"
        if self.refused:
            return "refused"
        return "in part" if self.points else "failed"


def tried(key: Key, evidence: Evidence) -> tuple[Trial, ...]:
    """Return every trial that was made, in a fixed order, and then whatever else was refused."""
    return tuple(_trials(key, evidence))


def _trials(key: Key, evidence: Evidence) -> Iterator[Trial]:
    judged = trials(key, evidence, restlessness(key, evidence))
    for each in judged:
        reply, refusal = evidence.reply(each.probe), evidence.refusal(each.probe)
        came = refusal or reply
        yield Trial(
            probe=each.probe,
            asked=ASKED.get(each.probe, each.probe),
            told=each.told,
            points=round(each.points, 4),
            refused=refusal is not None,
            rows=int(reply.ids.size) if reply is not None and refusal is None else None,
            seconds=came.seconds if came is not None else 0.0,
            place=refusal.place if refusal is not None else None,
        )
    known = {each.probe for each in judged}
    yield from (_refused(each) for each in evidence.refusals if each.probe not in known)


def _refused(refusal: Refusal) -> Trial:
    return Trial(
        probe=refusal.probe,
        asked=ASKED.get(refusal.probe, refusal.probe),
        told=f"It was refused ({refusal.outcome}): {refusal.message}",
        points=None,
        refused=True,
        rows=None,
        seconds=refusal.seconds,
        place=refusal.place,
    )
