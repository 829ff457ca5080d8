"""Running one command to its end: what it printed is taken in, and nothing of it is left behind."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from .log import FLOOD_BYTES, Log
from .trouble import Trouble, flooded, late

_CHUNK: Final = 1 << 16
_POLL_S: Final = 0.2
_KEPT: Final = 1 << 16
_OUT: Final = 1
_ERR: Final = 2


@dataclass(slots=True, kw_only=True)
class Command:
    """A command that is started in a folder."""

    name: str
    """What it is called in messages."""
    parts: list[str]
    folder: Path
    log: Log
    kept: dict[int, bytes] = field(default_factory=lambda: {_OUT: b"", _ERR: b""})
    """The ends of its two streams."""

    @property
    def out(self) -> bytes:
        """The end of what it printed."""
        return self.kept[_OUT]

    @property
    def err(self) -> str:
        """The end of what it complained about."""
        return self.kept[_ERR].decode(errors="replace")

    def run(self, seconds: float) -> int:
        """Run it and return its exit code, which is below zero where a signal killed it.

        Raises:
            Trouble: It cannot be started, was late, or printed without end.
        """
        try:
            child = subprocess.Popen(
                self.parts,
                cwd=self.folder,
                env=_variables(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            raise self._not_started(error) from error
        try:
            self._listen(child, seconds)
            return child.wait()
        finally:
            # What it started itself goes with it.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
            for stream in (child.stdout, child.stderr):
                if stream is not None:
                    stream.close()

    def _listen(self, child: subprocess.Popen[bytes], seconds: float) -> None:
        """Take in what it prints until it ends.

        Raises:
            Trouble: It was late, or printed without end.
        """
        deadline = time.monotonic() + seconds
        with selectors.DefaultSelector() as streams:
            for number, stream in ((_OUT, child.stdout), (_ERR, child.stderr)):
                if stream is not None:
                    streams.register(stream, selectors.EVENT_READ, number)
            while True:
                if time.monotonic() > deadline:
                    raise late(seconds, self.name, over=False)
                if not streams.get_map():
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        child.wait(_POLL_S)
                        return
                    continue
                ready = streams.select(_POLL_S)
                for key, _ in ready:
                    piece = os.read(key.fd, _CHUNK)
                    if not piece:
                        streams.unregister(key.fileobj)
                    self.log.add(piece)
                    self.kept[key.data] = (self.kept[key.data] + piece)[-_KEPT:]
                if self.log.seen > FLOOD_BYTES:
                    raise flooded(FLOOD_BYTES / (1 << 20))
                if not ready and child.poll() is not None:
                    # Somebody whom it started holds the streams open.
                    return

    def _not_started(self, error: Exception) -> Trouble:
        if isinstance(error, FileNotFoundError):
            return Trouble(
                "environment",
                f"{self.name}: there is no program {self.parts[0][:200]} in the environment."
                " Commands are started in the submission's folder.",
            )
        return Trouble("failed", f"{self.name} cannot be started: {error}.")


def _variables() -> dict[str, str]:
    """Return the box's environment, in which `python` is the environment's."""
    ours = os.path.dirname(sys.executable)  # noqa: PTH120 - a plain string is wanted
    return {**os.environ, "PATH": f"{ours}:{os.environ.get('PATH', '/usr/bin:/bin')}"}
