"""The listening end: takes in what the processes of a submission tell, and keeps it until asked.

It believes nothing and blocks nobody: what is too much is read and thrown away, and said to be.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING, Any, Final

from .wire import codec

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Frame = tuple[dict[str, Any], dict[str, NDArray[Any]]]

_FRAME_BYTES: Final = 1 << 24
_BYTES: Final = 1 << 26
_FRAMES: Final = 100_000
_LINES: Final = 64
_CHUNK: Final = 1 << 16


class Ear:
    """Listens at a path until it is closed."""

    def __init__(self, address: str) -> None:
        self._door: Final = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._door.bind(address)
        self._door.listen(_LINES)
        self._lock: Final = threading.Lock()
        self._frames: list[Frame] = []
        self._bytes = 0
        self._count = 0
        self.lost = 0
        """How many frames or lines were thrown away: too many, or none at all."""
        self._lines: list[threading.Thread] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def drain(self, seconds: float = 0.0) -> list[Frame]:
        """Return what was told since the last time.

        Args:
            seconds: How long to wait for lines to be hung up, after everything has ended.
        """
        for line in list(self._lines):
            line.join(seconds)
        with self._lock:
            frames, self._frames = self._frames, []
        return frames

    def close(self) -> None:
        """Listen no more."""
        with contextlib.suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._door.accept()
            except OSError:
                return
            if len(self._lines) >= _LINES:
                self.lost += 1
                line.close()
                continue
            thread = threading.Thread(target=self._listen, args=(line,), daemon=True)
            self._lines.append(thread)
            thread.start()

    def _listen(self, line: socket.socket) -> None:
        frames = codec()
        stream = line.makefile("rb", _CHUNK)

        def exactly(size: int) -> bytes:
            raw: bytes = stream.read(size)
            if len(raw) != size:
                raise EOFError
            return raw

        try:
            while True:
                self._keep(frames.unpack(exactly, max_bytes=_FRAME_BYTES))
        except (EOFError, OSError):
            pass
        except frames.FrameError:
            self.lost += 1
            # Whoever writes must never wait for us.
            with contextlib.suppress(OSError):
                while stream.read(_CHUNK):
                    pass
        finally:
            line.close()

    def _keep(self, frame: Frame) -> None:
        size = sum(array.nbytes for array in frame[1].values()) + 500
        with self._lock:
            if self._bytes + size > _BYTES or self._count >= _FRAMES:
                self.lost += 1
                return
            self._bytes += size
            self._count += 1
            self._frames.append(frame)
