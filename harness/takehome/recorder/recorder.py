"""The recorder of one process: numbers what happens and tells it, each call once and in order."""

from __future__ import annotations

import contextlib
import itertools
import os
import sys
import threading
import time
import weakref
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from .call import Call
from .digests import hashed
from .places import Places
from .resolve import Found, Resolver
from .sight import Sight, look

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from .digests import Digests
    from .replay import Replay
    from .rowsets import RowSet

    Emit = Callable[[dict[str, Any], dict[str, Any]], None]

_TEXT: Final = 200
_NAMES: Final = 400
_EVENTS: Final = 4000
_CLASSES: Final = 8
_OWN_COLUMNS: Final = frozenset({"fit", "fit_transform", "partial_fit", "resample", "search"})
_DIGESTED: Final = frozenset({*_OWN_COLUMNS, "fit_predict", "matrix"})
_DIVIDES: Final = frozenset({"split", "cross", "search"})


class Recorder:
    """What one process tells."""

    def __init__(
        self, emit: Emit, *, target: str = "", process: int = 0, places: Places | None = None
    ) -> None:
        self._emit = emit
        self._lock = threading.RLock()
        self._sequence = itertools.count()
        self._numbers = itertools.count(1)
        self._objects = itertools.count(1)
        self._object_of: dict[int, int] = {}
        self._named: dict[tuple[str, ...], int] = {}
        self._local = threading.local()
        self._main_busy = 0
        self._told = 0
        self.process = process
        self.places = places or Places()
        self.resolver = Resolver(self.tell, target)
        self.on = False
        self.answers = 0
        """How many outputs of models are still told after the end."""
        self.probe = 0
        """The number of the probe that they belong to."""
        self.nested = 0
        self.faults = 0
        self.fault = ""
        self.digests: Digests | None = None
        """Makes digests of what is learned from, where they are asked for."""
        self.replay: Replay | None = None
        """Has the partitions that splitters are to make, where there are such."""
        self.ensure: Callable[[], None] | None = None
        """Learns the examples table, where nobody has read it by a way that teaches it."""

    def start_over(self, emit: Emit, process: int) -> None:
        """Tell as another process from here on, with what this one knows."""
        self._lock = threading.RLock()
        self._emit = emit
        self._sequence = itertools.count()
        self._told = self.nested = self.faults = 0
        self.fault = ""
        self.process = process
        self._named = {}
        self.replay = None
        self.resolver.rowsets.forget()

    def tell(self, header: Mapping[str, Any], arrays: Mapping[str, Any] | None = None) -> None:
        """Send one frame, with its number in this process's sequence."""
        with self._lock:
            full = {**header, "process": self.process, "sequence": next(self._sequence)}
            try:
                self._emit(full, dict(arrays or {}))
            except OSError:
                # Nobody listens any more: that is for the listener to notice.
                self.on = False

    def failed(self, error: Exception) -> None:
        """Count a fault of our own; the candidate's call goes on as if nothing had been there."""
        self.faults += 1
        if not self.fault:
            self.fault = f"{type(error).__name__}: {error}"[:_TEXT] + _where(error)

    def enter(self, library: str, name: str) -> Call | None:
        """Begin a call, or count it where it is inside another one or not the candidate's."""
        if not self.on:
            return None
        local = self._local
        if getattr(local, "busy", False):
            self.nested += 1
            return None
        main = threading.current_thread() is threading.main_thread()
        if not main and self._main_busy:
            self.nested += 1
            return None
        spot = self.places.nearest(sys._getframe(2))  # noqa: SLF001 - the one way to a caller's place
        if spot is None or self._told >= _EVENTS:
            self.nested += 1
            return None
        local.busy = True
        self._main_busy += main
        call = Call(next(self._numbers), spot, library, name)
        local.call = call
        return call

    def current(self) -> Call | None:
        """Return the call that is under way in this thread."""
        return getattr(self._local, "call", None)

    def leave(self) -> None:
        """End the call that is under way in this thread."""
        self._local.busy = False
        self._local.call = None
        if threading.current_thread() is threading.main_thread():
            self._main_busy = 0

    @contextlib.contextmanager
    def hushed(self) -> Iterator[None]:
        """Take what happens inside for part of something that was told already."""
        before = getattr(self._local, "busy", False)
        self._local.busy = True
        try:
            yield
        finally:
            self._local.busy = before

    def identify(self, thing: Any) -> int:
        """Return the number of an object, the same as long as it lives; 0 for none."""
        key = id(thing)
        number = self._object_of.get(key)
        if number is None:
            try:
                weakref.finalize(thing, self._object_of.pop, key, None).atexit = False
            except TypeError:
                return 0
            number = self._object_of[key] = next(self._objects)
        return number

    def take(self, call: Call, kind: str, given: list[tuple[str, Any]]) -> None:
        """Trace the arguments of a call to their rows; one that is as long may stand in."""
        resolver = self.resolver
        if not resolver.n and self.ensure is not None:
            self.ensure()
        settled: list[tuple[str, Sight, Found]] = []
        for role, thing in given:
            sight = look(thing) or resolver.opaque(thing)
            if sight is None:
                continue
            found = _beside(sight, role, settled) if role.endswith("y") else None
            settled.append((role, sight, found or resolver.find(sight)))
        for at, (role, sight, each) in enumerate(settled):
            found = each
            if found.rows is None:
                found = _beside(sight, role, settled) or found
            if found.rows is None and sight.width > 1:
                found = resolver.sample(sight)
            if found.method == "beside" and found.rows is not None:
                resolver.identity.learn(sight.of, found.rows, ())
            settled[at] = (role, sight, found)
            self._argue(call, kind, role, sight, found)

    def _argue(self, call: Call, kind: str, role: str, sight: Sight, found: Found) -> None:
        rows = found.rows
        names, via = sight.names, list(found.via)
        if rows is not None and not rows.space and role == "X" and sight.width and not via:
            names, made = self.resolver.sheets.read(sight, rows.ids)
            via = sorted({*via, *made})
        said: dict[str, Any] = {
            "role": role,
            "rows": rows.number if rows else 0,
            "n": sight.n,
            "missing": rows.missing if rows else sight.n,
            "method": found.method,
            "via": [each for each in via if each < call.number][-8:],
        }
        if role == "X" and kind in _OWN_COLUMNS and names:
            said["columns"] = self._columns(names)
        if self.digests is not None and role in {"X", "y"} and rows is not None:
            said["digest"] = self._digest(call, kind, role, sight, rows)
        call.arguments.append(said)
        call.via.extend(said["via"])
        if rows is not None and call.rows is None:
            call.rows = rows

    def _digest(self, call: Call, kind: str, role: str, sight: Sight, rows: RowSet) -> str:
        """Return the digest of what is learned from; of what is divided, keep its rows' hashes."""
        try:
            if role == "X" and kind in _DIVIDES:
                call.hashes = hashed(sight)
            if self.digests is not None and kind in _DIGESTED:
                return self.digests.sum_up(sight, rows)
        except Exception as error:  # noqa: BLE001 - a fault of ours is never the candidate's
            self.failed(error)
        return ""

    def divided(self, call: Call, number: int, train: Any, test: Any) -> tuple[Any, Any]:
        """Return the positions of a partition: the splitter's own, or those that are replayed."""
        if self.replay is None:
            return train, test
        return self.replay.instead(call, number, train, test)

    def _columns(self, names: list[str]) -> int:
        """Return the number of a list of columns, telling it where it is new."""
        key = tuple(name[:_TEXT] for name in names[:_NAMES])
        if key not in self._named:
            self._named[key] = len(self._named) + 1
            self.tell({"kind": "columns", "columns": self._named[key], "names": list(key)})
        return self._named[key]

    def event(self, call: Call, kind: str, more: Mapping[str, Any] | None = None) -> None:
        """Tell a call that has ended."""
        self._told += 1
        self.tell(
            {
                "kind": "event",
                "number": call.number,
                "what": kind,
                "library": call.library,
                "name": call.name,
                "object": call.object,
                "file": call.spot.file[-_TEXT:],
                "line": call.spot.line,
                "cell": call.spot.cell,
                "function": call.spot.function[:_TEXT],
                "arguments": call.arguments,
                "seconds": round(time.perf_counter() - call.began, 6),
                **(more or {}),
            }
        )

    def fold(self, call: Call, number: int, train: Any, test: Any) -> None:
        """Tell one partition that a splitter made, in rows of the examples table."""
        rows = call.rows
        said: dict[str, Any] = {"kind": "fold", "of": call.number, "fold": number}
        for role, at in (("train", train), ("test", test)):
            if rows is None:
                said[role] = 0
                continue
            chosen = self.resolver.rowsets.of(rows.ids[np.asarray(at)], rows.space)
            said[role] = chosen.number
            # The positions themselves are passed on, and divided once more.
            self.resolver.identity.learn(at, chosen, ())
            if role == "train" and self.digests is not None and call.hashes is not None:
                said["digest"] = self.digests.of(
                    call.hashes[np.asarray(at)], chosen.ids, chosen.space
                )
        self.tell(said)

    def answer(self, name: str, result: Any) -> None:
        """Tell what a model put out while the submission answers a probe."""
        sight = look(result)
        if sight is None or self.answers <= 0 or sight.width > _CLASSES:
            return
        columns = [sight.column(at) for at in range(sight.width)]
        if any(column is None for column in columns):
            return
        self.answers -= 1
        values = np.column_stack([np.asarray(column, dtype="<f8") for column in columns])
        self.tell({"kind": "output", "name": name, "probe": self.probe}, {"values": values})

    def end(self) -> None:
        """Tell that it is over, and how much was seen."""
        self.tell(
            {
                "kind": "end",
                "events": self._told,
                "nested": self.nested,
                "faults": self.faults,
                "fault": self.fault,
                "full": self._told >= _EVENTS,
            }
        )


def _beside(sight: Sight, role: str, settled: list[tuple[str, Sight, Found]]) -> Found | None:
    """Return the rows of another argument that belongs to the same rows by what a call means."""
    for other_role, other, each in settled:
        if other is sight or other.n != sight.n or each.rows is None:
            continue
        if _table(role) == _table(other_role):
            return Found(each.rows, "beside")
    return None


def _table(role: str) -> str:
    """Return which of a call's tables an argument belongs to."""
    return role.rstrip("y") if role.startswith("eval") else ""


def _where(error: Exception) -> str:
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    return f" ({os.path.basename(at.tb_frame.f_code.co_filename)}:{at.tb_lineno})" if at else ""  # noqa: PTH119 - a name, not a path
