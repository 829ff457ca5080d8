"""A small engine: containers that are one end of a pair of sockets."""

from __future__ import annotations

import socket
import struct
import threading
from typing import Any


class AnEngine:
    """As much of an engine's client as one box uses."""

    def __init__(self) -> None:
        ours, self._theirs = socket.socketpair()
        self.container = ours
        self.state: dict[str, Any] = {"Running": True, "ExitCode": 0, "OOMKilled": False}
        self.removed = False
        self.gone = False
        self._exited = threading.Event()

    def say(self, content: bytes, *, stream: int = 1) -> bytes:
        """Return what an engine makes of what a container wrote."""
        return struct.pack(">BxxxL", stream, len(content)) + content

    def exit(self, code: int, *, out_of_memory: bool = False) -> None:
        self.state = {"Running": False, "ExitCode": code, "OOMKilled": out_of_memory}
        self.container.close()
        self._exited.set()

    def attach_socket(self, _container: str, params: dict[str, int]) -> socket.socket:
        assert params == {"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1}
        return self._theirs

    def start(self, _container: str) -> None: ...

    def vanish(self) -> None:
        """Stop, as engines do, in the middle of everything."""
        self.gone = True
        self.container.close()

    def inspect_container(self, _container: str) -> dict[str, Any]:
        if self.gone:
            raise ConnectionRefusedError
        return {"State": self.state}

    def stats(self, _container: str, *, stream: bool, one_shot: bool) -> dict[str, Any]:
        assert (stream, one_shot) == (False, True)
        return {"cpu_stats": {"cpu_usage": {"total_usage": 1_500_000_000}}}

    def kill(self, _container: str) -> None:
        self.exit(137)

    def wait(self, _container: str, timeout: int) -> None:
        if self.gone:
            raise ConnectionRefusedError
        self._exited.wait(min(timeout, 0.2))

    def remove_container(self, _container: str, **_: bool) -> None:
        self.removed = True

    def close(self) -> None: ...
