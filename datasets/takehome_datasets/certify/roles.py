"""Guessing what a column is for from how it looks, without a single label.

In a world made carelessly the role shows: leaks are the columns with holes, noise is what has unit
variance, decoys stand at the end. Here somebody tries, who has the traits of every column of many
variants and knows the roles of all columns but two, and says which of these two is the leak. A
column is never guessed from itself in another variant: whoever has seen the answers of one variant
may know a column by its name, and needs no statistics for that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from takehome_datasets.names import render

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from takehome_datasets.scene import Scene
    from takehome_datasets.tables import Column
    from takehome_datasets.variant import Happened

Floats = NDArray[np.float64]
Role = Literal["signal", "noise", "leak", "decoy"]

ROLES: Final[tuple[Role, ...]] = ("signal", "noise", "leak", "decoy")
TRAITS: Final = (
    "missing", "different values", "most common value", "zeros", "decimals", "spread", "skew",
    "tails", "is text", "is whole", "is date", "place in table", "in the main table",
    "length of name", "words in name", "digits in name", "length of meaning",
)  # fmt: skip
"""What is looked at. Spread, skew and tails are free of the unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One column of one variant, as it looks, and what it is for."""

    column: str
    """Its canonical name."""
    role: Role
    traits: tuple[float, ...]
    """In the order of `TRAITS`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """How well one role is told from the others."""

    role: Role
    auc: float
    """Of pairs of columns that were not learnt from; a half is luck."""
    pairs: int
    telling: tuple[tuple[str, float], ...]
    """The traits that give it away by themselves, the worst first, each with its AUC."""


def sightings(
    made: Happened, *, names: Mapping[str, str], orders: Mapping[str, Sequence[str]]
) -> list[Sighting]:
    """Return every column of a variant that a candidate has to make up their mind about.

    Args:
        made: The variant's world, with its plants.
        names: From canonical names to the variant's.
        orders: The columns of each table in the order of its file.
    """
    scene = made.dirty
    roles = _roles(made)
    found = []
    for table, order in orders.items():
        for place, name in enumerate(order):
            column = scene.tables[table].columns.get(name)
            if column is None or name not in roles or (table, name) in _keys(scene):
                continue
            if table != scene.examples and name in scene.table.columns:
                continue
            words = (names.get(name, name), render(scene.lexicon[name].meaning, names))
            traits = _traits(scene, table, column, words, place / max(len(order) - 1, 1))
            found.append(Sighting(column=name, role=roles[name], traits=traits))
    return found


def guess(seen: Sequence[Sighting], role: Role) -> Guess | None:
    """Try to tell one role from all others; None where there are not two columns of each."""
    traits = np.array([one.traits for one in seen])
    mine = np.array([one.role == role for one in seen])
    column = np.array([one.column for one in seen])
    yes, no = np.unique(column[mine]), np.unique(column[~mine])
    if min(yes.size, no.size) < _LEAST_COLUMNS:
        return None
    scaled = _ranks(traits)
    won, pairs = 0.0, 0
    for a in yes:
        for b in no:
            if a == b:
                continue
            rest = (column != a) & (column != b)
            said = _score(scaled[rest], mine[rest], column[rest], scaled)
            won += _beats(said[mine & (column == a)], said[~mine & (column == b)])
            pairs += 1
    alone = [_alone(scaled[:, k], mine, column) for k in range(len(TRAITS))]
    worst = np.argsort([-abs(value - 0.5) for value in alone], kind="stable")[:_TOLD]
    return Guess(
        role=role,
        auc=won / pairs,
        pairs=pairs,
        telling=tuple((TRAITS[k], alone[k]) for k in worst),
    )


_LEAST_COLUMNS: Final = 2
_TOLD: Final = 4
_STRONG: Final = 0.7
"""Traits that tell this much of what the best one tells are used; the others would blur it."""
_FLOOR: Final = 0.1
"""Added to the spread of a trait, or one that never varies within a side would decide alone."""


def _roles(made: Happened) -> dict[str, Role]:
    """Return the role of every column: planted, part of why things happen, or neither."""
    scene = made.clean
    parts = {part for name in scene.terms for part in name.split(":")}
    roles: dict[str, Role] = {
        name: "signal" if name in parts else "noise"
        for table in scene.tables.values()
        for name in table.columns
    }
    for record in made.records:
        if record.kind in {"leak", "decoy"}:
            roles |= dict.fromkeys(record.columns, record.kind)
    return roles


def _keys(scene: Scene) -> set[tuple[str, str]]:
    """Return what is there to find rows by: nobody takes it for a feature."""
    keys = {(scene.examples, name) for name in (*scene.pinned, scene.outcome_column)}
    return keys | {(table, next(iter(scene.tables[table].columns))) for table in scene.links}


def _traits(
    scene: Scene, table: str, column: Column, words: tuple[str, str], place: float
) -> tuple[float, ...]:
    name, meaning = words
    cells = column.state(extracted=True)
    if table == scene.examples:
        cells = cells[scene.calendar.training.rows]
    values = _numbers(column, cells)
    there = values[~np.isnan(values)]
    missing = 1.0 - there.size / values.size
    if not there.size:
        there = np.zeros(1)
    different, counts = np.unique(there, return_counts=True)
    return (
        missing,
        float(np.log(different.size)),
        float(counts.max() / there.size),
        float(np.mean(there == 0.0)),
        float(column.decimals),
        *_shape(there),
        float(column.form == "text"),
        float(column.form == "count"),
        float(column.form in {"moment", "day"}),
        place,
        float(table == scene.examples),
        float(len(name)),
        float(name.count("_") + 1),
        float(sum(letter.isdigit() for letter in name)),
        float(len(meaning)),
    )


def _numbers(column: Column, cells: NDArray[Any]) -> Floats:
    values = cells.astype(np.float64)
    return np.where(values < 0, np.nan, values) if column.form == "text" else values


def _shape(values: Floats) -> tuple[float, float, float]:
    """Return spread, skew and tails from quantiles, which no single value can upset."""
    low, left, middle, right, high = np.quantile(values, [0.02, 0.25, 0.5, 0.75, 0.98])
    unit = max(abs(float(middle)), 1e-9)
    box, whole = max(float(right - left), 1e-9), max(float(high - low), 1e-9)
    return (
        float(np.log1p((right - left) / unit)),
        float((high + low - 2.0 * middle) / whole),
        float(np.log(whole / box)),
    )


def _ranks(traits: Floats) -> Floats:
    """Return every trait as its rank among all columns, from -1 to 1; ties share theirs."""
    found = np.empty_like(traits)
    for k in range(traits.shape[1]):
        _, index, counts = np.unique(traits[:, k], return_inverse=True, return_counts=True)
        middle = np.cumsum(counts) - 0.5 * (counts + 1)
        found[:, k] = 2.0 * middle[index] / max(traits.shape[0] - 1, 1) - 1.0
    return found


def _score(
    learnt: Floats, mine: NDArray[np.bool_], column: NDArray[np.str_], asked: Floats
) -> Floats:
    """Tell the two sides apart by the traits in which they differ most; score what is asked.

    Every column weighs the same, and so does each side.
    """
    _, index, counts = np.unique(column, return_inverse=True, return_counts=True)
    weight = 1.0 / counts[index]
    yes = (weight * mine) @ learnt / weight[mine].sum()
    no = (weight * ~mine) @ learnt / weight[~mine].sum()
    inner = np.square(learnt - np.where(mine[:, None], yes, no))
    sides = np.where(mine, 0.5 / weight[mine].sum(), 0.5 / weight[~mine].sum())
    spread = np.sqrt((weight * sides) @ inner) + _FLOOR
    apart = (yes - no) / spread
    strong = np.abs(apart) >= _STRONG * np.abs(apart).max()
    return np.asarray((asked / spread) @ np.where(strong, apart, 0.0))


def _beats(one: Floats, other: Floats) -> float:
    """Return how often a value of the one is above one of the other; ties count half."""
    order = np.sort(other)
    below = np.searchsorted(order, one, side="left")
    upto = np.searchsorted(order, one, side="right")
    return float(np.mean((below + upto) / (2.0 * other.size)))


def _alone(trait: Floats, mine: NDArray[np.bool_], column: NDArray[np.str_]) -> float:
    """Return the AUC of one trait by itself, over pairs of columns."""
    yes, no = np.unique(column[mine]), np.unique(column[~mine])
    won = [
        _beats(trait[mine & (column == a)], trait[~mine & (column == b)])
        for a in yes
        for b in no
        if a != b
    ]
    return float(np.mean(won))
