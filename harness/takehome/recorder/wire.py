"""How a process tells what it sees: frames of the proctor's codec, down a socket of its own."""

from __future__ import annotations

import importlib
import socket
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def dial(address: str) -> Callable[[dict[str, Any], dict[str, Any]], None]:
    """Return what sends a header and its arrays to whoever listens at a path.

    Raises:
        OSError: Nobody listens there.
    """
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.connect(address)
    return _telling(line)


def over(descriptor: int) -> Callable[[dict[str, Any], dict[str, Any]], None]:
    """Return what sends a header and its arrays down a line that this process was handed.

    Raises:
        OSError: It is no line.
    """
    return _telling(socket.socket(fileno=descriptor))


def _telling(line: socket.socket) -> Callable[[dict[str, Any], dict[str, Any]], None]:
    line.set_inheritable(False)
    pack = codec().pack

    def emit(header: dict[str, Any], arrays: dict[str, Any]) -> None:
        line.sendall(pack(header, arrays))

    return emit


def codec() -> Any:
    """Return the codec's module, which stands next to this package wherever it is carried."""
    parent = (__package__ or "").rpartition(".")[0]
    return importlib.import_module(f"{parent}.proctor.frames" if parent else "proctor.frames")
