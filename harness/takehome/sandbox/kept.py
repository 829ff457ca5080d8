"""Boxes that are processes of this machine with a keeper, and no namespaces of their own.

The keeper is told what to give up. `landlock` gives up files and system calls; `unsafe` nothing.
"""

from __future__ import annotations

import os
import secrets
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from takehome.sandbox import cgroup, environment, layout, leftover
from takehome.sandbox.environment import Environment
from takehome.sandbox.leftover import SLOTS, SLOTS_FROM
from takehome.sandbox.lent import Reachable, reachable
from takehome.sandbox.process import ProcessBox, Start

if TYPE_CHECKING:
    from takehome.sandbox.protocol import Box, Limits

SPARE_MIB: Final = 4096
_GRACE_S: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a keeper is told beside the limits."""

    made: Environment
    groups: bool
    """Whether control groups are used where they can be."""
    gives_up: Callable[[Reachable], list[tuple[str, str]]]
    """What the box gives up, in the keeper's own words, where the environment is there."""


def opened(limits: Limits, given: Given) -> Box:
    """Open a box.

    Raises:
        SandboxMissing: The environment cannot be used by a user without rights.
        SandboxTrouble: It did not start.
    """
    found = reachable(given.made)
    group = cgroup.make(limits) if given.groups else None
    uid = SLOTS_FROM + secrets.randbelow(SLOTS) if os.geteuid() == 0 else None
    leftover.sweep()
    work = leftover.made()
    if uid is not None:
        os.chown(work, uid, uid)
    temporary = str(Path(work, "tmp"))
    told: dict[str, int | str] = {
        **_limits(limits, uid, group.holds if group else frozenset()),
        "parent": os.getpid(),
        "lifetime": int(limits.lifetime_s) + _GRACE_S,
        "work": work,
        "temporary": temporary,
        "python": found.python,
    }
    command = [
        *(found.python, "-I", "-S", "-c", layout.program("keeper"), layout.program("bootstrap")),
        *layout.arguments(told),
        *(f"{name}={value}" for name, value in given.gives_up(found)),
    ]
    box = ProcessBox(
        Start(
            command=tuple(group.joined(command) if group else command),
            variables=_variables(limits, found, temporary, given.made),
            descriptors=(),
            group=group,
            limits=limits,
            stop=signal.SIGTERM,
        )
    )
    leftover.keep(work, box)
    return box


def _variables(
    limits: Limits, found: Reachable, temporary: str, made: Environment
) -> dict[str, str]:
    libraries = [f"{found.folder}/{environment.NATIVE}"]
    if made.shared_library:
        libraries.append(f"{found.base_prefix}/lib")
    return {
        **layout.variables(
            limits,
            path=f"{found.folder}/bin:/usr/bin:/bin",
            libraries=":".join(libraries),
            temporary=temporary,
        ),
        # There is no shared memory: joblib would find out by failing, and say so at length.
        "JOBLIB_MULTIPROCESSING": "0",
    }


def _limits(limits: Limits, uid: int | None, holds: frozenset[str]) -> dict[str, int]:
    """Return what the bootstrap sets."""
    settings = {
        "RLIMIT_CORE": 0,
        "RLIMIT_NOFILE": layout.OPEN_FILES,
        "RLIMIT_FSIZE": limits.disk_mib << 20,
    }
    if "memory" not in holds:
        settings["RLIMIT_DATA"] = limits.memory_mib << 20
        settings["RLIMIT_AS"] = (limits.memory_mib + SPARE_MIB) << 20
    if uid is not None:
        settings["uid"] = uid
        if "processes" not in holds:
            # Of a user whom nobody shares; anybody else's would count what is not the box's.
            settings["RLIMIT_NPROC"] = limits.processes
    return settings
