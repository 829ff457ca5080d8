"""The listening end: takes in what the processes of a submission tell, and passes it on at once.

It believes nothing and blocks nobody: what is too much is read and thrown away, and said to be.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING, Any, Final

from .frames import FrameError, unpack

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Take = Callable[[dict[str, Any], dict[str, NDArray[Any]]], None]

_FRAME_BYTES: Final = 1 << 24
_HEADER_BYTES: Final = 1 << 17
_BYTES: Final = 1 << 26
_FRAMES: Final = 100_000
_LINES: Final = 64
_STACK_BYTES: Final = 1 << 20
_CHUNK: Final = 1 << 16
_ABOUT: Final = 500
"""Bytes of a header, more or less: what a frame without arrays counts for."""


class Ear:
    """Listens on lines until it is closed."""

    def __init__(self, take: Take) -> None:
        """Begin without any line.

        Args:
            take: Is given each header, with the number of its line as `heard_on`, and its arrays,
                by threads of the ear's but never by two at once.
        """
        self._take: Final = take
        self._lock: Final = threading.Lock()
        self._door: socket.socket | None = None
        self._bytes = self._frames = self._numbers = 0
        self.lines = 0
        """How many are open."""
        self.lost = 0
        """How many frames or lines were thrown away: too many, or none at all."""

    def open(self, address: str) -> None:
        """Listen for processes that dial a path.

        Raises:
            OSError: This box has no such sockets.
        """
        self._door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._door.bind(address)
        self._door.listen(_LINES)
        threading.Thread(target=self._serve, args=(self._door,), daemon=True).start()

    def listen(self, line: socket.socket) -> None:
        """Listen on a line whose other end was handed over."""
        with self._lock:
            self._numbers += 1
            number = self._numbers
            self.lines += number <= _LINES
        if number > _LINES:
            self.lost += 1
            line.close()
            return
        # A thread's stack counts as memory of the box, whose lines the submission may open.
        threading.stack_size(_STACK_BYTES)
        try:
            threading.Thread(target=self._heard, args=(line, number), daemon=True).start()
        except RuntimeError:
            # The submission has taken all processes and threads that there are.
            with self._lock:
                self.lines -= 1
                self.lost += 1
            line.close()

    def close(self) -> None:
        """Let nobody dial any more."""
        if self._door is not None:
            with contextlib.suppress(OSError):
                self._door.shutdown(socket.SHUT_RDWR)
            self._door.close()

    def _serve(self, door: socket.socket) -> None:
        while True:
            try:
                line, _ = door.accept()
            except OSError:
                return
            self.listen(line)

    def _heard(self, line: socket.socket, number: int) -> None:
        stream = line.makefile("rb", _CHUNK)

        def exactly(size: int) -> bytes:
            raw: bytes = stream.read(size)
            if len(raw) != size:
                raise EOFError
            return raw

        try:
            while True:
                frame = unpack(exactly, max_bytes=_FRAME_BYTES, max_header=_HEADER_BYTES)
                self._pass(number, *frame)
        except (EOFError, OSError):
            pass
        except FrameError:
            self.lost += 1
            # Whoever writes must never wait for us.
            with contextlib.suppress(OSError):
                while stream.read(_CHUNK):
                    pass
        finally:
            line.close()
            with self._lock:
                self.lines -= 1

    def _pass(self, number: int, header: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> None:
        size = sum(array.nbytes for array in arrays.values()) + _ABOUT
        with self._lock:
            if self._bytes + size > _BYTES or self._frames >= _FRAMES:
                self.lost += 1
                return
            self._bytes += size
            self._frames += 1
            try:
                self._take({**header, "heard_on": number}, arrays)
            except ValueError:
                # Numbers that are none, or text that cannot be written.
                self.lost += 1
