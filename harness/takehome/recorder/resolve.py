"""From an object to the rows of the examples table that it holds.

Every way of knowing is tried in turn, the cheap and sure ones first: the very object; the rows of
something as long, or those that an index names, where values agree; the values alone; the numbers
of an earlier prediction; the outcome itself. What is left is passed on as a sample for the host,
or is said to be unresolved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from .carriers import Carrier, discover, is_near_unique
from .derived import LEAST, Derived, held, searched, telling
from .identity import Identity
from .orders import Orders, whole
from .outcomes import Outcomes
from .predictions import Predictions
from .rowsets import RowSet, RowSets
from .sheets import Sheets
from .sight import Sight, look

if TYPE_CHECKING:
    from collections.abc import Callable

_PROBED: Final = 16
_GUESSES: Final = 6
_COMPARED: Final = 2048
_ENOUGH: Final = 30
_SAMPLES: Final = 40
_MOST_CELLS: Final = 400_000


class Found(NamedTuple):
    """Which rows an object holds, how that is known, and which calls made it."""

    rows: RowSet | None
    method: str
    via: tuple[int, ...] = ()


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
        self.derived = Derived()
        self.outcomes = Outcomes()
        self._orders = Orders()
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
            self.outcomes.learn(table.column(names.index(self._target)))
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
            self._by_prediction,
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
            self._orders.learn(sight.index, found.rows.ids, self.n)

    def sample(self, sight: Sight) -> Found:
        """Pass two columns of an object on to the host, which can take its time."""
        if self._samples == _SAMPLES or sight.n < _ENOUGH:
            return Found(None, "unresolved")
        columns = telling(sight, 2)
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
        self.derived.add(sight, rows, 0)
        return Found(rows, "sample")

    def align(self, thing: Any, rows: RowSet, via: tuple[int, ...]) -> Sight | None:
        """Learn that an object holds these rows, because a call makes it so."""
        sight = look(thing)
        if sight is None or sight.n != rows.n:
            return None
        self.identity.learn(thing, rows, via)
        return sight

    def _by_index(self, sight: Sight) -> Found | None:
        """Take the rows that a pandas index names, if values or outcomes agree."""
        if not whole(sight.index):
            return None
        numbers = np.asarray(sight.index)
        for first, ids in self._orders.named(numbers, self.n):
            verdict = self._agrees(sight, ids)
            if verdict:
                return Found(self.rowsets.of(ids), "index+values")
            # An index that nothing confirms speaks for itself only while it is the only one.
            regular = type(sight.index).__name__ == "RangeIndex" and sight.n < self.n
            if verdict is None and first and self._orders.only() and not regular:
                return Found(self.rowsets.of(ids), "index")
        return None

    def _agrees(self, sight: Sight, ids: Any) -> bool | None:
        """Whether an object holds what the examples table holds in these rows; None: unknown."""
        for carrier in self._base:
            at = sight.named(carrier.name)
            if at < 0:
                continue
            values = sight.column(at)
            if values is None:
                continue
            step = len(ids) // _COMPARED + 1
            values, some = values[::step], ids[::step]
            finite = np.isfinite(values) & np.isfinite(carrier.values[some])
            if finite.mean() < 0.5:  # noqa: PLR2004 - too much is missing to tell
                continue
            same = carrier.holds(values, some)[finite].mean()
            if same >= 0.98:  # noqa: PLR2004 - some cells may have been mended
                return True
            # Scaled in place of itself, the column tells nothing; moved rows share no value.
            if carrier.knows(values[finite][:_PROBED]).mean() > 0.5:  # noqa: PLR2004 - see above
                return False
        if sight.width == 1:
            verdict = self.outcomes.same(sight.column(0), ids)
            if verdict is not None:
                return verdict
        return self.sheets.fits(sight, ids)

    def _by_values(self, sight: Sight) -> Found | None:
        pairs = self._pairs(sight)
        if pairs:
            guessed = self._guessed(sight, pairs)
            if guessed is not None:
                return Found(guessed, "values")
            ids, method = searched(sight, pairs)
            if ids is not None:
                return Found(self.rowsets.of(ids), method)
        for origin, derived in self.derived.pairs(sight):
            ids, method = searched(sight, derived)
            if ids is not None:
                rows = self.rowsets.of(ids, derived[0][1].space)
                return Found(rows, f"derived {method}", (origin,) if origin else ())
        return None

    def _by_prediction(self, sight: Sight) -> Found | None:
        """Take the rows of an earlier prediction that these numbers are, or are cut from."""
        values = sight.column(0) if sight.width == 1 else None
        if values is None or len(values) < _ENOUGH:
            return None
        found = self.predictions.aligned(values) or self.predictions.cut(values)
        if found is None:
            return None
        return Found(self.rowsets.of(found[0], found[1]), "prediction", (found[2],))

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
            if (at := sight.named(carrier.name)) >= 0 and held(sight, at, carrier, probe) >= LEAST
        ]
        if named:
            return named
        strong = [carrier for carrier in self._base if not carrier.weak]
        found = []
        for at in range(min(sight.width, 128)):
            values = sight.column(at)
            if values is None or not is_near_unique(values[probe], LEAST):
                continue
            for carrier in strong:
                share = held(sight, at, carrier, probe)
                if share >= LEAST:
                    found.append((share, at, carrier))
                    break
        found.sort(key=lambda each: -each[0])
        return [(at, carrier) for _, at, carrier in found[:4]]

    def _by_outcome(self, sight: Sight) -> Found | None:
        """Take the known rows, of as many, whose outcomes these are."""
        if sight.width != 1:
            return None
        values = sight.column(0)
        if values is None:
            return None
        for tried, rows in enumerate(self.rowsets.like(sight.n)):
            if not rows.space and self.outcomes.same(values, rows.ids):
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
        if sight.width != 1 or not self._orders.only():
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
