"""Landlock with a filter of system calls: a box for places where no namespace can be made.

It works without any privilege, inside a plain container too. Files beyond those that Python and the
environment need are refused, not hidden; there are no sockets at all, so that a notebook is
executed without a kernel's; there is no shared memory. What it cannot hold (the disk as a whole,
the number of files, without control groups the memory of all processes together) it does not claim.
"""

from __future__ import annotations

import ctypes
import platform
from typing import TYPE_CHECKING, Final

from takehome.sandbox import seccomp
from takehome.sandbox.kept import Given, opened
from takehome.sandbox.local import Local
from takehome.sandbox.measure import Claims, measured
from takehome.sandbox.protocol import SandboxMissing

if TYPE_CHECKING:
    from takehome.sandbox.lent import Reachable
    from takehome.sandbox.protocol import Box, Limits
    from takehome_graders.evidence import Confinement

_CREATE_RULESET: Final = 444
_VERSION_FLAG: Final = 1
_OLDEST: Final = 3
"""The first version under which a file that may be read cannot be cut off."""
_READABLE: Final = (
    *("/usr", "/lib", "/lib64", "/lib32", "/libx32", "/bin", "/sbin"),
    *("/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime", "/etc/fonts"),
    *("/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/version", "/proc/filesystems"),
    *("/sys/devices/system/cpu", "/sys/devices/system/node", "/sys/fs/cgroup/cpu.max"),
    *("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "/sys/fs/cgroup/cpu/cpu.cfs_period_us"),
)
_USABLE: Final = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")


class Landlock(Local):
    """Boxes that gave up what they could do."""

    name: str = "landlock"

    def confinement(self) -> Confinement:
        """Say what it is and what it was seen to enforce on this machine.

        Raises:
            SandboxMissing: The kernel has no Landlock, or it cannot work here.
            SandboxTrouble: It failed.
        """
        abi, filtered = working()
        made = self.made()
        return measured(
            self,
            Claims(
                version=f"version {abi} on Linux {platform.release()}",
                image=f"environment {made.fingerprint}",
                calls=filtered,
                ways=f"groups={self.groups}",
            ),
            note=self.note,
        )

    def open(self, limits: Limits) -> Box:
        """Open a box.

        Raises:
            SandboxMissing: The kernel has no Landlock, or the environment cannot be used.
            SandboxTrouble: It did not start.
        """
        abi, _ = working()
        made = self.made()

        def gives_up(found: Reachable) -> list[tuple[str, str]]:
            read = (*_READABLE, found.folder, found.base_prefix)
            return [
                ("abi", str(abi)),
                ("filter", (seccomp.program(alone=True) or b"").hex()),
                *(("read", path) for path in read),
                *(("use", path) for path in _USABLE),
            ]

        return opened(limits, Given(made=made, groups=self.groups, gives_up=gives_up))


def working() -> tuple[int, str]:
    """Return the version of Landlock that the kernel has, and the name of the filter.

    Raises:
        SandboxMissing: It has none, one that is too old, or there is no filter for this machine.
    """
    abi = version()
    if abi < _OLDEST:
        found = f"version {abi}" if abi > 0 else "none"
        raise SandboxMissing(
            f"Landlock needs Linux 6.2 or newer, with `landlock` among the `lsm=` of its command"
            f" line; this is {platform.release()}, which offers {found}."
        )
    if not (filtered := seccomp.fingerprint(alone=True)):
        raise SandboxMissing(
            f"There is no filter of system calls for {platform.machine()}, without which Landlock"
            " does not hold."
        )
    return abi, filtered


def version() -> int:
    """Return the version of Landlock that the kernel offers; 0 where it offers none."""
    library = ctypes.CDLL(None, use_errno=True)
    told = library.syscall(
        ctypes.c_long(_CREATE_RULESET),
        None,
        ctypes.c_size_t(0),
        ctypes.c_uint(_VERSION_FLAG),
    )
    return max(int(told), 0)
