"""A submission that is executed in a child with its own namespace, over a pair of sockets.

That is how every script is, and a notebook where a kernel cannot be talked to: where a box has no
sockets of other kinds.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from . import slip
from .log import FLOOD_BYTES
from .trouble import KernelMissing, Trouble, flooded, gone, late, of_exception

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .form import Seat, Slip

_POLL_S: Final = 0.1
_GRACE_S: Final = 5.0
_START_S: Final = 60.0
_CHUNK: Final = 1 << 16


class Script:
    """One script, or a notebook's cells, its process, and the line to it."""

    def __init__(
        self,
        entry: Path,
        seat: Seat,
        cells: list[tuple[int, str]] | None = None,
    ) -> None:
        """Start its process.

        Args:
            entry: The file.
            seat: What it is executed with.
            cells: A notebook's; None for a script.
        """
        self._cells: Final = cells
        self._entry: Final = entry
        self._setting: Final = seat.setting
        self._slip: Final = seat.slip
        self._log: Final = seat.log
        ours, theirs = socket.socketpair()
        heard, telling = socket.socketpair()
        self._line: Final = ours
        self._child: Final = subprocess.Popen(
            [sys.executable, "-I", sys.argv[0], "script", str(theirs.fileno())],
            cwd=seat.kit,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=[theirs.fileno(), telling.fileno()],
            start_new_session=True,
        )
        # The number is the child's for as long as it lives; here it may soon be another's.
        telling_number = telling.fileno()
        theirs.close()
        telling.close()
        seat.hearing.listen(heard)
        self._open: list[Any] = [self._line]
        if self._child.stdout is not None:
            os.set_blocking(self._child.stdout.fileno(), False)
            self._open.append(self._child.stdout)
        if seat.watch is not None:
            self._begin_watching({**seat.watch, "line": telling_number})

    def execute(self, seconds: float) -> None:
        """Execute it from top to bottom.

        Raises:
            Trouble: It went wrong.
        """
        order: dict[str, Any] = {"call": "execute", "entry": str(self._entry)}
        if self._cells is not None:
            order["cells"] = self._cells
        if not self._order(order, seconds):
            self._kill()
            what = "The script" if self._cells is None else "The notebook"
            raise late(seconds, what, over=True)
        if Path(self._slip).exists():
            raise of_exception(self._take()[0], self._setting)

    def call(self, what: str, arguments: Mapping[str, Any], seconds: float) -> Slip:
        """Call a function of `ask` beside the submission and return the slip that it wrote.

        Raises:
            Trouble: It did not come back, or not with a slip.
        """
        if not self._order({"call": what, "path": self._slip, **arguments}, seconds):
            self._child.send_signal(signal.SIGINT)
            listens = self._wait(_GRACE_S)
            if not listens:
                self._kill()
            Path(self._slip).unlink(missing_ok=True)
            raise late(seconds, what, over=not listens)
        return self._take()

    def printed(self) -> str:
        """Return what it printed, within the log's limit."""
        return self._log.text()

    def close(self) -> None:
        """End its process."""
        self._kill()
        self._line.close()

    def _begin_watching(self, config: Mapping[str, Any]) -> None:
        """Have the recorder switched on before the clock of the submission runs.

        Raises:
            KernelMissing: Its process did not even get that far.
        """
        order = {"call": "watch", "config": config, "cells": self._cells or []}
        try:
            begun = self._order(order, _START_S)
        except Trouble as trouble:
            raise KernelMissing("failed", trouble.message) from trouble
        if not begun:
            self._kill()
            raise KernelMissing("failed", f"Its process did not start within {_START_S:g} s.")

    def _order(self, order: Mapping[str, Any], seconds: float) -> bool:
        message = dict(order)
        if message["call"] == "execute":
            message["slip"] = self._slip
        try:
            self._line.sendall(json.dumps(message).encode() + b"\n")
        except OSError as error:
            raise gone(self._child.poll()) from error
        return self._wait(seconds)

    def _wait(self, seconds: float) -> bool:
        """Wait for the child to be done, and say whether it was in time.

        Raises:
            Trouble: It is gone, or printed without end.
        """
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            readable, _, _ = select.select(self._open, [], [], min(left, _POLL_S))
            said = self._line in readable
            done = said and self._heard()
            self._listen()
            if done:
                return True
            if self._log.seen > FLOOD_BYTES:
                self._kill()
                raise flooded(FLOOD_BYTES / (1 << 20))
            if said or self._child.poll() is not None:
                # The socket may be held open by a grandchild, or be closed before the exit code.
                raise gone(self._ended())
        return False

    def _heard(self) -> bool:
        try:
            return bool(self._line.recv(1))
        except OSError:
            return False

    def _listen(self) -> None:
        """Take in what it printed until now, but no more than a flood's worth at once."""
        if len(self._open) == 1:
            return
        with contextlib.suppress(BlockingIOError):
            while self._log.seen <= FLOOD_BYTES:
                piece = os.read(self._open[1].fileno(), _CHUNK)
                if not piece:
                    del self._open[1]
                    return
                self._log.add(piece)

    def _ended(self) -> int | None:
        try:
            return self._child.wait(_GRACE_S)
        except subprocess.TimeoutExpired:
            self._kill()
            return None

    def _kill(self) -> None:
        if self._child.poll() is None:
            self._child.kill()
            self._child.wait()

    def _take(self) -> Slip:
        try:
            return slip.read(self._slip)
        except slip.SlipUnreadable as error:
            raise Trouble("failed", f"Its answer could not be taken: {error}.") from error
