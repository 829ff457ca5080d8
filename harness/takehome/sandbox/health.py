"""What this machine has of what sandboxes need, for `takehome doctor`."""

from __future__ import annotations

import re
import shutil
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from takehome.sandbox import bubblewrap, cgroup, engine, environment, image, seccomp
from takehome.sandbox.protocol import Limits, SandboxMissing, SandboxTrouble

if TYPE_CHECKING:
    from pathlib import Path

State = Literal["ok", "warn", "missing"]

_ROOMY_MIB: Final = 3072
"""What an environment takes while it is built, and then an image."""
_NEWER: Final = "Install a newer one from https://docs.docker.com/engine/install/."


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One thing that sandboxes need, and how it stands."""

    name: str
    state: State
    found: str
    mend: str = ""
    """What to do about it; empty where nothing has to be done."""


def conditions() -> list[Condition]:
    """Return how everything stands; whatever is not there is a line, never an error."""
    return [
        *docker_engine(),
        bubblewrap_program(),
        control_groups(),
        call_filter(),
        submissions_environment(),
        disk(environment.cache_folder()),
    ]


def docker_engine() -> list[Condition]:
    """Return how the engine stands, and whether it has the image."""
    try:
        with closing(engine.connect()) as client:
            told, made = engine.about(client), image.find(client)
    except SandboxMissing as missing:
        return [Condition(name="Docker", state="missing", found=str(missing), mend=_mend(missing))]
    except SandboxTrouble as trouble:
        return [
            Condition(
                name="Docker",
                state="missing",
                found=str(trouble),
                mend="Restart it, for example with `systemctl restart docker`.",
            )
        ]
    image_stands = (
        Condition(name="image", state="ok", found=f"{image.tag()} ({made[:19]})")
        if made
        else Condition(
            name="image", state="missing", found=f"no {image.tag()}", mend="takehome image build"
        )
    )
    return [_engine(told), image_stands]


def bubblewrap_program() -> Condition:
    """Return whether bubblewrap is there, and can make a box."""
    name = "bubblewrap"
    try:
        binary = bubblewrap.find()
    except SandboxMissing as missing:
        return Condition(name=name, state="missing", found=str(missing), mend=_mend(missing))
    found = f"{binary} {bubblewrap.version(binary)}"
    if why := bubblewrap.works(binary):
        return Condition(name=name, state="missing", found=f"{found}: {why}", mend=_namespaces(why))
    return Condition(name=name, state="ok", found=found)


def control_groups() -> Condition:
    """Return which limits can be set for everything in a box together."""
    group = cgroup.make(Limits(lifetime_s=1))
    holds = group.holds if group else frozenset()
    if group is not None:
        group.remove()
    lacking = [word for word in ("memory", "processes", "cpu") if word not in holds]
    if not lacking:
        return Condition(name="control groups", state="ok", found="memory, processes, cpu")
    return Condition(
        name="control groups",
        state="warn",
        found=f"cannot limit {', '.join(lacking)} with bubblewrap",
        mend="Use Docker, or start the harness in a delegated scope:"
        " `systemd-run --user --scope -p Delegate=yes takehome …`.",
    )


def call_filter() -> Condition:
    """Return whether there is a filter of system calls for this machine."""
    if seccomp.program() is None:
        return Condition(
            name="system calls",
            state="warn",
            found="no filter for this machine's processor with bubblewrap",
            mend="Use Docker.",
        )
    return Condition(name="system calls", state="ok", found=f"filter {seccomp.fingerprint()}")


def submissions_environment() -> Condition:
    """Return whether the environment for bubblewrap was built."""
    made = environment.find()
    if made is None:
        return Condition(
            name="environment",
            state="warn",
            found="not built yet",
            mend="It is built when bubblewrap is first used, which takes some minutes.",
        )
    return Condition(name="environment", state="ok", found=f"{made.folder} (Python {made.python})")


def disk(folder: Path) -> Condition:
    """Return how much room there is where environments are kept."""
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free >> 20
    if free < _ROOMY_MIB:
        return Condition(
            name="disk",
            state="warn",
            found=f"{free} MiB free in {folder}",
            mend=f"Make room: {_ROOMY_MIB} MiB are needed to build an environment.",
        )
    return Condition(name="disk", state="ok", found=f"{free} MiB free in {folder}")


def _engine(told: engine.Engine) -> Condition:
    found = f"{told.version}, {told.runtime}"
    lacking = [word for word in ("memory", "processes", "cpu") if word not in told.limits]
    if lacking:
        return Condition(
            name="Docker",
            state="warn",
            found=f"{found}; cannot limit {', '.join(lacking)}",
            mend="Mount the control groups of the kernel, and restart the engine.",
        )
    if engine.is_old(told):
        return Condition(
            name="Docker", state="warn", found=f"{found}: older than known fixes", mend=_NEWER
        )
    return Condition(name="Docker", state="ok", found=found)


def _namespaces(why: str) -> str:
    if "uid map" in why or "Permission denied" in why or "namespace" in why:
        return (
            "Let users make namespaces: `sysctl -w kernel.apparmor_restrict_unprivileged_userns=0`"
            " (Ubuntu) or `sysctl -w kernel.unprivileged_userns_clone=1` (Debian)."
        )
    return "Within a container it cannot work: use Docker, or a machine of its own."


def _mend(missing: SandboxMissing) -> str:
    """Return the first command that a message names, which is more than a program's name."""
    named = re.findall(r"`([^`]+)`", str(missing))
    return next((command for command in named if " " in command), "")
