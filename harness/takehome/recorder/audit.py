"""What Python itself reports: files, processes and libraries that the candidate's code reaches for.

A hook of this kind cannot be taken away again from Python.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from .places import Spot
    from .recorder import Recorder

TAMPERING: Final = {
    "ctypes.dlopen": "ctypes",
    "ctypes.cdata": "ctypes",
    "ctypes.cdata/buffer": "ctypes",
    "ctypes.PyObj_FromPtr": "ctypes",
    "ctypes.addressof": "ctypes",
    "ctypes.string_at": "ctypes",
    "subprocess.Popen": "process",
    "os.system": "process",
    "os.exec": "process",
    "os.posix_spawn": "process",
    "os.spawn": "process",
    "os.fork": "fork",
    "os.forkpty": "fork",
    "gc.get_objects": "gc",
    "gc.get_referrers": "gc",
    "gc.get_referents": "gc",
    "sys.addaudithook": "audit",
    "sys.settrace": "trace",
    "sys.setprofile": "trace",
}
_MOST: Final = 200
_TEXT: Final = 200


class Audit:
    """Listens to what Python reports, and tells what the candidate's own code causes."""

    def __init__(self, recorder: Recorder, examples: str) -> None:
        self._recorder = recorder
        self._examples = os.path.realpath(examples)
        self._name = os.path.basename(examples)  # noqa: PTH119 - a name, not a path
        self._told = 0
        self._busy = False
        self._seen: set[tuple[str, Spot | None]] = set()

    def listen(self) -> None:
        """Begin to listen, for as long as this process lives."""
        sys.addaudithook(self._heard)

    def _heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            self._file(arguments)
        elif event in TAMPERING and self._recorder.on and not self._busy:
            self._busy = True
            try:
                self._reached(event, arguments)
            finally:
                self._busy = False

    def _file(self, arguments: tuple[Any, ...]) -> None:
        path = arguments[0]
        if (
            self._recorder.on
            and not self._busy
            and isinstance(path, str)
            and path.endswith(self._name)
            and os.path.realpath(path) == self._examples
        ):
            self._busy = True
            try:
                self._opened()
            finally:
                self._busy = False

    def _opened(self) -> None:
        """Tell that the examples table was opened by something that is no reader we know."""
        if self._recorder.current() is not None:
            return
        spot = self._recorder.places.nearest(sys._getframe(3))  # noqa: SLF001 - the one way to a caller's place
        key = ("open", spot)
        if key not in self._seen and self._told < _MOST:
            self._seen.add(key)
            self._tell("open", self._name, spot)

    def _reached(self, event: str, arguments: tuple[Any, ...]) -> None:
        spot = self._recorder.places.direct(sys._getframe(2))  # noqa: SLF001 - the one way to a caller's place
        key = (event, spot)
        if spot is None or key in self._seen or self._told >= _MOST:
            return
        self._seen.add(key)
        detail = " ".join(str(each)[:60] for each in arguments[:2])
        self._tell(TAMPERING[event], f"{event} {detail}", spot)

    def _tell(self, what: str, detail: str, spot: Spot | None) -> None:
        self._told += 1
        self._recorder.tell(
            {
                "kind": "noticed",
                "what": what,
                "detail": detail[:_TEXT],
                "file": spot.file[-_TEXT:] if spot else "",
                "line": spot.line if spot else 0,
                "cell": spot.cell if spot else 0,
            }
        )
