"""Hearing: what the submission's processes tell while it is executed, passed on to the host.

What is told goes out as it comes, in frames of the kind `seen` between the proctor's own messages,
so that nothing of it can be taken back. That it cannot be heard never stops a sitting.
"""

from __future__ import annotations

import contextlib
import threading
import time
from typing import TYPE_CHECKING, Any, Final

from .ear import Ear

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    Say = Callable[[Mapping[str, Any], Mapping[str, NDArray[Any]]], None]

SETTLE_S: Final = 2.0
"""For the last word of the submission's process to come through, once it is said."""
_POLL_S: Final = 0.02


class Hearing:
    """The ear of one sitting, and what the submission's process has to know to be heard."""

    def __init__(self, desk: Path, say: Say) -> None:
        """Open the ear.

        Args:
            desk: A folder of the proctor's.
            say: Sends a header and arrays to the host.
        """
        self._say: Final = say
        self._ended: Final = threading.Event()
        self._ear: Final = Ear(self._take)
        self._told: dict[str, str] = {}
        start = desk / "start"
        address = desk / "ear"
        # Without sockets of that kind, only a process that was handed its line is heard.
        with contextlib.suppress(OSError):
            start.mkdir()
            self._ear.open(str(address))
            self._told = {"address": str(address), "desk": str(start)}

    def config(self, asked: Mapping[str, Any], kit: Path, entry: str) -> dict[str, Any]:
        """Return what the recorder in the submission's process is told.

        Args:
            asked: What the host said: the file of the examples, their outcome's column, and more
                that is the recorder's own business.
            kit: The folder in which the submission is executed.
            entry: The notebook or script, from there.
        """
        folder, _, name = entry.rpartition("/")
        return {
            **asked,
            "examples": str(kit / str(asked["examples"])),
            "entry": name,
            "folder": str(kit / folder),
            **self._told,
        }

    def listen(self, line: socket.socket) -> None:
        """Listen on a line whose other end the submission's process was handed."""
        self._ear.listen(line)

    def settle(self) -> None:
        """Wait for the last word of the submission's own process, but not for long."""
        deadline = time.monotonic() + SETTLE_S
        while self._ear.lines and not self._ended.is_set() and time.monotonic() < deadline:
            self._ended.wait(_POLL_S)

    def close(self) -> None:
        """Listen for nobody new."""
        self._ear.close()

    def _take(self, header: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> None:
        # The host may have hung up; who tells must not be kept waiting for that.
        with contextlib.suppress(OSError):
            self._say({"kind": "seen", "lost": self._ear.lost, "said": header}, arrays)
        if header.get("kind") == "end" and header.get("process") == 0:
            self._ended.set()
