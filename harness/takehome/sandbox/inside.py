"""What the conformance suite does inside a box: small programs that try what a box must refuse.

It is carried in where a proctor would be, and imports nothing of ours. Each program is a function;
what it returns goes back down the pipe as JSON behind its length.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import os
import signal
import socket
import struct
import sys
import time
from pathlib import Path
from typing import Any

_BLOCK = 1 << 20
_SPINNERS = 12
_SYSTEM_CALLS = {
    "add_key": (248, 217),
    "bpf": (321, 280),
    "io_uring_setup": (425, 425),
    "keyctl": (250, 219),
    "mount": (165, 40),
    "perf_event_open": (298, 241),
    "ptrace": (101, 117),
    "setns": (308, 268),
    "unshare": (272, 97),
    "userfaultfd": (323, 282),
}
_ARGUMENTS = {
    # A new user namespace; everything else is refused whatever its arguments are.
    "unshare": (0x10000000,),
    "userfaultfd": (1,),
}
_CAPABILITY_VERSION = 0x20080522
_GET_NO_NEW_PRIVILEGES = 39
_FAMILIES = {"AF_ALG": 38, "AF_PACKET": 17, "AF_VSOCK": 40}


def main(name: str, arguments: dict[str, Any]) -> None:
    """Execute a program and send back what it returns."""
    _tell(globals()[name](**arguments))


def echo(size: int) -> int:
    """Send back what comes, and say how much it was."""
    _write(_read(size))
    return size


def deaf(seconds: float) -> None:
    """Neither read nor write."""
    time.sleep(seconds)


def leave(code: int) -> None:
    """Exit."""
    os._exit(code)


def stubborn() -> None:
    """Ignore every signal that can be ignored, for ever."""
    for number in range(1, signal.NSIG):
        with contextlib.suppress(OSError, ValueError):
            signal.signal(number, signal.SIG_IGN)
    while True:
        pass


def identity() -> dict[str, Any]:
    """Say who it is and what it may do."""
    library = ctypes.CDLL(None, use_errno=True)
    head = ctypes.create_string_buffer(struct.pack("=Ii", _CAPABILITY_VERSION, 0))
    sets = ctypes.create_string_buffer(24)
    number = 90 if os.uname().machine == "aarch64" else 125
    told = library.syscall(number, head, sets)
    effective, permitted, _, effective_high, permitted_high, _ = struct.unpack("=6I", sets.raw)
    return {
        "uid": os.getuid(),
        "groups": os.getgroups(),
        "capabilities": told or effective | permitted | effective_high | permitted_high,
        "no_new_privileges": library.prctl(_GET_NO_NEW_PRIVILEGES, 0, 0, 0, 0) == 1,
        "descriptors": [number for number in range(1024) if _is_open(number)],
    }


def neighbours(pid: int) -> dict[str, Any]:
    """Say which processes can be seen, and which ways there are to touch one that is not ours."""
    seen, touched = [], []
    with contextlib.suppress(OSError):
        seen = sorted(int(name) for name in os.listdir("/proc") if name.isdigit())  # noqa: PTH208 - names are wanted
    with contextlib.suppress(OSError):
        # Signal 0 does nothing: it only says whether another one could be sent.
        os.kill(pid, 0)
        touched.append("signal")
    for name in ("environ", "maps", "mem", "cmdline", "root", "cwd", "fd"):
        with contextlib.suppress(OSError):
            path = f"/proc/{pid}/{name}"
            os.listdir(path) if name in {"root", "cwd", "fd"} else os.close(os.open(path, 0))  # noqa: PTH208 - as above
            touched.append(name)
    return {"processes": seen, "touched": touched}


def reach(port: int) -> dict[str, str]:
    """Try to reach the outside by every way there is, and say what came of each."""
    tries = {
        "loopback": (socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", port)),
        "metadata": (socket.AF_INET, socket.SOCK_STREAM, ("169.254.169.254", 80)),
        "datagram": (socket.AF_INET, socket.SOCK_DGRAM, ("192.0.2.1", 53)),
        "abstract": (socket.AF_UNIX, socket.SOCK_STREAM, f"\0takehome-{port}"),
    }
    return {name: _attempt(*one) for name, one in tries.items()}


def families() -> dict[str, str]:
    """Try to open sockets of families that have nothing to do with Jupyter."""
    found = {}
    for name, number in _FAMILIES.items():
        try:
            socket.socket(number, socket.SOCK_DGRAM).close()
            found[name] = "opened"
        except OSError as error:
            found[name] = errno.errorcode.get(error.errno or 0, str(error))
    return found


def system_calls() -> dict[str, str]:
    """Try system calls that have been ways out of sandboxes."""
    library = ctypes.CDLL(None, use_errno=True)
    column = 1 if os.uname().machine == "aarch64" else 0
    found = {}
    for name, numbers in _SYSTEM_CALLS.items():
        arguments = _ARGUMENTS.get(name, (0, 0, 0, 0, 0))
        ctypes.set_errno(0)
        done = library.syscall(numbers[column], *arguments)
        code = ctypes.get_errno()
        found[name] = "done" if done >= 0 else errno.errorcode.get(code, str(code))
    return found


def search(token: str, pid: int) -> list[str]:
    """Search the environments and command lines of all processes for a word."""
    found = [name for name, value in os.environ.items() if token in value]
    for process in {*range(1, 300), os.getppid(), os.getpid(), pid}:
        for name in ("environ", "cmdline"):
            path = Path(f"/proc/{process}/{name}")
            with contextlib.suppress(OSError):
                if token.encode() in path.read_bytes():
                    found.append(str(path))
    return found


def readable(paths: list[str]) -> list[str]:
    """Say which of these paths can be listed or opened."""
    found = []
    for path in paths:
        with contextlib.suppress(OSError):
            if Path(path).is_dir():
                # An empty folder gives nothing away.
                found += [path] if os.listdir(path) else []  # noqa: PTH208 - names are wanted
            else:
                os.close(os.open(path, os.O_RDONLY))
                found.append(path)
    return found


def writable(paths: list[str]) -> list[str]:
    """Say in which of these folders a file can be made."""
    found = []
    for path in paths:
        with contextlib.suppress(OSError):
            probe = Path(os.path.expandvars(path)) / "probe"
            probe.write_bytes(b"x")
            probe.unlink()
            found.append(path)
    return found


def fill(folders: list[str], most_mib: int) -> dict[str, int]:
    """Write into each folder until there is no more room, or it is more than enough."""
    written, block = 0, os.urandom(_BLOCK)
    for folder in folders:
        for number in range(most_mib):
            if written >= most_mib * _BLOCK:
                break
            try:
                (Path(os.path.expandvars(folder)) / f"fill-{number}").write_bytes(block)
            except OSError:
                break
            written += _BLOCK
    return {"bytes": written}


def eat(block_mib: int, most_mib: int) -> None:
    """Take memory until it is refused, or it is more than enough, and say so block by block."""
    eaten = []
    for _ in range(0, most_mib, block_mib):
        eaten.append(bytearray(b"x") * (block_mib << 20))
        _write(b"x")
    # Not an answer: whoever counts blocks knows that this is none.
    _write(b".")
    time.sleep(1)


def multiply(most: int) -> dict[str, int]:
    """Start processes until it is refused, and say how many there were."""
    children = []
    try:
        for _ in range(most):
            child = os.fork()
            if child == 0:
                signal.pause()
                os._exit(0)
            children.append(child)
    except OSError:
        pass
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return {"started": len(children)}


def scatter(most: int) -> int:
    """Make empty files until it is refused, and say how many there were."""
    folder = Path("scattered")
    folder.mkdir()
    for number in range(most):
        try:
            (folder / str(number)).touch()
        except OSError:
            return number
    return most


def spin(seconds: float) -> float:
    """Keep more processors busy than there are, and say how much of them it got, in seconds.

    Many at once: on a machine with other work to do, a few would get little without any limit.
    """
    deadline = time.monotonic() + seconds
    children = []
    for _ in range(_SPINNERS):
        child = os.fork()
        if child == 0:
            while time.monotonic() < deadline:
                pass
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)
    used = os.times()
    return used.children_user + used.children_system


def shout(mib: int) -> int:
    """Write to standard error, much more than anybody keeps."""
    block = b"x" * _BLOCK
    for _ in range(mib):
        os.write(2, block)
    return mib


def babble() -> None:
    """Write to the pipe without end."""
    while True:
        os.write(1, b"x" * _BLOCK)


def linger(token: str) -> None:
    """Leave a daemon behind that is called by a word, say so, and never end."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
                signal.signal(number, signal.SIG_IGN)
            os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(600)", token])  # noqa: S606 - no shell is wanted
        os._exit(0)
    time.sleep(0.2)
    _tell(token)
    stubborn()


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def _attempt(family: int, kind: int, address: Any) -> str:
    try:
        with socket.socket(family, kind) as line:
            line.settimeout(2)
            line.connect(address)
            line.sendall(b"x")
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, str(error))
    return "reached"


def _read(size: int) -> bytes:
    pieces = []
    while size:
        piece = os.read(0, min(size, _BLOCK))
        if not piece:
            sys.exit(0)
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _tell(what: Any) -> None:
    told = json.dumps(what).encode()
    _write(struct.pack(">I", len(told)) + told)


def _write(data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(1, rest) :]
