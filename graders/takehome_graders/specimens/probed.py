"""What made-up candidates left behind beside their predictions: probes, deliverables, re-runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from takehome_datasets.measures import acted
from takehome_datasets.streams import Streams
from takehome_graders.deliverables import Alarm, Decided, Shipping
from takehome_graders.evidence import (
    Answer,
    Change,
    Claim,
    Ending,
    NotRerun,
    Outcome,
    Place,
    Refusal,
    Rerun,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from takehome_datasets.key import Key, Window
    from takehome_graders.resampling import Floats

DELIVERABLES: Final = ("predict", "expected_score", "decide", "monitor", "decision")
_SAMPLE: Final = 40
_ALONE: Final = 10
_SHIFT: Final = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """How a made-up candidate's code behaves where nobody looks."""

    careful: bool
    """Whether it answers whatever comes, decides by cost, and is fitted with a seed."""
    leaks: bool = False
    """Whether its pipeline sees labels of rows that it judges itself on."""


def answers(window: Window, values: Floats, conduct: Conduct) -> Iterator[Answer]:
    """Yield what it answers to batches, to the faults of production and for pace."""
    sample, alone = (np.arange(min(size, window.ids.size)) for size in (_SAMPLE, _ALONE))
    everything = np.arange(window.ids.size)
    shift = 0.0 if conduct.careful else _SHIFT
    for probe, rows, by in (
        ("batch:alone", alone, 2 * shift),
        ("batch:shuffled", everything[::-1], 0.0),
        ("batch:halves", everything, shift),
        ("production:new-category", sample, _SHIFT),
        ("production:extra-column", sample, 0.0),
        ("production:reordered-columns", sample, 0.0),
        ("production:other-types", sample, shift),
        ("production:one-row", sample[:1], 0.0),
        ("production:late-rows", sample, _SHIFT),
    ):
        yield _answer(probe, window.ids[rows], np.clip(values[rows] + by, 0.0, 1.0), 0.05)
    if conduct.careful:
        yield _answer("production:empty-table", window.ids[:0], values[:0], 0.05)
    yield _answer("pace:one", window.ids[:1], values[:1], 0.05 if conduct.careful else 2.5)
    yield _answer("pace:many", window.ids, values, 1.5)


def refusals(conduct: Conduct) -> Iterator[Refusal]:
    """Yield what it refuses: a missing column in so many words, or whatever breaks."""
    said = "ValueError: amount is missing" if conduct.careful else "IndexError: index 3"
    for probe in ("production:missing-column", "production:empty-table")[: 2 - conduct.careful]:
        yield Refusal(
            probe=probe,
            outcome=Outcome.FAILED,
            message=said,
            place=Place(file="solution.py", line=2),
            seconds=0.1,
        )


def decisions(key: Key, predictions: dict[str, Floats], conduct: Conduct) -> Iterator[Decided]:
    """Yield what it decides: by what the mistakes cost, or by a half."""
    for window in key.windows:
        q = predictions.get(window.name)
        if q is not None and key.costs is not None:
            by_cost = acted(q, key.costs) > 0
            yield Decided(
                probe=window.name,
                ids=window.ids,
                acted=by_cost if conduct.careful else q > 0.5,  # noqa: PLR2004 - the threshold of who never thought of one
            )


def alarms(key: Key, conduct: Conduct) -> Iterator[Alarm]:
    """Yield what its monitor says: what is at work, or nothing until far too late."""
    last = key.stream[-1].name if key.stream else ""
    for window in key.stream:
        plants = [plant for plant in key.plants if plant.id in window.plants]
        if conduct.careful:
            yield Alarm(
                probe=window.name,
                drifted=bool(plants),
                kind=plants[0].mechanism if plants else "",
                where=plants[0].columns if plants else (),
                since=window.starts.isoformat() if plants else "",
            )
        else:
            yield Alarm(
                probe=window.name, drifted=window.name == last, kind="input", where=(), since=""
            )


def shipping(key: Key, conduct: Conduct) -> Shipping | None:
    """Return what it decides about the experiment."""
    truth = key.experiment
    if truth is None:
        return None
    if conduct.careful:
        flaws = tuple(plant.mechanism for plant in key.plants if plant.id in truth.flaws)
        low, high = truth.effect - 2 * truth.error, truth.effect + 2 * truth.error
        return Shipping(ship=truth.ship, effect=truth.effect, low=low, high=high, flaws=flaws)
    return Shipping(
        ship=not truth.ship, effect=truth.effect + 4 * truth.error, low=None, high=None, flaws=()
    )


def reruns(
    key: Key, predictions: dict[str, Floats], claim: Claim, conduct: Conduct
) -> tuple[Rerun, ...]:
    """Return what it came to when it was run again: on the same data, and on permuted labels."""
    rng = Streams(root=b"takehome specimen").rng("reruns", "all")
    share = float(np.mean([window.probability.mean() for window in key.windows]))
    by = 0.0 if conduct.careful else 0.2
    again = {name: q * (1 + by * rng.standard_normal(q.size)) for name, q in predictions.items()}
    permuted = {name: rng.permutation(q) for name, q in predictions.items()}
    left = claim.value if conduct.leaks else share
    return (
        _rerun(key, Change.NOTHING, again, Claim(value=claim.value + by / 4), None),
        _rerun(key, Change.ALL_LABELS, permuted, Claim(value=round(left, 4) * 0.9), share),
    )


def not_rerun() -> tuple[NotRerun, ...]:
    """Return what there was no time for."""
    return (NotRerun(change=Change.TWIN, plants=(), reason="The time for it was used up."),)


def _rerun(
    key: Key, change: Change, predictions: dict[str, Floats], claim: Claim, share: float | None
) -> Rerun:
    windows = {window.name: window for window in key.windows}
    return Rerun(
        change=change,
        plants=(),
        rows=key.training.moment.size if key.training is not None else 0,
        ending=Ending(outcome=Outcome.COMPLETED, during="", message="It ran and answered."),
        claim=claim,
        fit_s=12.0,
        replies=tuple(
            _answer(name, windows[name].ids, np.clip(q, 0.0, 1.0), 0.05)
            for name, q in predictions.items()
            if name in windows
        ),
        recording=None,
        positives=share,
    )


def _answer(probe: str, ids: NDArray[np.int64], values: Floats, seconds: float) -> Answer:
    return Answer(probe=probe, ids=ids, values=values, seconds=seconds)
