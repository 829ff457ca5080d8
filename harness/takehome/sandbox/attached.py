"""A box that is a container, with one connection attached to its standard streams.

One thread reads the connection from before the container starts until it is gone, and never waits
for anybody: an engine whose reader stops reading can neither kill nor inspect the container.
"""

from __future__ import annotations

import contextlib
import select
import ssl
import struct
import threading
import time
from typing import TYPE_CHECKING, Any, Final

from takehome.proctor.log import Log
from takehome.sandbox import engine
from takehome.sandbox.protocol import BoxClosed, BoxEnd, DeadlinePassed, SandboxTrouble

if TYPE_CHECKING:
    import socket

    from docker import APIClient

    from takehome.sandbox.protocol import Limits

_CHUNK: Final = 1 << 20
_POLL_S: Final = 0.5
_STDERR: Final = 2
_HEADER: Final = 8
_MOST_UNREAD: Final = 512 << 20
"""A box that sends more than this unasked is treated as closed: nobody asks for so much."""
_DRAIN_S: Final = 5
_NOT_YET: Final = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


class AttachedBox:
    """One open box."""

    def __init__(self, client: APIClient, container: str, limits: Limits) -> None:
        """Attach to a created container, and start it.

        Raises:
            SandboxTrouble: The engine failed; the container is removed.
        """
        self._client: Final = client
        self._container: Final = container
        self._log: Final = Log(limits.log_kib)
        self._received = bytearray()
        self._news: Final = threading.Condition()
        self._wire: Final = threading.Lock()
        """An encrypted connection is not to be read and written at once."""
        self._over = False
        """Whether nothing more will come."""
        self._flooded = False
        self._killed = False
        self._cpu_s: float | None = None
        self._peak_mib: float | None = None
        self._ended: BoxEnd | None = None
        self._deadline: Final = time.monotonic() + limits.lifetime_s
        try:
            with engine.calls():
                self._stream: Final[Any] = client.attach_socket(
                    container, params={"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1}
                )
                # The SDK hands out a wrapper on some transports, the socket itself on others.
                self._connection: Final[socket.socket] = getattr(
                    self._stream, "_sock", self._stream
                )
                # Whoever waits waits with a deadline of their own; the SDK's would end a sitting.
                self._connection.setblocking(False)  # noqa: FBT003 - the standard library's signature
                self._reader: Final = threading.Thread(target=self._listen, name="box", daemon=True)
                self._reader.start()
                client.start(container)
        except SandboxTrouble:
            with contextlib.suppress(SandboxTrouble), engine.calls():
                client.remove_container(container, force=True)
            raise

    def send(self, data: bytes | memoryview, *, deadline: float) -> None:
        """Write all of it down the pipe, by a moment of `time.monotonic`.

        Raises:
            BoxClosed: The reader is gone.
            DeadlinePassed: It did not take it in time.
            SandboxTrouble: The engine is gone.
        """
        rest = memoryview(data).cast("B")
        poll = select.poll()
        poll.register(self._connection, select.POLLOUT)
        while rest:
            if self._over:
                raise self._closed()
            left = deadline - time.monotonic()
            if not poll.poll(max(min(left, _POLL_S), 0) * 1000):
                if left <= 0:
                    raise DeadlinePassed("The sandbox did not listen in time.")
                continue
            try:
                with self._wire:
                    rest = rest[self._connection.send(rest[:_CHUNK]) :]
            except _NOT_YET:
                continue
            except OSError as error:
                raise self._closed() from error

    def receive(self, size: int, *, deadline: float) -> bytes:
        """Return exactly that many bytes from the pipe, by a moment of `time.monotonic`.

        Raises:
            BoxClosed: The writer is gone before that many came.
            DeadlinePassed: They did not come in time.
            SandboxTrouble: The engine is gone.
        """
        with self._news:
            while len(self._received) < size:
                if self._over:
                    raise self._closed()
                left = deadline - time.monotonic()
                if left <= 0:
                    raise DeadlinePassed("The sandbox did not answer in time.")
                self._news.wait(left)
            piece = bytes(self._received[:size])
            del self._received[:size]
            return piece

    def end(self) -> BoxEnd:
        """End the box, with every process in it, and say how it ended. A second call repeats it.

        Raises:
            SandboxTrouble: The engine failed.
        """
        if self._ended is not None:
            return self._ended
        try:
            state = self._stopped()
            self._reader.join(_DRAIN_S)
            with engine.calls():
                self._client.remove_container(self._container, force=True, v=True)
        finally:
            self._hang_up()
        self._ended = BoxEnd(
            exit_code=None if self._killed else int(state.get("ExitCode", -1)),
            killed=self._killed,
            out_of_memory=bool(state.get("OOMKilled")),
            log=self._log.text(),
            log_dropped=self._log.dropped,
            cpu_s=self._cpu_s,
            peak_mib=self._peak_mib,
        )
        return self._ended

    def _hang_up(self) -> None:
        # The answer by which the engine opened the stream holds on to its socket as well.
        answer = getattr(self._stream, "_response", None)
        for connection in (self._stream, self._connection, answer, self._client):
            if connection is not None:
                with contextlib.suppress(OSError, ValueError):
                    connection.close()

    def _stopped(self) -> dict[str, Any]:
        """Return how the container ended, having killed it where it had not."""
        if self._over:
            # The connection ends a moment before the engine knows of the container's end.
            self._await_exit()
        state = self._state()
        if not state.get("Running"):
            return state
        self._count()
        self._kill()
        return self._state()

    def _listen(self) -> None:
        """Take in what comes, until the end of the connection."""
        poll = select.poll()
        poll.register(self._connection, select.POLLIN)
        pending = bytearray()
        while True:
            if time.monotonic() > self._deadline and not self._killed:
                self._killed = True
                # Not by this thread: it has to go on reading for the engine to be able to.
                threading.Thread(target=self._kill_late, name="box-end", daemon=True).start()
            # What an encrypted connection has already decrypted is no news to the poll.
            if not self._decrypted() and not poll.poll(_POLL_S * 1000):
                continue
            try:
                with self._wire:
                    piece = self._connection.recv(_CHUNK)
            except _NOT_YET:
                continue
            except OSError:
                piece = b""
            if not piece:
                break
            pending += piece
            self._sort(pending)
        with self._news:
            self._over = True
            self._news.notify_all()

    def _decrypted(self) -> int:
        pending = getattr(self._connection, "pending", None)
        return int(pending()) if pending is not None else 0

    def _sort(self, pending: bytearray) -> None:
        """Take complete pieces of the engine's stream off the front, each to where it belongs."""
        start = 0
        with self._news:
            while len(pending) - start >= _HEADER:
                stream, size = struct.unpack_from(">BxxxL", pending, start)
                if len(pending) - start - _HEADER < size:
                    break
                content = pending[start + _HEADER : start + _HEADER + size]
                start += _HEADER + size
                if stream == _STDERR:
                    self._log.add(bytes(content))
                elif len(self._received) + size > _MOST_UNREAD:
                    self._over = self._flooded = True
                elif not self._over:
                    self._received += content
            self._news.notify_all()
        del pending[:start]

    def _state(self) -> dict[str, Any]:
        with engine.calls():
            told: dict[str, Any] = self._client.inspect_container(self._container)
        return dict(told["State"])

    def _count(self) -> None:
        """Take down the processor's time and the memory that the container took, where told."""
        with contextlib.suppress(SandboxTrouble, KeyError, TypeError), engine.calls():
            told = self._client.stats(self._container, stream=False, one_shot=True)
            self._cpu_s = int(told["cpu_stats"]["cpu_usage"]["total_usage"]) / 1e9 or None
            # Under control groups of version 2 an engine tells what is used now, and no peak.
            self._peak_mib = int(told["memory_stats"]["max_usage"]) / (1 << 20)

    def _await_exit(self) -> None:
        if not self._flooded:
            with contextlib.suppress(SandboxTrouble), engine.calls():
                self._client.wait(self._container, timeout=_DRAIN_S)

    def _kill(self) -> None:
        from docker.errors import APIError

        self._killed = True
        with engine.calls(), contextlib.suppress(APIError):
            # It may have ended by itself in between: then there is nothing to kill.
            self._client.kill(self._container)
        self._await_exit()

    def _kill_late(self) -> None:
        with contextlib.suppress(SandboxTrouble), engine.calls():
            # A client of its own: the other may be in the middle of a call.
            client = engine.connect()
            client.kill(self._container)
            client.close()

    def _closed(self) -> BoxClosed:
        """Return what a closed connection amounts to, having asked the engine.

        Raises:
            SandboxTrouble: The engine is gone, or only the connection to it is.
        """
        self._await_exit()
        if self._state().get("Running") and not self._flooded:
            raise SandboxTrouble("The connection to the Docker engine was lost.")
        said = self._log.text().strip()[-1000:]
        return BoxClosed(f"The sandbox ended.{' It said: ' + said if said else ''}")
