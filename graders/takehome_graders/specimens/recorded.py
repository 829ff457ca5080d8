"""Made-up recordings: what a recorder would have told of three ways to validate."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from takehome_datasets.key import TrainingRows
from takehome_datasets.streams import Streams
from takehome_graders.recording.events import Argument, Event, Fold, Recording, Rows, Spot, Told

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from takehome_datasets.key import Key
    from takehome_graders.evidence import Evidence

    Ids = NDArray[np.int64]

Way = Literal["time", "random", "prepared"]
"""Split by time, with everything fitted on the earlier part; split at random; or split at random
after everything had been prepared on all rows, in five folds, some times over."""

_ROWS_A_CARD: Final = 6
_REPEATED: Final = 50
"""One row in so many repeats another."""
_MATURES_DAYS: Final = 30
_FOLDS: Final = 5
_HELD: Final = 0.2


def training(rows: int, days: int) -> TrainingRows:
    """Return what is true of so many training rows, in the order of time."""
    rng = Streams(root=b"takehome specimen").rng("training", "rows")
    moment = np.sort(rng.random(rows)) * days
    twin = np.arange(rows)
    again = np.arange(_REPEATED, rows, _REPEATED)
    twin[again] = again - 1
    return TrainingRows(
        moment=moment,
        entity=rng.integers(0, max(1, rows // _ROWS_A_CARD), rows),
        twin=twin,
        mature=moment < days - _MATURES_DAYS,
    )


def recorded(key: Key, evidence: Evidence, way: Way, *, seeds: int = 8) -> Evidence:
    """Return the evidence with a recording whose last judgement is the claim.

    Args:
        key: Of its kit.
        evidence: Without a recording.
        way: How it was validated.
        seeds: How often over, where that is a matter of seeds: some fifteen calls each.

    Raises:
        ValueError: The key knows nothing of its training rows.
    """
    if key.training is None:
        raise ValueError(f"{key.kit} says nothing of its training rows.")
    claim = evidence.claim.value if evidence.claim else 0.5
    cells = tuple(number for source in evidence.sources[:1] for number, _ in source.cells if number)
    told = _Telling(n=key.training.moment.size, file=evidence.entry, cells=cells)
    match way:
        case "time":
            _by_time(told, claim)
        case "random":
            _at_random(told, claim)
        case "prepared":
            _prepared(told, claim, seeds)
    return replace(evidence, recording=told.recording())


@dataclass(slots=True, kw_only=True)
class _Telling:
    """A recorder's account as it goes on."""

    n: int
    file: str
    cells: tuple[int, ...]
    """Numbers of a notebook's code cells: what a script has in its lines is told of these."""
    events: list[Event] = field(default_factory=list)
    folds: list[Fold] = field(default_factory=list)

    def tell(self, what: str, line: int, rows: Ids | None, **more: Any) -> int:
        """Tell one call, and return its number."""
        number = len(self.events) + 1
        settings = {
            "library": "sklearn", "name": what, "sort": "", "type": "", "object": 0, "value": (),
            "behind": (), "parameters": {}, "seconds": 0.1,
        }  # fmt: skip
        via = more.pop("via", ())
        role = "y_true" if what == "metric" else "X"
        self.events.append(
            Event(
                process=0,
                number=number,
                what=what,
                spot=self._spot(line),
                arguments=(self._argument(role, rows, via),),
                **{**settings, **more},
            )
        )
        return number

    def rows(self, ids: Ids) -> Rows:
        flags = np.zeros(self.n, dtype=bool)
        flags[ids] = True
        return Rows(members=np.packbits(flags), space=0, size=self.n, n=int(flags.sum()), missing=0)

    def recording(self) -> Recording:
        told = Told(
            process=0, frames=len(self.events), gaps=0, ended=True, forked=False, nested=0,
            faults=0, fault="",
        )  # fmt: skip
        return Recording(
            n=self.n, events=tuple(self.events), folds=tuple(self.folds), notices=(), told=(told,)
        )

    def _spot(self, line: int) -> Spot:
        if not self.cells:
            return Spot(file=self.file, line=line)
        return Spot(file=self.file, line=1, cell=self.cells[min(line, len(self.cells)) - 1])

    def _argument(self, role: str, ids: Ids | None, via: tuple[int, ...]) -> Argument:
        if ids is None:
            return Argument(role=role, rows=None, n=0, missing=0, method="", via=via)
        return Argument(
            role=role, rows=self.rows(ids), n=ids.size, missing=0, method="values", via=via
        )


def _by_time(told: _Telling, claim: float) -> None:
    cut = round((1 - _HELD) * told.n)
    everything = np.arange(told.n)
    read = told.tell("read", 1, everything, name="read_csv", library="pandas")
    _held_out(told, everything[:cut], everything[cut:], claim, read)
    told.tell("metric", 2, None, name="roc_auc_score", value=(0.9,))


def _at_random(told: _Telling, claim: float) -> None:
    order = _shuffled(told.n, 0)
    everything = np.arange(told.n)
    read = told.tell("read", 1, everything, name="read_csv", library="pandas")
    split = told.tell("split", 1, everything, name="train_test_split", via=(read,))
    cut = round((1 - _HELD) * told.n)
    _held_out(told, order[:cut], order[cut:], claim, split)


def _held_out(told: _Telling, fitted: Ids, judged: Ids, claim: float, made: int) -> None:
    scaler = {"type": "StandardScaler", "sort": "transformer", "object": 1}
    model = {"type": "XGBClassifier", "sort": "model", "object": 2}
    scaled = told.tell("fit_transform", 2, fitted, via=(made,), **scaler)
    told.tell("fit", 2, fitted, via=(scaled,), **model)
    other = told.tell("transform", 2, judged, via=(made,), **scaler)
    said = told.tell("predict", 2, judged, via=(other,), name="predict_proba", **model)
    told.tell("metric", 2, judged, behind=(said,), value=(claim,), name="average_precision_score")


def _prepared(told: _Telling, claim: float, seeds: int) -> None:
    everything = np.arange(told.n)
    read = told.tell("read", 1, everything, name="read_csv", library="pandas")
    encoded = told.tell(
        "fit_transform", 1, everything, via=(read,), type="TargetEncoder", sort="transformer",
        object=1,
    )  # fmt: skip
    model = {"type": "XGBClassifier", "sort": "model", "object": 2}
    for seed in range(seeds):
        for number, judged in enumerate(np.array_split(_shuffled(told.n, seed), _FOLDS), start=1):
            fitted = np.setdiff1d(everything, judged)
            told.tell("fit", 1, fitted, via=(encoded,), **model)
            said = told.tell("predict", 1, judged, via=(encoded,), name="predict_proba", **model)
            told.tell(
                "metric", 1, judged, behind=(said,), name="average_precision_score",
                value=(round(claim - 0.01 * (seeds - 1 - seed) + 0.001 * (number - 3), 6),),
            )  # fmt: skip
    cross = told.tell(
        "cross", 1, everything, via=(encoded,), name="cross_val_score", type="XGBClassifier",
        sort="model", value=(claim,) * _FOLDS,
    )  # fmt: skip
    for number, judged in enumerate(np.array_split(_shuffled(told.n, seeds), _FOLDS)):
        fitted = np.setdiff1d(everything, judged)
        told.folds.append(
            Fold(process=0, of=cross, fold=number, train=told.rows(fitted), test=told.rows(judged))
        )


def _shuffled(n: int, seed: int) -> Ids:
    return Streams(root=b"takehome specimen").rng("shuffled", str(seed)).permutation(n)
