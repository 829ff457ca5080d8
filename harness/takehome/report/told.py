"""What was seen at run time, in rows of words: for renderings that have no room to draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from takehome.report import wording
from takehome.report.plot_flow import describe as describe_flow
from takehome.report.plot_scheme import describe as describe_scheme
from takehome.report.spots import short

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takehome.report.summary import Summary

VALIDATED: Final = "How it was really validated"
AGAIN: Final = "What running it again showed"
TRIALS: Final = "When production misbehaves"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One part of what was seen: its title, sentences, and rows of a table with their heads."""

    title: str
    sentences: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def told(summary: Summary) -> tuple[Told, ...]:
    """Return every part of which anything was seen."""
    return tuple(_told(summary))


def reproduced(summary: Summary) -> str:
    """Return in a few words whether it came to the same again."""
    again = {None: "sat once", True: "reproduced", False: "not reproduced"}[summary.reproduced]
    return f"{again}, not fitted here" if summary.fitted_here is False else again


def _told(summary: Summary) -> Iterator[Told]:
    if summary.validated is not None or summary.flow is not None:
        sentences = []
        if summary.validated is not None:
            sentences.append(describe_scheme(summary.validated))
        if summary.flow is not None:
            sentences.append(describe_flow(summary.flow))
        yield Told(title=VALIDATED, sentences=tuple(sentences), heads=(), rows=())
    if summary.again is not None:
        rows: list[tuple[str, ...]] = [
            (one.answer, one.asked, one.told) for one in summary.again.settled
        ]
        rows += [("not run", one.words, one.reason) for one in summary.again.not_made]
        rows += [
            (
                f"{wording.precision(run.claimed)} → {wording.precision(run.realised)}",
                f"Claimed → realised {run.words}",
                run.ended,
            )
            for run in summary.again.runs
        ]
        yield Told(
            title=AGAIN, sentences=(), heads=("answer", "asked", "what was seen"), rows=tuple(rows)
        )
    if summary.trials:
        yield Told(
            title=TRIALS,
            sentences=(),
            heads=("it", "asked", "what it did", "took"),
            rows=tuple(_trials(summary)),
        )


def _trials(summary: Summary) -> Iterator[tuple[str, ...]]:
    for trial in summary.trials:
        where = f" At {short(trial.place, summary.entry)}." if trial.place else ""
        yield (
            trial.came,
            trial.asked,
            f"{trial.told}{where}",
            wording.seconds(trial.seconds),
        )
