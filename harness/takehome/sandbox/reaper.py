"""Clears away the containers that a harness left behind when it was killed.

Every container names its owner and its deadline. One is removed when its deadline has passed, or
when its owner is known to be gone: a process of this machine that does not exist any more.
"""

from __future__ import annotations

import contextlib
import os
import platform
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from takehome.sandbox import engine

if TYPE_CHECKING:
    from docker import APIClient

_OWNER: Final = "takehome.owner"
_DEADLINE: Final = "takehome.deadline"


def labels(seconds: float) -> dict[str, str]:
    """Return the labels of a container of this process that may live for so many seconds."""
    return {_OWNER: _ourselves(), _DEADLINE: str(int(time.time() + seconds))}


def reap(client: APIClient) -> int:
    """Remove what nobody will come back for, and return how many containers that was.

    Raises:
        SandboxTrouble: The engine failed.
    """
    from docker.errors import APIError

    removed = 0
    with engine.calls():
        found: list[dict[str, Any]] = client.containers(all=True, filters={"label": _OWNER})
        for container in found:
            if is_left(container["Labels"], time.time()):
                # Another harness may be faster.
                with contextlib.suppress(APIError):
                    client.remove_container(container["Id"], force=True, v=True)
                    removed += 1
    return removed


def is_left(told: dict[str, str], now: float) -> bool:
    """Say from a container's labels whether nobody will come back for it."""
    deadline = told.get(_DEADLINE, "")
    if not deadline.isdigit() or int(deadline) < now:
        return True
    machine, boot, process, started = (told[_OWNER].split("/") + [""] * 4)[:4]
    if machine != platform.node():
        # An engine may serve several machines: of the others only deadlines are known.
        return False
    return boot != _boot() or _started(process) != started


def _ourselves() -> str:
    process = str(os.getpid())
    return f"{platform.node()}/{_boot()}/{process}/{_started(process)}"


@cache
def _boot() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()


def _started(process: str) -> str:
    """Return when a process began, in the kernel's ticks; empty where there is none."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    # The name before may contain anything, even parentheses and spaces.
    return stat.rpartition(")")[2].split()[19]
