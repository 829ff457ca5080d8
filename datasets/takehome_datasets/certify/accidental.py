"""The scan for leaks that nobody planted.

Its sharpest tool is one that only the maker of a world has. Given the true probability of every
outcome, nothing that was there before it can say anything more: whatever still goes with what is
left, outcome less probability, knows the outcome. That holds through drift, seasons and entities,
and needs no threshold but that of chance. Beside it stand the checks that a suspicious candidate
would make without the truth.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from takehome_datasets.certify.anchors import mature_rows
from takehome_datasets.certify.steps import Steps, out_of_fold, rates
from takehome_datasets.certify.views import View, views
from takehome_datasets.measures import auc
from takehome_datasets.past import Past
from takehome_datasets.scene import DAY

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from takehome_datasets.key import PlantRecord
    from takehome_datasets.scene import Scene

Floats = NDArray[np.float64]

CHANCE: Final = 6.0
"""Standard errors that no view of a clean variant reaches, with thousands of them looked at."""
_DROP: Final = 0.03
"""How much worse a column may do on the hidden rows than in validation, beyond chance."""
_STRANGE: Final = 0.55
"""How well one column may tell hidden rows from training rows, beyond chance."""
_BEYOND: Final = 0.03
"""How much better it may do so than one month of training from the next."""
_DAYS: Final = 30
_STEPS: Final = 32
_LEAST_VARIANCE: Final = 12.0
"""A step with fewer expected outcomes than about this is too small for its chi-square."""
_FOLDS: Final = 5
_UNMOVED: Final = frozenset({"value", "missing", "decimals", "length"})
"""The aspects that ought to look the same before and after the border. Ages only ever grow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """One sign of a leak that nobody planted."""

    check: str
    where: str
    measured: float
    bar: float
    sentence: str


def scan(scene: Scene, records: Sequence[PlantRecord]) -> list[Suspicion]:
    """Return every sign of a leak that is not among the records, the strongest of each check first.

    Args:
        scene: As it is written down, mess and all.
        records: What was planted, in canonical names.
    """
    leaking = {c for record in records if record.kind == "leak" for c in record.columns}
    moved = {c for record in records if record.kind in {"drift", "mess"} for c in record.columns}
    wrong = float(np.mean(~(np.abs(scene.truth.probability - 0.5) <= 0.5)))  # noqa: PLR2004 - 0..1
    if wrong:
        # Every comparison with what is not a number is false, and would look clean.
        return [
            Suspicion(
                check="has no probability",
                where=scene.examples,
                measured=wrong,
                bar=0.0,
                sentence=f"{wrong:.1%} of the events have a probability that is none",
            )
        ]
    looked = views(scene)
    found = [
        *_know_more(scene, looked, leaking),
        *_drop(scene, looked, leaking | moved),
        *_strange(scene, looked, leaking | moved),
        *_neighbours(scene),
        *_across(scene),
        *_labels(scene),
    ]
    return sorted(found, key=lambda one: (one.check, -one.measured))


def _know_more(
    scene: Scene, looked: Sequence[View], leaking: Collection[str]
) -> Iterator[Suspicion]:
    truth = scene.truth
    rest = truth.happened - truth.probability
    noise = truth.probability * (1.0 - truth.probability)
    stretches = {"training": scene.calendar.training.rows}
    stretches |= {name: window.rows for name, window in scene.calendar.windows.items()}
    for view in looked:
        for name, rows in stretches.items():
            # Planted leaks are let off where they leak, and nowhere else.
            if name == "training" and _is_of(view, leaking):
                continue
            measured = surprise(view.cells[rows], rest[rows], noise[rows])
            if measured > CHANCE:
                yield Suspicion(
                    check="knows more than the truth",
                    where=f"{view.name}, {name}",
                    measured=measured,
                    bar=CHANCE,
                    sentence=(
                        f"in the {name} rows {view.name} goes with what is left of the outcome once"
                        " its true probability is taken off"
                    ),
                )


def _is_of(view: View, leaking: Collection[str]) -> bool:
    # Which cells are empty tells of a planted missingness, wherever it is.
    return view.column in leaking or (view.aspect == "empty cells" and bool(leaking))


def surprise(cells: Floats, rest: Floats, noise: Floats) -> float:
    """Return by how many standard errors residuals differ from step to step of some cells.

    Args:
        cells: One view of some rows.
        rest: Outcome less probability, row by row.
        noise: The variance of each.
    """
    most = int(max(1.0, min(_STEPS, float(noise.sum()) / _LEAST_VARIANCE)))
    steps = Steps.of(cells, most)
    step = steps.place(cells)
    spread = np.bincount(step, weights=noise, minlength=steps.count)
    sums = np.bincount(step, weights=rest, minlength=steps.count)
    # Steps that hold too little are looked at together.
    small = spread < _LEAST_VARIANCE
    spread = np.append(spread[~small], spread[small].sum())
    sums = np.append(sums[~small], sums[small].sum())
    full = spread > 0.0
    square, degrees = float(np.sum(np.square(sums[full]) / spread[full])), int(full.sum())
    if not degrees:
        return 0.0
    # The cube root of a chi-square is close to normal (Wilson and Hilferty).
    width = 2.0 / (9.0 * degrees)
    return float((square / degrees) ** (1.0 / 3.0) - (1.0 - width)) / math.sqrt(width)


def _drop(scene: Scene, looked: Sequence[View], exempt: Collection[str]) -> Iterator[Suspicion]:
    rows = mature_rows(scene)
    window = scene.calendar.windows["near"].rows
    labels = scene.truth.labelled[rows].astype(np.float64)
    fold = scene.entity[rows] % _FOLDS
    for view in looked:
        # The time itself, and the place in a file sorted by it, end where the hidden rows begin;
        # an age has gone on by then, and means what another did.
        if view.column in exempt or view.column == "row" or _is_clock(scene, view):
            continue
        if view.aspect == "age":
            continue
        steps = Steps.of(view.cells[rows], _STEPS)
        step = steps.place(view.cells[rows])
        validated = auc(out_of_fold(step, labels, fold), labels)
        said = rates(step, labels, steps.count)[steps.place(view.cells[window])]
        hidden = auc(said, scene.truth.probability[window])
        chance = 0.5 / math.sqrt(float(labels.sum()))
        bar = _DROP + 4.0 * chance
        if validated - hidden > bar:
            yield Suspicion(
                check="does not hold on the hidden rows",
                where=view.name,
                measured=validated - hidden,
                bar=bar,
                sentence=(
                    f"{view.name} alone ranks with AUC {validated:.3f} in validation and"
                    f" {hidden:.3f} on the hidden rows"
                ),
            )


def _is_clock(scene: Scene, view: View) -> bool:
    columns = [table.columns.get(view.column) for table in scene.tables.values()]
    forms = {column.form for column in columns if column is not None}
    return view.aspect == "value" and bool(forms & {"moment", "day"})


def _strange(scene: Scene, looked: Sequence[View], exempt: Collection[str]) -> Iterator[Suspicion]:
    """Look for columns that jump at the border, beyond how they move from month to month."""
    border, *controls = _borders(scene)
    for view in looked:
        if view.column in exempt or view.column == "row" or _is_clock(scene, view):
            continue
        if view.aspect not in _UNMOVED or view.column == scene.id_column:
            continue
        measured = _jump(scene, view, border)
        if measured <= _STRANGE:
            continue
        # Weather and habits move too: a season does so at every border, a new export at this one.
        bar = max(_STRANGE, _BEYOND + max(_jump(scene, view, other) for other in controls))
        if measured > bar:
            yield Suspicion(
                check="tells hidden rows from training rows",
                where=view.name,
                measured=measured,
                bar=bar,
                sentence=(
                    f"{view.name} alone tells the first hidden rows from the last training rows"
                    f" with AUC {measured:.3f}, and no drift of it was planted"
                ),
            )


_Border = tuple[NDArray[np.int64], NDArray[np.int64]]
"""The rows just before it and just after it."""


def _borders(scene: Scene) -> list[_Border]:
    """Return the border between training and hidden rows, then some within the training period."""
    training, window = scene.calendar.training, scene.calendar.windows["near"]
    days = min(_DAYS, window.end - window.first, (training.end - training.first) // 6)
    rows = np.arange(scene.moment.size)
    day = scene.moment // DAY

    def within(stretch: slice, first: int) -> NDArray[np.int64]:
        chosen = rows[stretch]
        return chosen[(day[chosen] >= first) & (day[chosen] < first + days)]

    found = [(within(training.rows, training.end - days), within(window.rows, window.first))]
    for back in range(1, 6):
        middle = training.end - back * days
        found.append((within(training.rows, middle - days), within(training.rows, middle)))
    return [(before, after) for before, after in found if before.size and after.size]


def _jump(scene: Scene, view: View, border: _Border) -> float:
    before, after = border
    owners = (scene.entity[before], scene.entity[after])
    return strangeness(view.cells[before], view.cells[after], owners)


def strangeness(
    before: Floats, after: Floats, owners: tuple[NDArray[np.int64], NDArray[np.int64]]
) -> float:
    """Return how well one column tells two periods apart, as an AUC on entities not learnt from."""
    cells = np.concatenate([before, after])
    later = np.repeat([0.0, 1.0], [before.size, after.size])
    steps = Steps.of(cells, _STEPS)
    fold = np.concatenate(owners) % _FOLDS
    return auc(out_of_fold(steps.place(cells), later, fold), later)


def _neighbours(scene: Scene) -> Iterator[Suspicion]:
    truth, rows = scene.truth, scene.calendar.training.rows
    rest = (truth.happened - truth.probability)[rows]
    noise = (truth.probability * (1.0 - truth.probability))[rows]
    pairs = {"next to one another in the file": (np.arange(rest.size - 1), np.arange(1, rest.size))}
    past = Past.of(scene.entity[rows], scene.moment[rows])
    pairs["of one entity"] = past.pairs(np.ones(rest.size, dtype=np.bool_))
    known = _labelled_rest(scene)
    for what, (one, other) in pairs.items():
        for left, spread in ((rest, noise), known):
            scale = math.sqrt(float(np.sum(spread[one] * spread[other])))
            measured = float(np.sum(left[one] * left[other])) / scale if scale else 0.0
            if measured > CHANCE:
                yield Suspicion(
                    check="outcomes go together",
                    where=f"rows {what}",
                    measured=measured,
                    bar=CHANCE,
                    sentence=f"outcomes of rows {what} agree more than their probabilities explain",
                )
                break


def _labelled_rest(scene: Scene) -> tuple[Floats, Floats]:
    """Return the labels of the training table less their probabilities, and the variance."""
    truth, rows = scene.truth, scene.calendar.training.rows
    p = truth.probability[rows]
    if truth.immature:
        age = (scene.calendar.extraction - scene.moment[rows]) / DAY
        p = p * scene.delay.reported_within(age)
    return truth.labelled[rows] - p, p * (1.0 - p)


def _across(scene: Scene) -> Iterator[Suspicion]:
    """Look for rows that stand on both sides of the border, whatever their id and time."""
    columns = [
        column
        for name, column in scene.table.columns.items()
        if name != scene.id_column and column.form != "moment" and column.extracted is None
    ]
    cells = np.column_stack(
        [np.nan_to_num(c.values.astype(np.float64), nan=-1e300) for c in columns]
    )
    _, index = np.unique(cells, axis=0, return_inverse=True)
    index = index.ravel()
    known = np.unique(index[scene.calendar.training.rows])
    for name, window in scene.calendar.windows.items():
        share = float(np.mean(np.isin(index[window.rows], known)))
        bar = 1e-3
        if share > bar:
            yield Suspicion(
                check="stands on both sides",
                where=f"rows, {name}",
                measured=share,
                bar=bar,
                sentence=f"{share:.1%} of the {name} rows stand in the training table too",
            )


def _labels(scene: Scene) -> Iterator[Suspicion]:
    """Look for labels that say what did not happen: such as an outcome spread over an entity."""
    rows = scene.calendar.training.rows
    wrong = float(np.mean(scene.truth.labelled[rows] & ~scene.truth.happened[rows]))
    if wrong > 0.0:
        yield Suspicion(
            check="labels that are not true",
            where=scene.outcome_column,
            measured=wrong,
            bar=0.0,
            sentence=f"{wrong:.2%} of the training rows are labelled with what did not happen",
        )
