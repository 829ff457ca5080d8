"""From an object to the rows of the examples table that it holds.

Every way of knowing is tried in turn, the cheap and sure ones first: the very object; the rows of
something as long, or those that an index names, where values agree; the values alone; the numbers
of an earlier prediction; the outcome itself. What is left is passed on as a sample for the host,
or is said to be unresolved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from .carriers import Carrier, discover, distinct, is_near_unique
from .identity import Identity
from .predictions import Predictions
from .rowsets import RowSet, RowSets
from .sheets import Sheets
from .sight import Sight, look

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PROBED: Final = 16
_LEAST: Final = 0.3
_DERIVED: Final = 24
_SEARCHED: Final = 8
_GUESSES: Final = 6
_FEW_LABELS: Final = 20
_ENOUGH: Final = 30
_SAMPLES: Final = 40
_SURE: Final = 25.0
_MOST_CELLS: Final = 400_000


class Found(NamedTuple):
    """Which rows an object holds, how that is known, and which calls made it."""

    rows: RowSet | None
    method: str
    via: tuple[int, ...] = ()


class _Derived(NamedTuple):
    """Carriers of a table that a call made, with the columns in which they stood."""

    origin: int
    width: int
    carriers: list[tuple[int, Carrier]]


class Resolver:
    """What is known about rows, and how new objects are traced to them."""

    def __init__(self, tell: Callable[[dict[str, Any], dict[str, Any]], None], target: str) -> None:
        self._tell = tell
        self._target = target
        self.rowsets = RowSets(tell)
        self.identity = Identity()
        self.sheets = Sheets()
        self.predictions = Predictions()
        self.n = 0
        """How many rows the examples table has; 0 while it has not been seen."""
        self._base: list[Carrier] = []
        self._derived: list[_Derived] = []
        self._labels: Any = None
        self._spaces: list[Any] = []
        self._samples = 0

    @property
    def carriers(self) -> list[Carrier]:
        """The carriers of the examples table."""
        return self._base

    def begin(self, table: Sight) -> None:
        """Learn the examples table from its first reading."""
        self.n = table.n
        self.rowsets.measure(0, table.n)
        names = list(table.names or [])
        self._base = discover(names, table.column, table.n)
        if self._target in names:
            labels = table.column(names.index(self._target))
            self._labels = None if labels is None else np.array(labels, dtype=np.float64)
        self.sheets.begin(table)
        self.identity.learn(table.of, self.rowsets.of(np.arange(table.n)), ())

    def find(self, sight: Sight) -> Found:
        """Return the rows of an object."""
        if not self.n or not sight.n:
            return Found(None, "unresolved")
        known = self.identity.find(sight.of)
        if known is not None:
            return Found(self.rowsets.of(known[0], known[1]), "identity", known[2])
        for method in (
            self._by_index,
            self._by_values,
            self._by_outcome,
            self._by_sheet,
            self._by_positions,
        ):
            found = method(sight)
            if found is not None:
                self._remember(sight, found)
                return found
        return Found(None, "unresolved")

    def opaque(self, thing: Any) -> Sight | None:
        """Return the sight of an object that cannot be looked into, but whose rows are known."""
        if thing is None:
            return None
        known = self.identity.find(thing)
        return None if known is None else Sight(thing, len(known[0]), 0, None, lambda _: None)

    def _remember(self, sight: Sight, found: Found) -> None:
        if found.rows is None:
            return
        self.identity.learn(sight.of, found.rows, found.via)
        if found.rows.space == 0 and not found.method.startswith("index"):
            self._learn_index(sight, found.rows.ids)

    def sample(self, sight: Sight) -> Found:
        """Pass two columns of an object on to the host, which can take its time."""
        if self._samples == _SAMPLES or sight.n < _ENOUGH:
            return Found(None, "unresolved")
        columns = self._telling(sight, 2)
        if not columns or 2 * sight.n > _MOST_CELLS:
            return Found(None, "unresolved")
        self._samples += 1
        space = self._samples
        self.rowsets.measure(space, sight.n)
        values = np.column_stack([np.asarray(sight.column(at), dtype="<f8") for at in columns])
        names = [sight.names[at] if sight.names else "" for at in columns]
        self._tell(
            {"kind": "sample", "space": space, "n": sight.n, "names": names}, {"values": values}
        )
        rows = self.rowsets.of(np.arange(sight.n), space)
        self.identity.learn(sight.of, rows, ())
        self.derive(sight, rows, 0)
        return Found(rows, "sample")

    def align(self, thing: Any, rows: RowSet, via: tuple[int, ...]) -> Sight | None:
        """Learn that an object holds these rows, because a call makes it so."""
        sight = look(thing)
        if sight is None or sight.n != rows.n:
            return None
        self.identity.learn(thing, rows, via)
        return sight

    def derive(self, sight: Sight, rows: RowSet, origin: int) -> None:
        """Learn carriers of an object that a call made, for whatever is cut from it later."""
        made = []
        for at in self._telling(sight, 2):
            values = np.array(sight.column(at), dtype=np.float64)
            name = sight.names[at] if sight.names else ""
            made.append((at, Carrier(name, values, rows.ids, rows.space)))
        if made:
            self._derived.append(_Derived(origin, sight.width, made))
            del self._derived[:-_DERIVED]

    def made(self) -> list[_Derived]:
        """Return the carriers of tables that calls made, the oldest first."""
        return list(self._derived)

    def adopt(self, origin: int, width: int, columns: list[tuple[int, Any]], ids: Any) -> None:
        """Learn carriers of a table that a call in another process made."""
        carriers = [(at, Carrier("", values, ids)) for at, values in columns]
        self._derived.append(_Derived(origin, width, carriers))

    def _telling(self, sight: Sight, most: int) -> list[int]:
        """Return columns by which rows of an object could be told apart."""
        found: list[tuple[float, int]] = []
        sure = 0
        for at in range(min(sight.width, 64)):
            values = sight.column(at)
            share = distinct(values) if values is not None else 0.0
            if share > 0.5:  # noqa: PLR2004 - half of the rows are told apart
                found.append((-share, at))
                sure += share > 0.999  # noqa: PLR2004 - as good as can be
                if sure == most:
                    break
        return [at for _, at in sorted(found)[:most]]

    def _by_index(self, sight: Sight) -> Found | None:
        """Take the rows that a pandas index names, if values or outcomes agree."""
        index = sight.index
        if index is None or getattr(index.dtype, "kind", "O") not in "iu":
            return None
        numbers = np.asarray(index)
        regular = type(index).__name__ == "RangeIndex"
        for number, space in enumerate([None, *self._spaces]):
            ids = _through(numbers, space, self.n)
            if ids is None:
                continue
            verdict = self._agrees(sight, ids)
            if verdict or (verdict is None and number == 0 and self._plausible(numbers, regular)):
                return Found(self.rowsets.of(ids), "index" if verdict is None else "index+values")
        return None

    def _plausible(self, numbers: Any, regular: bool) -> bool:
        """Whether an index that nothing confirms still speaks for itself."""
        if self._spaces:
            return False
        return not regular or len(numbers) == self.n

    def _agrees(self, sight: Sight, ids: Any) -> bool | None:
        """Whether an object holds what the examples table holds in these rows; None: unknown."""
        for carrier in self._base:
            at = sight.named(carrier.name)
            if at < 0:
                continue
            values = sight.column(at)
            if values is None:
                continue
            finite = np.isfinite(values) & np.isfinite(carrier.values[ids])
            if finite.mean() < 0.5:  # noqa: PLR2004 - too much is missing to tell
                continue
            same = carrier.holds(values, ids)[finite].mean()
            if same >= 0.98:  # noqa: PLR2004 - some cells may have been mended
                return True
            # Scaled in place of itself, the column tells nothing; moved rows share no value.
            if carrier.knows(values[finite][:_PROBED]).mean() > 0.5:  # noqa: PLR2004 - see above
                return False
        if sight.width == 1:
            verdict = self._same_labels(sight.column(0), ids)
            if verdict is not None:
                return verdict
        return self.sheets.fits(sight, ids)

    def _same_labels(self, values: Any, ids: Any) -> bool | None:
        """Whether a column is the outcome of these rows, or its opposite; None: cannot say."""
        labels = self._labels
        if labels is None or values is None or len(values) < _ENOUGH or (ids < 0).any():
            return None
        wanted = labels[ids]
        if len(np.unique(values[:1000])) > _FEW_LABELS:
            return None
        same = bool((values == wanted).all())
        opposite = wanted.max() + wanted.min() - wanted
        if same or bool((values == opposite).all()):
            return True if _surprise(wanted) > _SURE else None
        return False if set(np.unique(values)) <= set(np.unique(labels)) else None

    def _by_values(self, sight: Sight) -> Found | None:
        pairs = self._pairs(sight)
        if pairs:
            guessed = self._guessed(sight, pairs)
            if guessed is not None:
                return Found(guessed, "values")
            ids, method = _searched(sight, pairs)
            if ids is not None:
                return Found(self.rowsets.of(ids), method)
        for origin, derived in self._derived_pairs(sight):
            ids, method = _searched(sight, derived)
            if ids is not None:
                rows = self.rowsets.of(ids, derived[0][1].space)
                return Found(rows, f"derived {method}", (origin,) if origin else ())
        if sight.width == 1:
            values = sight.column(0)
            if values is not None and len(values) >= _ENOUGH:
                aligned = self.predictions.aligned(values) or self.predictions.cut(values)
                if aligned is not None:
                    return Found(self.rowsets.of(aligned[0], aligned[1]), "prediction", (aligned[2],))
        return None

    def _guessed(self, sight: Sight, pairs: list[tuple[int, Carrier]]) -> RowSet | None:
        """Return a known set of as many rows in which the carriers' values agree."""
        at, carrier = pairs[0]
        values = sight.column(at)
        probe = np.linspace(0, sight.n - 1, _PROBED).astype(int)
        tried = 0
        for rows in self.rowsets.like(sight.n):
            if rows.space or rows.missing:
                continue
            if (
                carrier.holds(values[probe], rows.ids[probe]).all()
                and carrier.holds(values, rows.ids).all()
            ):
                return rows
            tried += 1
            if tried == _GUESSES:
                break
        return None

    def _pairs(self, sight: Sight) -> list[tuple[int, Carrier]]:
        """Return which columns hold values of which carriers, the surest first."""
        probe = np.linspace(0, sight.n - 1, min(_PROBED * 2, sight.n)).astype(int)
        named = [
            (at, carrier)
            for carrier in self._base
            if (at := sight.named(carrier.name)) >= 0 and _held(sight, at, carrier, probe) >= _LEAST
        ]
        if named:
            return named
        strong = [carrier for carrier in self._base if not carrier.weak]
        found = []
        for at in range(min(sight.width, 128)):
            values = sight.column(at)
            if values is None or not is_near_unique(values[probe], _LEAST):
                continue
            for carrier in strong:
                share = _held(sight, at, carrier, probe)
                if share >= _LEAST:
                    found.append((share, at, carrier))
                    break
        found.sort(key=lambda each: -each[0])
        return [(at, carrier) for _, at, carrier in found[:4]]

    def _derived_pairs(self, sight: Sight) -> Iterator[tuple[int, list[tuple[int, Carrier]]]]:
        """Give carriers of tables that calls made and that this object seems to be cut from."""
        probe = np.linspace(0, sight.n - 1, min(_PROBED, sight.n)).astype(int)
        searched = 0
        for made in reversed(self._derived):
            pairs = []
            for place, carrier in made.carriers:
                same = made.width == sight.width
                at = place if same else sight.named(carrier.name) if carrier.name else -1
                if at >= 0 and _held(sight, at, carrier, probe) >= _LEAST:
                    pairs.append((at, carrier))
            if pairs:
                yield made.origin, pairs
            searched += 1
            if searched == _SEARCHED:
                return

    def _by_outcome(self, sight: Sight) -> Found | None:
        """Take the known rows, of as many, whose outcomes these are."""
        if sight.width != 1 or self._labels is None:
            return None
        values = sight.column(0)
        if values is None:
            return None
        for tried, rows in enumerate(self.rowsets.like(sight.n)):
            if not rows.space and self._same_labels(values, rows.ids):
                return Found(rows, "outcome")
            if tried == 4 * _GUESSES:
                break
        return None

    def _by_sheet(self, sight: Sight) -> Found | None:
        """Take the known rows, of as many, that look like this in the few fixed ones."""
        if sight.width > 1:
            for tried, rows in enumerate(self.rowsets.like(sight.n)):
                if not rows.space and self.sheets.fits(sight, rows.ids):
                    return Found(rows, "fixed rows")
                if tried == _GUESSES:
                    break
        return None

    def _by_positions(self, sight: Sight) -> Found | None:
        """Take plain positions for rows, as long as only one order of rows was seen."""
        if sight.width != 1 or self._spaces:
            return None
        values = sight.of if isinstance(sight.of, np.ndarray) else sight.column(0)
        if values is None or values.ndim != 1 or sight.n < _ENOUGH:
            return None
        whole = isinstance(sight.of, (list, range)) or values.dtype.kind in "iu"
        if not whole or values.min() < 0 or values.max() >= self.n:
            return None
        ids = np.asarray(values).astype(np.int32)
        if len(np.unique(ids)) != len(ids):
            return None
        return Found(self.rowsets.of(ids), "positions")

    def _learn_index(self, sight: Sight, ids: Any) -> None:
        """Remember which rows an index of another order names."""
        index = sight.index
        if index is None or getattr(index.dtype, "kind", "O") not in "iu" or (ids < 0).any():
            return
        numbers = np.asarray(index)
        if numbers.min() < 0 or numbers.max() > 4 * self.n or (numbers == ids).all():
            return
        for space in self._spaces:
            if numbers.max() < len(space):
                there = space[numbers]
                if ((there == ids) | (there < 0)).all():
                    space[numbers] = ids
                    return
        fresh = np.full(max(self.n, int(numbers.max()) + 1), -1, dtype=np.int32)
        fresh[numbers] = ids
        self._spaces = [fresh, *self._spaces[:3]]


def _surprise(values: Any) -> float:
    """Return how much it would take to guess all these outcomes, in nats."""
    _, counts = np.unique(values, return_counts=True)
    shares = counts / counts.sum()
    return float(-(counts * np.log(shares)).sum())


def _through(numbers: Any, space: Any, n: int) -> Any:
    """Return the rows that index numbers name in a space, or None where they name none."""
    if not len(numbers) or numbers.min() < 0:
        return None
    if space is None:
        return numbers.astype(np.int32) if numbers.max() < n else None
    if numbers.max() >= len(space):
        return None
    ids = space[numbers]
    return ids if (ids >= 0).all() else None


def _held(sight: Sight, at: int, carrier: Carrier, probe: Any) -> float:
    """Return which share of some values of a column a carrier knows."""
    values = sight.column(at)
    if values is None:
        return 0.0
    some = values[probe]
    some = some[np.isfinite(some)]
    return float(carrier.knows(some).mean()) if len(some) else 0.0


def _searched(sight: Sight, pairs: list[tuple[int, Carrier]]) -> tuple[Any, str]:
    """Return the row of each value; two carriers have to agree where the first has gaps."""
    at, carrier = pairs[0]
    values = sight.column(at)
    ids = carrier.find(values)
    lost = ids < 0
    if not lost.any():
        return ids, "values"
    if lost.mean() > 1 - _LEAST / 2:
        return None, ""
    if len(pairs) == 1:
        return ids, "values"
    other_at, other = pairs[1]
    its = sight.column(other_at)
    theirs = other.find(its)
    mine_silent = ~np.isfinite(values) | carrier.silent(theirs)
    its_silent = ~np.isfinite(its) | other.silent(ids)
    kept = (ids == theirs) | ((theirs < 0) & its_silent)
    ids = np.where(kept, ids, np.where(lost & mine_silent, theirs, -1)).astype(np.int32)
    return ids, "agreeing values"
