"""bubblewrap: a box of Linux namespaces, for machines without a Docker engine.

Everything that the box sees is bound read-only or is a memory file system of its own with a size.
bubblewrap itself is started with an empty environment, for a candidate can read it in
`/proc/1/environ` whatever is cleared later. Where the harness is root, no user namespace is made:
the bootstrap lets go of root for a user id that nobody else has.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

from takehome.sandbox import cgroup, environment, layout, seccomp
from takehome.sandbox.kept import SPARE_MIB
from takehome.sandbox.leftover import SLOTS, SLOTS_FROM
from takehome.sandbox.local import Local
from takehome.sandbox.measure import Claims, measured
from takehome.sandbox.process import ProcessBox, Start
from takehome.sandbox.protocol import SandboxMissing

if TYPE_CHECKING:
    from takehome.sandbox.environment import Environment
    from takehome.sandbox.protocol import Box, Limits
    from takehome_graders.evidence import Confinement

_NOBODY: Final = 10_001
_COUNTS_BY_NAMESPACE: Final = (5, 14)
_GRACE_S: Final = 5
_INSTALL: Final = "Install it, for example with `apt-get install bubblewrap`."


class Bubblewrap(Local):
    """Boxes made by the `bwrap` of this machine."""

    name: str = "bubblewrap"

    def confinement(self) -> Confinement:
        """Say what it is and what it was seen to enforce on this machine.

        Raises:
            SandboxMissing: bubblewrap is not there, or cannot work here.
        """
        binary = working()
        made = self.made()
        return measured(
            self,
            Claims(
                version=version(binary),
                image=f"environment {made.fingerprint}",
                calls=seccomp.fingerprint(),
                ways=f"groups={self.groups}",
            ),
            note=self.note,
        )

    def open(self, limits: Limits) -> Box:
        """Open a box.

        Raises:
            SandboxMissing: bubblewrap or the environment is not there.
            SandboxTrouble: It did not start.
        """
        binary = find()
        made = self.made()
        group = cgroup.make(limits) if self.groups else None
        uid = SLOTS_FROM + secrets.randbelow(SLOTS) if os.geteuid() == 0 else _NOBODY
        descriptors: list[int] = []
        try:
            command = [
                binary,
                *_namespaces(uid),
                *_files(made, limits, uid, descriptors),
                *_variables(made, limits),
                *_filter(descriptors),
                "--",
                *layout.kept(
                    limits.lifetime_s + _GRACE_S,
                    _settings(limits, uid, group.holds if group else frozenset()),
                ),
            ]
            return ProcessBox(
                Start(
                    command=tuple(group.joined(command) if group else command),
                    # What sh and bwrap are started with, and what /proc/1/environ would show.
                    variables={"PATH": "/usr/bin:/bin"},
                    descriptors=tuple(descriptors),
                    group=group,
                    limits=limits,
                )
            )
        finally:
            for descriptor in descriptors:
                os.close(descriptor)


def find() -> str:
    """Return the path of this machine's bubblewrap.

    Raises:
        SandboxMissing: There is none, or what is called so is none.
    """
    binary = shutil.which("bwrap")
    if binary is None:
        raise SandboxMissing(f"bubblewrap is not installed: there is no `bwrap`. {_INSTALL}")
    with Path(binary).open("rb") as file:
        if file.read(4) != b"\x7fELF":
            raise SandboxMissing(
                f"{binary} is no program but a script around one, and what it does cannot be"
                f" known. {_INSTALL}"
            )
    return binary


def working() -> str:
    """Return the path of a bubblewrap that can make boxes on this machine.

    Raises:
        SandboxMissing: There is none, or it cannot; the message says why.
    """
    binary = find()
    if why := works(binary):
        raise SandboxMissing(f"{binary} cannot make a sandbox on this machine: {why}")
    return binary


def version(binary: str) -> str:
    """Return the version that it tells; empty where it does not tell one."""
    told = subprocess.run([binary, "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"\d+\.\d+(?:\.\d+)?", told.stdout)
    return found.group() if found else ""


def works(binary: str) -> str:
    """Return why it cannot make a box on this machine; empty where it can."""
    command = [
        binary,
        *_namespaces(_NOBODY),
        "--ro-bind",
        "/",
        "/",
        "--proc",
        "/proc",
        "--",
        "/bin/true",
    ]
    made = subprocess.run(
        command, capture_output=True, text=True, check=False, env={"PATH": "/usr/bin:/bin"}
    )
    return "" if made.returncode == 0 else (made.stderr.strip() or f"exit code {made.returncode}")


def _namespaces(uid: int) -> list[str]:
    shared = [
        *("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"),
        *("--unshare-cgroup-try", "--die-with-parent", "--new-session"),
        # bubblewrap's own first process would hold the pipe open for everybody of the box's user.
        *("--as-pid-1", "--hostname", "box", "--clearenv", "--cap-drop", "ALL"),
    ]
    if os.geteuid() == 0:
        # These two are what the bootstrap needs to let go of root, and gone once it has.
        return [*shared, "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    return [*shared, "--unshare-user", "--disable-userns", "--uid", str(uid), "--gid", str(uid)]


def _files(made: Environment, limits: Limits, uid: int, descriptors: list[int]) -> list[str]:
    """Return the arguments for all that is to be seen in the box, adding open descriptors."""
    work, shared = layout.disks(limits)
    base = "/usr" if _stands_in_usr(made) else "/opt/python"
    executable = f"{base}/{made.executable}"
    arguments = ["--ro-bind", "/usr", "/usr"]
    for folder in ("/etc", "/opt", "/opt/environment", "/opt/environment/bin"):
        # Where bubblewrap makes a folder by the way, root alone may enter it.
        arguments += ["--perms", "0755", "--dir", folder]
    for name in ("lib", "lib64", "lib32", "libx32", "bin", "sbin"):
        path = Path("/") / name
        if path.is_symlink():
            arguments += ["--symlink", str(path.readlink()), str(path)]
        elif path.is_dir():
            arguments += ["--ro-bind", str(path), str(path)]
    arguments += ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]
    arguments += ["--ro-bind-try", "/etc/alternatives", "/etc/alternatives"]
    for file, text in (
        ("/etc/passwd", f"candidate:x:{uid}:{uid}::/work:/bin/sh\n"),
        ("/etc/group", f"candidate:x:{uid}:\n"),
        ("/etc/hosts", "127.0.0.1 localhost box\n"),
        ("/opt/environment/pyvenv.cfg", environment.settings(str(Path(executable).parent))),
    ):
        descriptors.append(_text(text))
        arguments += ["--perms", "0444", "--ro-bind-data", str(descriptors[-1]), file]
    if base != "/usr":
        arguments += ["--ro-bind", made.base_prefix, base]
    return [
        *arguments,
        *("--ro-bind", f"{made.folder}/lib", "/opt/environment/lib"),
        *("--symlink", executable, layout.PYTHON),
        *("--proc", "/proc", "--dev", "/dev"),
        *("--size", str(shared << 20), "--perms", "1777", "--tmpfs", "/dev/shm"),  # noqa: S108 - a mount of the box's own
        *("--remount-ro", "/dev"),
        *("--size", str(work << 20), "--perms", "0777", "--tmpfs", "/work"),
        *("--symlink", "/work/tmp", "/tmp"),  # noqa: S108 - as above
        *("--remount-ro", "/", "--chdir", "/work"),
    ]


def _stands_in_usr(made: Environment) -> bool:
    return Path(made.base_prefix).resolve() == Path("/usr")


def _text(text: str) -> int:
    descriptor = os.memfd_create("text", 0)
    os.write(descriptor, text.encode())
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


def _filter(descriptors: list[int]) -> list[str]:
    descriptor = seccomp.open_program()
    if descriptor is None:
        return []
    descriptors.append(descriptor)
    return ["--seccomp", str(descriptor)]


def _variables(made: Environment, limits: Limits) -> list[str]:
    libraries = [f"{layout.ENVIRONMENT}/{environment.NATIVE}"]
    if made.shared_library and not _stands_in_usr(made):
        libraries.append("/opt/python/lib")
    told = layout.variables(
        limits,
        path=f"{layout.ENVIRONMENT}/bin:/usr/bin:/bin",
        libraries=":".join(libraries),
    )
    return [part for name, value in told.items() for part in ("--setenv", name, value)]


def _counts_by_box() -> bool:
    """Say whether RLIMIT_NPROC counts the processes of a box, and not all of a user's.

    As root every box has a user of its own. Anyone else's has a user namespace of its own, by which
    Linux counts since 5.14.
    """
    release = re.match(r"(\d+)\.(\d+)", os.uname().release)
    linux = (int(release[1]), int(release[2])) if release else (0, 0)
    return os.geteuid() == 0 or linux >= _COUNTS_BY_NAMESPACE


def _settings(limits: Limits, uid: int, holds: frozenset[str]) -> dict[str, int]:
    """Return what the bootstrap sets: everything that no control group holds."""
    settings = {
        "RLIMIT_CORE": 0,
        "RLIMIT_NOFILE": layout.OPEN_FILES,
        "RLIMIT_FSIZE": limits.disk_mib << 20,
    }
    if "memory" not in holds:
        # What was only reserved does not count against the first; the second is for shared memory.
        settings["RLIMIT_DATA"] = limits.memory_mib << 20
        settings["RLIMIT_AS"] = (limits.memory_mib + SPARE_MIB) << 20
    if "processes" not in holds and _counts_by_box():
        settings["RLIMIT_NPROC"] = limits.processes
    if os.geteuid() == 0:
        settings["uid"] = uid
    return settings
