"""Trials: programs of `inside` executed in a box, and what is watched from outside meanwhile."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from takehome.proctor.carry import framed
from takehome.sandbox.protocol import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takehome.sandbox.protocol import Box, Sandbox

ANSWER_S: Final = 60.0
LIMITS: Final = Limits(
    lifetime_s=60, memory_mib=512, processes=40, disk_mib=128, cpus=1.0, log_kib=64
)


class NotConforming(Exception):
    """A box did what it must not, or did not do what it must."""


@contextmanager
def program(
    sandbox: Sandbox, name: str, limits: Limits = LIMITS, **arguments: Any
) -> Iterator[Box]:
    """Open a box that executes a program of `inside`, and end it afterwards."""
    source = (resources.files(__package__) / "inside.py").read_bytes()
    start = f"import inside\n\ninside.main({name!r}, {arguments!r})\n"
    box = sandbox.open(limits)
    try:
        carried = framed({"__main__.py": start.encode(), "inside.py": source})
        box.send(carried, deadline=time.monotonic() + ANSWER_S)
        yield box
    finally:
        box.end()


def answer(box: Box) -> Any:
    """Return what the program returned."""
    deadline = time.monotonic() + ANSWER_S
    (size,) = struct.unpack(">I", box.receive(4, deadline=deadline))
    return json.loads(box.receive(size, deadline=deadline))


def seen(sandbox: Sandbox, name: str, **arguments: Any) -> Any:
    """Return what a program returned in a box of its own."""
    with program(sandbox, name, **arguments) as box:
        return answer(box)


def require(holds: bool, found: object) -> None:  # noqa: FBT001 - this is an assertion
    """Say what was found where it is not as it must be.

    Raises:
        NotConforming: It does not hold.
    """
    if not holds:
        raise NotConforming(str(found))


@contextmanager
def listening() -> Iterator[tuple[int, list[object]]]:
    """Listen on this machine's loopback and on an abstract socket, and count who comes."""
    hits: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as network:
        port: int = network.getsockname()[1]
        with socket.socket(socket.AF_UNIX) as abstract:
            abstract.bind(f"\0takehome-{port}")
            abstract.listen()
            for server in (network, abstract):
                threading.Thread(target=_count, args=(server, hits), daemon=True).start()
            yield port, hits
            for server in (network, abstract):
                server.shutdown(socket.SHUT_RDWR)


def _count(server: socket.socket, hits: list[object]) -> None:
    while True:
        try:
            connection, address = server.accept()
        except OSError:
            return
        connection.close()
        hits.append(address)


def processes_called(token: str) -> list[str]:
    """Return the processes of this machine with a word in their command line."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if token.encode() in (process / "cmdline").read_bytes():
                found.append(process.name)
        except OSError:
            continue
    return found
