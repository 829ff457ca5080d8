"""Control groups: the limits that hold for everything in a box together.

Version 1 and version 2 alike, where the harness may write them. A limit that could not be set is
not in `Group.holds`: nothing is claimed that was not written and read back.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from takehome.sandbox.protocol import Limits

_PERIOD_US: Final = 100_000
_CONTROLLERS: Final = ("memory", "pids", "cpu", "cpuacct")
_REMOVAL_S: Final = 2.0
_OURS: Final = "takehome"
_JOIN: Final = 'while [ "$1" != -- ]; do echo 0 > "$1" || exit 97; shift; done; shift; exec "$@"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One box's control groups: one folder under version 2, one for each controller under 1."""

    folders: tuple[Path, ...]
    holds: frozenset[str]
    """Of `memory`, `processes` and `cpu`, what is limited."""

    def joined(self, command: list[str]) -> list[str]:
        """Return the command preceded by what makes its process a member of the group."""
        entrances = [str(folder / "cgroup.procs") for folder in self.folders]
        return ["/bin/sh", "-c", _JOIN, "sh", *entrances, "--", *command]

    def cpu_s(self) -> float | None:
        """Return the seconds of processors that everything in it took; None where nobody counts."""
        for folder in self.folders:
            with contextlib.suppress(OSError):
                told = (folder / "cpu.stat").read_text(encoding="ascii")
                if found := re.search(r"^usage_usec (\d+)", told, re.MULTILINE):
                    return int(found[1]) / 1e6
            with contextlib.suppress(OSError):
                return int((folder / "cpuacct.usage").read_text(encoding="ascii")) / 1e9
        return None

    def peak_mib(self) -> float | None:
        """Return the most memory that everything in it had at once; None where nobody counts.

        Files count as well: what a box writes lives in memory.
        """
        for folder in self.folders:
            for name in ("memory.peak", "memory.max_usage_in_bytes"):
                with contextlib.suppress(OSError):
                    return int((folder / name).read_text(encoding="ascii")) / (1 << 20)
        return None

    def out_of_memory(self) -> bool:
        """Say whether anything in it was killed for its memory."""
        for folder in self.folders:
            for name in ("memory.events", "memory.oom_control"):
                with contextlib.suppress(OSError):
                    told = (folder / name).read_text(encoding="ascii")
                    if re.search(r"^oom_kill [1-9]", told, re.MULTILINE):
                        return True
        return False

    def remove(self) -> None:
        """Kill what is left in it and remove it; what refuses for two seconds stays."""
        deadline = time.monotonic() + _REMOVAL_S
        for folder in self.folders:
            with contextlib.suppress(OSError):
                (folder / "cgroup.kill").write_text("1", encoding="ascii")
            while folder.exists() and time.monotonic() < deadline:
                try:
                    folder.rmdir()
                except OSError:
                    _kill(folder)
                    time.sleep(0.01)


def _kill(folder: Path) -> None:
    """Kill what is in a group, one by one: version 1 knows no other way."""
    with contextlib.suppress(OSError):
        for process in (folder / "cgroup.procs").read_text(encoding="ascii").split():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(int(process), signal.SIGKILL)


def make(limits: Limits, process: Path = Path("/proc/self")) -> Group | None:
    """Return a new group with those limits; None where not one of them can be set.

    Args:
        limits: What to limit.
        process: Where the kernel tells of this process's mounts and groups.
    """
    name = f"{os.getpid()}-{secrets.token_hex(6)}"
    folders: list[Path] = []
    holds: set[str] = set()
    for parent, controllers in _parents(process):
        folder = parent / name
        _sweep(parent)
        try:
            folder.mkdir(parents=True)
        except OSError:
            continue
        held = {
            controller
            for controller in controllers
            if _limited(folder, _settings(controller, limits, version=_version(parent)))
        }
        if held and _joinable(folder):
            folders.append(folder)
            holds |= {_WORD[controller] for controller in held & _WORD.keys()}
        else:
            folder.rmdir()
    return Group(folders=tuple(folders), holds=frozenset(holds)) if folders else None


_WORD: Final = {"memory": "memory", "pids": "processes", "cpu": "cpu"}


def _parents(process: Path) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Yield the folders in which groups can be made, with the controllers that are theirs."""
    rest = list(_CONTROLLERS)
    for mount, kind, options in _mounts(process):
        if kind == "cgroup":
            here = tuple(one for one in rest if one in options)
            if here and os.access(mount, os.W_OK):
                yield mount / _OURS, here
                rest = [one for one in rest if one not in here]
    for mount, kind, _ in _mounts(process):
        if kind == "cgroup2" and rest and (found := _delegated(mount, rest, process)) is not None:
            yield found
            return


def _mounts(process: Path) -> list[tuple[Path, str, frozenset[str]]]:
    """Return mount point, type and options of every control group file system."""
    found = []
    for line in (process / "mounts").read_text(encoding="utf-8").splitlines():
        _, mount, kind, options, *_ = line.split()
        if kind in {"cgroup", "cgroup2"}:
            found.append((Path(mount), kind, frozenset(options.split(","))))
    return found


def _delegated(
    mount: Path, wanted: list[str], process: Path
) -> tuple[Path, tuple[str, ...]] | None:
    """Return a folder of version 2, and which of those controllers its children may have.

    Root makes one of its own at the top. Anyone else needs a service manager that delegates: then
    the parent of one's own group is writable, and its children have the controllers.
    """
    own = next(
        (
            line.removeprefix("0::/")
            for line in (process / "cgroup").read_text(encoding="utf-8").splitlines()
            if line.startswith("0::/")
        ),
        "",
    )
    for parent in (mount, (mount / own).parent):
        ours = parent / _OURS
        with contextlib.suppress(OSError):
            offered = (parent / "cgroup.controllers").read_text(encoding="ascii").split()
            here = tuple(one for one in wanted if one in offered)
            if not here:
                continue
            _hand_down(parent, here)
            ours.mkdir(exist_ok=True)
            _hand_down(ours, here)
            return ours, here
    return None


def _hand_down(folder: Path, controllers: tuple[str, ...]) -> None:
    control = folder / "cgroup.subtree_control"
    if not set(controllers) <= set(control.read_text(encoding="ascii").split()):
        control.write_text(" ".join(f"+{one}" for one in controllers), encoding="ascii")


def _version(parent: Path) -> int:
    return 2 if (parent.parent / "cgroup.controllers").exists() else 1


def _settings(controller: str, limits: Limits, *, version: int) -> Mapping[str, tuple[str, bool]]:
    """Return the files to write, each with its value and whether the limit stands without it."""
    memory = str(limits.memory_mib << 20)
    quota = int(limits.cpus * _PERIOD_US)
    match controller, version:
        case "memory", 1:
            # Without the second, memory that was swapped out would not count.
            return {
                "memory.limit_in_bytes": (memory, False),
                "memory.memsw.limit_in_bytes": (memory, True),
            }
        case "memory", _:
            return {"memory.max": (memory, False), "memory.swap.max": ("0", True)}
        case "cpuacct", _:
            # It limits nothing: it counts.
            return {}
        case "pids", _:
            return {"pids.max": (str(limits.processes), False)}
        case _, 1:
            return {
                "cpu.cfs_period_us": (str(_PERIOD_US), False),
                "cpu.cfs_quota_us": (str(quota), False),
            }
        case _:
            return {"cpu.max": (f"{quota} {_PERIOD_US}", False)}


def _sweep(parent: Path) -> None:
    """Remove the groups of processes that were killed; one with processes in it stays."""
    with contextlib.suppress(OSError):
        for folder in parent.iterdir():
            owner = folder.name.partition("-")[0]
            if owner.isdigit() and not Path("/proc", owner).exists():
                with contextlib.suppress(OSError):
                    folder.rmdir()


_JOINED: Final[set[Path]] = set()
"""Where a process of ours could join a group: that does not change while we live."""


def _joinable(folder: Path) -> bool:
    """Let a process join, and say whether it could: whose group it leaves matters as well."""
    if folder.parent not in _JOINED:
        command = ["/bin/sh", "-c", 'echo 0 > "$1"', "sh", str(folder / "cgroup.procs")]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            return False
        _JOINED.add(folder.parent)
    return True


def _limited(folder: Path, settings: Mapping[str, tuple[str, bool]]) -> bool:
    """Write the settings, read them back, and say whether they stand."""
    for name, (value, dispensable) in settings.items():
        try:
            (folder / name).write_text(value, encoding="ascii")
            stands = (folder / name).read_text(encoding="ascii").split() == value.split()
        except OSError:
            stands = False
        if not stands and not dispensable:
            return False
    return True
