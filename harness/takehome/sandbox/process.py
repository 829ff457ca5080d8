"""A box that is a process of this machine, with two pipes to it.

One thread starts the process, drains its standard error, holds it to its lifetime and waits for
its end. It is the same thread throughout: bubblewrap dies with the thread that started it.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Final

from takehome.proctor.log import Log
from takehome.sandbox.cgroup import Group
from takehome.sandbox.protocol import BoxClosed, BoxEnd, DeadlinePassed, Limits, SandboxTrouble

_CHUNK: Final = 1 << 16
_POLL_S: Final = 0.2
_START_S: Final = 30.0
_EXIT_S: Final = 2.0
_END_S: Final = 10.0
_PIPE_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What is started."""

    command: tuple[str, ...]
    variables: Mapping[str, str]
    """All of its environment."""
    descriptors: tuple[int, ...]
    """Open files that it inherits beside its standard ones."""
    group: Group | None
    """The control groups that the command joins by itself."""
    limits: Limits
    stop: signal.Signals = signal.SIGKILL
    """What ends it, with everything that it started."""


class ProcessBox:
    """One open box."""

    def __init__(self, start: Start) -> None:
        """Start it.

        Raises:
            SandboxTrouble: The command cannot be started.
        """
        self._group: Final = start.group
        self._stop: Final = start.stop
        self._log: Final = Log(start.limits.log_kib)
        self._over = False
        """Whether one end of the pipe was seen to be closed."""
        self._killed = False
        self._ended: BoxEnd | None = None
        started: Future[subprocess.Popen[bytes]] = Future()
        self._supervisor: Final = threading.Thread(
            target=self._supervise, args=(start, started), name="box", daemon=True
        )
        self._supervisor.start()
        try:
            self._process: Final = started.result(_START_S)
        except (OSError, TimeoutError) as error:
            if self._group is not None:
                self._group.remove()
            raise SandboxTrouble(f"The sandbox could not be started: {error}.") from error
        self._in: Final = _end_of(self._process.stdin)
        self._out: Final = _end_of(self._process.stdout)

    def send(self, data: bytes | memoryview, *, deadline: float) -> None:
        """Write all of it down the pipe, by a moment of `time.monotonic`.

        Raises:
            BoxClosed: The reader is gone.
            DeadlinePassed: It did not take it in time.
        """
        rest = memoryview(data).cast("B")
        while rest:
            self._await(self._in, select.POLLOUT, deadline)
            try:
                rest = rest[os.write(self._in, rest[:_PIPE_BYTES]) :]
            except BlockingIOError:
                continue
            except (BrokenPipeError, ConnectionResetError) as error:
                self._over = True
                raise BoxClosed(self._why_closed()) from error

    def receive(self, size: int, *, deadline: float) -> bytes:
        """Return exactly that many bytes from the pipe, by a moment of `time.monotonic`.

        Raises:
            BoxClosed: The writer is gone before that many came.
            DeadlinePassed: They did not come in time.
        """
        pieces, left = [], size
        while left:
            self._await(self._out, select.POLLIN, deadline)
            try:
                piece = os.read(self._out, min(left, _PIPE_BYTES))
            except BlockingIOError:
                continue
            if not piece:
                self._over = True
                raise BoxClosed(self._why_closed())
            pieces.append(piece)
            left -= len(piece)
        return b"".join(pieces)

    @property
    def is_over(self) -> bool:
        """Whether its first process is gone."""
        return self._process.poll() is not None

    def end(self) -> BoxEnd:
        """End the box, with every process in it, and say how it ended. A second call repeats it.

        Raises:
            SandboxTrouble: It cannot be killed.
        """
        if self._ended is not None:
            return self._ended
        if self._over:
            # It was seen to be going: how it went is worth a moment.
            self._supervisor.join(_EXIT_S)
        if self._supervisor.is_alive():
            self._kill()
            self._supervisor.join(_END_S)
        if self._supervisor.is_alive():
            raise SandboxTrouble("The sandbox's processes cannot be ended.")
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        out_of_memory, cpu_s, peak_mib = False, None, None
        if self._group is not None:
            out_of_memory, cpu_s = self._group.out_of_memory(), self._group.cpu_s()
            peak_mib = self._group.peak_mib()
            self._group.remove()
        self._ended = BoxEnd(
            exit_code=None if self._killed else self._process.returncode,
            killed=self._killed,
            out_of_memory=out_of_memory,
            log=self._log.text(),
            log_dropped=self._log.dropped,
            cpu_s=cpu_s,
            peak_mib=peak_mib,
        )
        return self._ended

    def _supervise(self, start: Start, started: Future[subprocess.Popen[bytes]]) -> None:
        try:
            process = subprocess.Popen(
                start.command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                env=start.variables,
                cwd="/",
                close_fds=True,
                pass_fds=start.descriptors,
                start_new_session=True,
            )
        except OSError as error:
            started.set_exception(error)
            return
        started.set_result(process)
        deadline = time.monotonic() + start.limits.lifetime_s
        stderr = _end_of(process.stderr)
        poll = select.poll()
        poll.register(stderr, select.POLLIN)
        open_ = True
        while process.poll() is None or open_:
            if time.monotonic() > deadline and process.returncode is None:
                self._killed = True
                process.send_signal(self._stop)
                deadline = time.monotonic() + _END_S
            if not open_:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(_POLL_S)
            elif poll.poll(_POLL_S * 1000):
                with contextlib.suppress(BlockingIOError):
                    piece = os.read(stderr, _CHUNK)
                    self._log.add(piece)
                    open_ = bool(piece)
            elif process.returncode is not None:
                # All processes of the box are gone, and yet somebody holds the pipe.
                break
        if process.stderr is not None:
            process.stderr.close()

    def _kill(self) -> None:
        if self._process.poll() is None:
            self._killed = True
            # Whoever is told ends all others: the kernel with bubblewrap's first, or the keeper.
            self._process.send_signal(self._stop)

    def _await(self, descriptor: int, event: int, deadline: float) -> None:
        left = deadline - time.monotonic()
        poll = select.poll()
        poll.register(descriptor, event)
        if not poll.poll(max(left, 0) * 1000):
            raise DeadlinePassed("The sandbox did not answer in time.")

    def _why_closed(self) -> str:
        self._supervisor.join(_EXIT_S)
        said = self._log.text().strip()[-1000:]
        return f"The sandbox ended.{' It said: ' + said if said else ''}"


def _end_of(pipe: object) -> int:
    descriptor: int = pipe.fileno()  # type: ignore[attr-defined]  # made by Popen with PIPE
    os.set_blocking(descriptor, False)
    return descriptor
