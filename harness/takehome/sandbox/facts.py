"""The facts that hold for every box, each tried from inside a box of its own."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from takehome.sandbox import words
from takehome.sandbox.protocol import BoxClosed, BoxEnd, DeadlinePassed, Limits, Sandbox
from takehome.sandbox.trial import (
    ANSWER_S,
    LIMITS,
    NotConforming,
    answer,
    listening,
    processes_called,
    program,
    require,
    seen,
)

_SHORT_S: Final = 0.5
_SOON_S: Final = 10.0
_MESSAGE: Final = 5 << 20
_MANY_FILES: Final = 25_000
_MANY_PROCESSES: Final = 200
_SPIN_S: Final = 1.0
_SHARE: Final = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One fact about boxes."""

    fact: str
    holds: Callable[[Sandbox], None]
    """Raises `NotConforming` where it does not hold."""
    word: str = ""
    """What of `words` it is part of; empty for what makes a box usable at all."""


def _echoes(sandbox: Sandbox) -> None:
    for size in (1 << 10, _MESSAGE):
        message = os.urandom(size)
        with program(sandbox, "echo", size=size) as box:
            box.send(message, deadline=time.monotonic() + ANSWER_S)
            back = box.receive(size, deadline=time.monotonic() + ANSWER_S)
            require(back == message, f"{size} bytes came back changed")


def _waits_no_longer(sandbox: Sandbox) -> None:
    with program(sandbox, "deaf", seconds=30) as box:
        for attempt in (
            lambda: box.receive(1, deadline=time.monotonic() + _SHORT_S),
            lambda: box.send(bytes(_MESSAGE * 10), deadline=time.monotonic() + _SHORT_S),
        ):
            began = time.monotonic()
            try:
                attempt()
            except DeadlinePassed:
                require(time.monotonic() - began < _SHORT_S * 4, "it waited much longer")
            else:
                raise NotConforming("nobody was there, and it did not say so")


def _tells_exit_code(sandbox: Sandbox) -> None:
    with program(sandbox, "leave", code=7) as box:
        with contextlib.suppress(BoxClosed):
            box.receive(1, deadline=time.monotonic() + ANSWER_S)
        end = box.end()
        require(end.exit_code == 7 and not end.killed, end)  # noqa: PLR2004 - sent above
        require(box.end() == end, "a second call said something else")


def _can_be_ended(sandbox: Sandbox) -> None:
    with program(sandbox, "stubborn") as box:
        time.sleep(_SHORT_S)
        began = time.monotonic()
        end = box.end()
        require(end.killed and end.exit_code is None, end)
        require(time.monotonic() - began < _SOON_S, "it took too long")


def _ends_by_itself(sandbox: Sandbox) -> None:
    began = time.monotonic()
    with program(sandbox, "stubborn", Limits(lifetime_s=2)) as box:
        with contextlib.suppress(BoxClosed):
            box.receive(1, deadline=began + ANSWER_S)
        require(time.monotonic() - began < _SOON_S, "it outlived its lifetime")
        require(box.end().killed, "it was not killed")


def _is_nobody(sandbox: Sandbox) -> None:
    found = seen(sandbox, "identity")
    require(found["uid"] != 0 and 0 not in found["groups"], found)
    require(found["capabilities"] == 0 and found["no_new_privileges"], found)


def _inherits_nothing(sandbox: Sandbox) -> None:
    with tempfile.TemporaryFile() as secret:
        os.set_inheritable(secret.fileno(), True)  # noqa: FBT003 - the standard library's signature
        found = seen(sandbox, "identity")
    require(found["descriptors"] == [0, 1, 2], found)


def _is_alone(sandbox: Sandbox) -> None:
    found = seen(sandbox, "neighbours", pid=os.getpid())
    processes = found["processes"]
    require(os.getpid() not in processes and max(processes, default=0) < 1000, found)  # noqa: PLR2004 - few were started
    require(not found["touched"], found)


def _reaches_nobody(sandbox: Sandbox) -> None:
    with listening() as (port, hits):
        found = seen(sandbox, "reach", port=port)
    require("reached" not in found.values() and not hits, f"{found}, {len(hits)} connections")


def _opens_no_odd_sockets(sandbox: Sandbox) -> None:
    found = seen(sandbox, "families")
    require("opened" not in found.values(), found)


def _calls_nothing_dangerous(sandbox: Sandbox) -> None:
    found = seen(sandbox, "system_calls")
    refused = {"EPERM", "ENOSYS", "EACCES"}
    require(set(found.values()) <= refused, found)


def _sees_no_environment(sandbox: Sandbox) -> None:
    token = secrets.token_hex(16)
    os.environ["TAKEHOME_CANARY"] = token
    try:
        found = seen(sandbox, "search", token=token, pid=os.getpid())
    finally:
        del os.environ["TAKEHOME_CANARY"]
    require(not found, found)


def _sees_no_files(sandbox: Sandbox) -> None:
    with tempfile.NamedTemporaryFile() as secret:
        paths = [secret.name, str(Path.home()), str(Path(__file__).parent), "/var/run/docker.sock"]
        found = seen(sandbox, "readable", paths=[*paths, "/run/docker.sock", "/etc/shadow"])
    require(not found, found)


def _writes_nowhere_else(sandbox: Sandbox) -> None:
    places = [
        "/",
        "/usr",
        "/usr/bin",
        "/etc",
        "/opt",
        "/opt/environment/lib",
        "/dev",
        "/var",
        "/home",
    ]
    with tempfile.TemporaryDirectory() as ours:
        Path(ours).chmod(0o777)
        found = seen(sandbox, "writable", paths=[*places, "/sys", "/proc/sys/kernel", "/run", ours])
    require(not found, found)
    has = seen(sandbox, "writable", paths=[".", "$TMPDIR"])
    require(len(has) == 2, f"only {has} can be written to")  # noqa: PLR2004 - those above


def _has_little_disk(sandbox: Sandbox) -> None:
    folders = [".", "$TMPDIR", "/dev/shm", "/run", "/var/tmp"]  # noqa: S108 - the box's own
    found = seen(sandbox, "fill", folders=folders, most_mib=LIMITS.disk_mib * 2)
    mib = found["bytes"] >> 20
    require(mib <= LIMITS.disk_mib, f"{mib} MiB were written")
    require(mib >= LIMITS.disk_mib // 2, f"only {mib} MiB could be written")


def _has_little_memory(sandbox: Sandbox) -> None:
    eaten, end = _eaten(sandbox)
    require(end.out_of_memory and end.exit_code != 0, end)
    require(LIMITS.memory_mib // 2 < eaten <= LIMITS.memory_mib, f"{eaten} MiB were taken")


def _each_has_little_memory(sandbox: Sandbox) -> None:
    eaten, _ = _eaten(sandbox)
    require(LIMITS.memory_mib // 2 < eaten <= LIMITS.memory_mib, f"{eaten} MiB were taken")


def _eaten(sandbox: Sandbox) -> tuple[int, BoxEnd]:
    """Return how many MiB one process could take, and how it ended."""
    eaten, block = 0, 16
    with program(sandbox, "eat", block_mib=block, most_mib=LIMITS.memory_mib * 2) as box:
        with contextlib.suppress(BoxClosed):
            while box.receive(1, deadline=time.monotonic() + ANSWER_S) == b"x":
                eaten += block
        return eaten, box.end()


def _has_few_processes(sandbox: Sandbox) -> None:
    started = seen(sandbox, "multiply", most=_MANY_PROCESSES)["started"]
    require(started < LIMITS.processes, f"{started} were started")
    require(started >= LIMITS.processes // 2, f"only {started} could be started")


def _makes_few_files(sandbox: Sandbox) -> None:
    made = seen(sandbox, "scatter", most=_MANY_FILES)
    require(made < _MANY_FILES, f"{made} files were made")


def _keeps_to_its_share(sandbox: Sandbox) -> None:
    with program(sandbox, "spin", replace(LIMITS, cpus=_SHARE), seconds=_SPIN_S) as box:
        used = answer(box)
    # Beyond its share, what was taken until the kernel first looked.
    require(used <= _SHARE * _SPIN_S + 0.1, f"{used} s of processors in {_SPIN_S} s")


def _keeps_little_of_the_log(sandbox: Sandbox) -> None:
    with program(sandbox, "shout", mib=50) as box:
        require(answer(box) == 50, "it did not come to its end")  # noqa: PLR2004 - sent above
        end = box.end()
    require(len(end.log) < (LIMITS.log_kib + 1) << 10, f"{len(end.log)} characters were kept")
    require(end.log_dropped > 40 << 20, f"{end.log_dropped} bytes were counted as dropped")


def _can_be_flooded(sandbox: Sandbox) -> None:
    with program(sandbox, "babble") as box:
        box.receive(_MESSAGE, deadline=time.monotonic() + ANSWER_S)
        time.sleep(1)
        began = time.monotonic()
        box.end()
        require(time.monotonic() - began < _SOON_S, "a flood kept it from being ended")


def _leaves_nothing(sandbox: Sandbox) -> None:
    token = f"lingers-{secrets.token_hex(8)}"
    with program(sandbox, "linger", token=token) as box:
        answer(box)
    deadline = time.monotonic() + 2
    while (left := processes_called(token)) and time.monotonic() < deadline:
        time.sleep(0.05)
    for process in left:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(int(process), signal.SIGKILL)
    require(not left, f"processes {left} live on")


CHECKS: Final = (
    Check(fact="sends back what it was sent", holds=_echoes),
    Check(fact="keeps nobody waiting longer than they said", holds=_waits_no_longer),
    Check(fact="tells how its program ended", holds=_tells_exit_code),
    Check(fact="can be ended whatever it does", holds=_can_be_ended, word=words.TIME),
    Check(fact="does not outlive its lifetime", holds=_ends_by_itself, word=words.TIME),
    Check(fact="is nobody to the machine", holds=_is_nobody, word=words.PRIVILEGES),
    Check(fact="inherits no open files", holds=_inherits_nothing, word=words.FILES),
    Check(fact="sees no process but its own", holds=_is_alone, word=words.PROCESSES_APART),
    Check(fact="reaches nobody outside", holds=_reaches_nobody, word=words.NETWORK),
    Check(fact="opens no socket of an odd family", holds=_opens_no_odd_sockets, word=words.CALLS),
    Check(fact="calls nothing dangerous", holds=_calls_nothing_dangerous, word=words.CALLS),
    Check(
        fact="sees nothing of the harness's environment",
        holds=_sees_no_environment,
        word=words.FILES,
    ),
    Check(fact="sees no file of the machine's", holds=_sees_no_files, word=words.FILES),
    Check(fact="writes nowhere but where it works", holds=_writes_nowhere_else, word=words.FILES),
    Check(fact="has no more disk than it was given", holds=_has_little_disk, word=words.DISK),
    Check(fact="has no more memory than it was given", holds=_has_little_memory, word=words.MEMORY),
    Check(
        fact="has no process with more memory than it was given",
        holds=_each_has_little_memory,
        word=words.MEMORY_EACH,
    ),
    Check(
        fact="has no more processes than it was given",
        holds=_has_few_processes,
        word=words.PROCESSES,
    ),
    Check(fact="makes only so many files", holds=_makes_few_files, word=words.INODES),
    Check(fact="keeps to its share of the processors", holds=_keeps_to_its_share, word=words.CPU),
    Check(fact="keeps little of what it says", holds=_keeps_little_of_the_log, word=words.LOG),
    Check(fact="can be ended in the middle of a flood", holds=_can_be_flooded, word=words.LOG),
    Check(fact="leaves no process behind", holds=_leaves_nothing, word=words.PROCESSES_APART),
)
