"""Docker: a box that is a container, without network or capabilities, writing to memory alone.

Nothing goes in or out but through the container's standard streams. The engine's copying of files
is never used: it does not work with a read-only root, and was a way onto the host.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

from takehome.sandbox import engine, environment, image, layout, reaper, seccomp
from takehome.sandbox.attached import AttachedBox
from takehome.sandbox.measure import Claims, measured
from takehome.sandbox.protocol import SandboxMissing

if TYPE_CHECKING:
    from collections.abc import Callable

    from docker import APIClient

    from takehome.sandbox.protocol import Box, Limits
    from takehome_graders.evidence import Confinement

_INODES: Final = 20_000
_USER: Final = "10001:10001"
_GRACE_S: Final = 5


class Docker:
    """Boxes made by a Docker engine."""

    name: str = "docker"

    def __init__(self, *, note: Callable[[str], None] = lambda _: None) -> None:
        """Take who is told what is going on."""
        self._note: Final = note

    def confinement(self) -> Confinement:
        """Say what it is and what it was seen to enforce on this machine.

        Raises:
            SandboxMissing: No engine answers, or it has no image of the environment.
            SandboxTrouble: The engine does not answer any more.
        """
        with closing(engine.connect()) as client:
            told, made = engine.about(client), _image(client)
        return measured(
            self,
            Claims(
                version=f"{told.version}, {told.runtime}{engine.warning(told)}",
                image=made,
                calls=seccomp.profile_fingerprint(),
                ways=f"{told.identity} {told.kernel}",
            ),
            note=self._note,
        )

    def open(self, limits: Limits) -> Box:
        """Open a box.

        Raises:
            SandboxMissing: No engine answers, or it has no image of the environment.
            SandboxTrouble: The engine failed.
        """
        client = engine.connect()
        try:
            reaper.reap(client)
            told = engine.about(client)
            return AttachedBox(client, _created(client, limits, told.strongest), limits)
        except BaseException:
            client.close()
            raise


def _created(client: APIClient, limits: Limits, runtime: str | None) -> str:
    """Return the id of a new container that waits to be started."""
    made = _image(client)
    with engine.calls():
        container: str = client.create_container(
            made,
            # A watch that needs no harness to be alive, and adopts what loses its parent.
            layout.kept(limits.lifetime_s + _GRACE_S),
            user=_USER,
            hostname="box",
            working_dir="/work",
            environment=_variables(limits),
            stdin_open=True,
            # Without this, closing our end of the pipe would not be told to the other.
            detach=False,
            network_disabled=True,
            stop_timeout=1,
            labels=reaper.labels(limits.lifetime_s + _GRACE_S),
            host_config=client.create_host_config(**_confined(limits), runtime=runtime),
        )["Id"]
    return container


def _image(client: APIClient) -> str:
    found = image.find(client)
    if found is None:
        raise SandboxMissing(image.MISSING)
    return found


def _confined(limits: Limits) -> dict[str, Any]:
    """Return what the engine is told to hold the container to."""
    from docker.types import LogConfig, Ulimit

    memory = limits.memory_mib << 20
    work, shared = layout.disks(limits)
    return {
        "network_mode": "none",
        "read_only": True,
        "cap_drop": ["ALL"],
        "security_opt": ["no-new-privileges:true", f"seccomp={seccomp.profile()}"],
        "pids_limit": limits.processes,
        "mem_limit": memory,
        # Equal to the other: no swap.
        "memswap_limit": memory,
        "nano_cpus": int(limits.cpus * 1e9),
        "ulimits": [
            Ulimit(name="nofile", soft=layout.OPEN_FILES, hard=layout.OPEN_FILES),
            Ulimit(name="fsize", soft=limits.disk_mib << 20, hard=limits.disk_mib << 20),
            Ulimit(name="core", soft=0, hard=0),
        ],
        "tmpfs": {
            "/work": f"rw,nosuid,nodev,exec,size={work}m,nr_inodes={_INODES}",
            "/dev/shm": f"rw,nosuid,nodev,noexec,size={shared}m,nr_inodes={_INODES}",  # noqa: S108 - a mount of the box's own
        },
        # Without shared memory of the engine's making: the one above has a number of files, too.
        "ipc_mode": "none",
        # The engine's own would hold the pipe open for everybody of the box's user.
        "init": False,
        "log_config": LogConfig(type="none"),
        "oom_score_adj": 500,
        "auto_remove": False,
    }


def _variables(limits: Limits) -> dict[str, str]:
    return layout.variables(
        limits,
        path=f"{layout.ENVIRONMENT}/bin:/usr/local/bin:/usr/bin:/bin",
        libraries=f"{layout.ENVIRONMENT}/{environment.NATIVE}",
    )
