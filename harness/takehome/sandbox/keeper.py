"""The keeper of a box: starts it, waits for it, and lets nothing outlive it.

It is the first process of a container, and of boxes that have no namespaces of their own.

Its source is handed to `python -I -S -c`. It adopts every process that the box leaves behind, ends
all of them when the box, its lifetime or the harness ends, and clears away the folder of work as
the user that the box was, so that nothing planted there can reach further than the box could.

The box itself is a child of the keeper that gives up what it may do (Landlock for files, a filter
for system calls) and then becomes the bootstrap, whose source comes along. Nothing that came from
outside the harness has been executed until then.
"""

from __future__ import annotations

import ctypes
import os
import signal
import struct
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    # Not from typing: importing that would cost as much as all the rest.
    from collections.abc import Callable
    from typing import Any

    Settings = dict[str, str]

_SET_PARENT_DEATH = 1
_SET_DUMPABLE = 4
_SET_SECCOMP = 22
_SET_SUBREAPER = 36
_SET_NO_NEW_PRIVILEGES = 38
_FILTER = 2

_CREATE_RULESET = 444
_ADD_RULE = 445
_RESTRICT_SELF = 446
_BENEATH = 1
_ON_FILES = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 14 | 1 << 15
"""Execute, write, read, truncate and device requests: what means something for a single file."""
_READING = 1 << 0 | 1 << 2 | 1 << 3
"""Execute and read files, list folders."""

_LIBRARY = ctypes.CDLL(None, use_errno=True)


class _Unless:
    """Goes on without what raises one of these; contextlib would double the time to start."""

    def __init__(self, *kinds: type[OSError]) -> None:
        self.kinds = kinds

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        return kind is not None and issubclass(kind, self.kinds)


def main(arguments: list[str]) -> None:
    """Keep a box, and exit as it did."""
    source, *rest = arguments
    mine = [one.split("=", 1) for one in rest]
    settings = dict(mine)
    first = os.getpid() == 1
    # A process of the same user could open what this one has open: the pipe, until it is closed.
    _prctl(_SET_DUMPABLE, 0)
    _prctl(_SET_SUBREAPER, 1)
    # Only from a parent of the same user does it arrive: this process stays who it is.
    _prctl(_SET_PARENT_DEATH, signal.SIGKILL if first else signal.SIGTERM)
    awaited = {signal.SIGTERM, signal.SIGALRM, signal.SIGCHLD}
    signal.pthread_sigmask(signal.SIG_BLOCK, awaited)
    if os.getppid() != int(settings["parent"]):
        _clear(settings)
        sys.exit(1)
    signal.alarm(int(settings["lifetime"]))
    box = os.fork()
    if box == 0:
        os.setsid()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, awaited)
        _confine(mine, settings)
        namespace: dict[str, Any] = {"__name__": "bootstrap"}
        exec(source, namespace)  # noqa: S102 - the bootstrap, which saves the start of an interpreter
        namespace["main"](rest)
    for descriptor in (0, 1, 2):
        # Who holds these keeps the pipes open, and nobody would see that the box is gone.
        os.close(descriptor)
    code = _waited(box, awaited)
    if not first:
        # With the first process of its own namespace everything else is gone anyway.
        _end_all(settings)
        _clear(settings)
    os._exit(code)


def _waited(box: int, awaited: set[signal.Signals]) -> int:
    """Wait for the end of the box, or for the order to end it; return the exit code."""
    while True:
        if signal.sigwait(awaited) != signal.SIGCHLD:
            return 1
        with _Unless(ChildProcessError):
            while True:
                process, status = os.waitpid(-1, os.WNOHANG)
                if process == box:
                    code = os.waitstatus_to_exitcode(status)
                    return code if code >= 0 else 128 - code
                if process == 0:
                    break


def _end_all(settings: Settings) -> None:
    """Kill whatever descends from the box; each that dies hands its children to the keeper."""
    while True:
        if "uid" in settings:
            # Nobody else has this user: one call reaches them all, and none can fork meanwhile.
            _as_the_box(settings, lambda: os.kill(-1, signal.SIGKILL))
        else:
            for process in _children(os.getpid()):
                with _Unless(ProcessLookupError, PermissionError):
                    os.kill(process, signal.SIGKILL)
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return


def _children(keeper: int) -> list[int]:
    """Return all descendants, from the parents that the kernel names."""
    parents = {}
    for name in os.listdir("/proc"):  # noqa: PTH208 - pathlib would cost half of the start
        if name.isdigit():
            with _Unless(OSError), open(f"/proc/{name}/stat", "rb") as file:  # noqa: PTH123 - as above
                parents[int(name)] = int(file.read().rpartition(b")")[2].split()[1])
    found, ours = [], {keeper}
    while new := [one for one, parent in parents.items() if parent in ours and one not in ours]:
        found += new
        ours.update(new)
    return found


def _clear(settings: Settings) -> None:
    """Remove the folder of work, as the user that the box was."""
    order = 'chmod -R u+rwx -- "$1" 2>/dev/null; exec rm -rf -- "$1" 2>/dev/null'
    command = ["/bin/sh", "-c", order, "sh", settings["work"]]
    _as_the_box(settings, lambda: os.execve(command[0], command, {"PATH": "/usr/bin:/bin"}))  # noqa: S606 - nothing of the box's is in the order
    # What a parent that only root may write to would not let go of; it is empty, or stays.
    with _Unless(OSError):
        os.rmdir(settings["work"])  # noqa: PTH106 - as above


def _as_the_box(settings: Settings, do: Callable[[], object]) -> None:
    """Do something in a process of the box's user, and wait for it."""
    process = os.fork()
    if process == 0:
        with _Unless(OSError):
            if "uid" in settings:
                _let_go(settings)
            do()
        os._exit(0)
    os.waitpid(process, 0)


def _let_go(settings: Settings) -> None:
    """Become the user that the box is."""
    uid = int(settings["uid"])
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def _confine(mine: list[list[str]], settings: Settings) -> None:
    """Give up every right to files but those named, and the system calls that the filter refuses.

    The keys `read`, `use` and `work` are paths; `filter` is the filter in hexadecimal. Where there
    is no `abi`, nothing is given up: that is what no sandbox means.
    """
    if "abi" not in settings:
        return
    _prctl(_SET_NO_NEW_PRIVILEGES, 1)
    abi = int(settings["abi"])
    files = (1 << (16 if abi >= 5 else 15)) - 1  # noqa: PLR2004 - the version that knows devices
    network = 3 if abi >= 4 else 0  # noqa: PLR2004 - the version that knows TCP
    scopes = 3 if abi >= 6 else 0  # noqa: PLR2004 - the version that knows signals and abstract sockets
    size = 24 if scopes else 16 if network else 8
    told = struct.pack("=QQQ", files, network, scopes)
    ruleset = _call(_CREATE_RULESET, told, size, 0)
    using = files & ~(1 << 6 | 1 << 11)
    for key, path in mine:
        if key in {"read", "use", "work"}:
            _allow(ruleset, path, {"read": _READING, "use": files, "work": using}[key])
    _call(_RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)
    program = bytes.fromhex(settings["filter"])
    held = ctypes.create_string_buffer(program, len(program))
    described = struct.pack("@HP", len(program) // 8, ctypes.addressof(held))
    _prctl(_SET_SECCOMP, _FILTER, described)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    if not os.path.isdir(path):  # noqa: PTH112 - as above
        rights &= _ON_FILES
    _call(_ADD_RULE, ruleset, _BENEATH, struct.pack("=Qi", rights, descriptor), 0)
    os.close(descriptor)


def _call(number: int, *arguments: bytes | int) -> int:
    done: int = _LIBRARY.syscall(ctypes.c_long(number), *map(_passed, arguments))
    if done < 0:
        raise OSError(ctypes.get_errno(), f"system call {number}")
    return done


def _prctl(option: int, *arguments: bytes | int) -> None:
    padded = [*map(_passed, arguments), *[ctypes.c_ulong(0)] * (4 - len(arguments))]
    if _LIBRARY.prctl(option, *padded) != 0:
        raise OSError(ctypes.get_errno(), f"prctl {option}")


def _passed(argument: bytes | int) -> Any:
    return argument if isinstance(argument, bytes) else ctypes.c_ulong(argument)


if __name__ == "__main__":
    main(sys.argv[1:])
