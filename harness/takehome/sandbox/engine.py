"""The Docker engine: how it is reached, and what it says of itself.

Every call has a time-out: an engine that hangs is trouble of ours, and must not become a hang.
"""

from __future__ import annotations

import os
import re
import socket
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from takehome.sandbox.protocol import SandboxMissing, SandboxTrouble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docker import APIClient

CALL_S: Final = 30
_GVISOR: Final = "runsc"
_ENGINE_FIXED: Final = (29, 5, 1)
_RUNTIME_FIXED: Final = (1, 2, 8)
_HERE: Final = "unix:///var/run/docker.sock"
_ABSENT: Final = (
    "No Docker engine answers. Install it, for example with `apt-get install docker.io`, and start"
    " it with `systemctl start docker`; $DOCKER_HOST says where another one listens."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """What an engine says of itself."""

    version: str
    runtime: str
    limits: frozenset[str]
    """Of `memory`, `processes` and `cpu`, what it can limit on its kernel."""
    filters_calls: bool
    """Whether it applies a filter of system calls."""
    root: str
    """Where it keeps images."""
    warnings: tuple[str, ...]
    strongest: str | None
    """The runtime to be asked for; None for the engine's own."""
    identity: str
    """What tells this engine from others."""
    kernel: str


def connect() -> APIClient:
    """Return a client of the engine that answers.

    Raises:
        SandboxMissing: None does, or it may not be used; the message says which.
    """
    import docker
    from docker.errors import DockerException

    _knock(os.environ.get("DOCKER_HOST") or _HERE)
    try:
        client = docker.from_env(timeout=CALL_S).api
        client.ping()
    except (DockerException, OSError) as error:
        raise SandboxMissing(f"{_ABSENT}\nWhat was tried said: {error}") from error
    return client


def _knock(host: str) -> None:
    """Try the socket of an engine on this machine, for why it does not answer is clear from that.

    Raises:
        SandboxMissing: Nobody listens there, or this user may not ask.
    """
    scheme, _, path = host.partition("://")
    if scheme != "unix":
        return
    try:
        with socket.socket(socket.AF_UNIX) as door:
            door.settimeout(CALL_S)
            door.connect(path)
    except PermissionError as error:
        raise SandboxMissing(
            "The Docker engine may not be used by this user: `sudo usermod -aG docker $USER`, then"
            " log in again."
        ) from error
    except OSError as error:
        raise SandboxMissing(_ABSENT) from error


def about(client: APIClient) -> Engine:
    """Return what the engine says of itself.

    Raises:
        SandboxTrouble: It does not answer.
    """
    with calls():
        told: dict[str, Any] = client.info()
    able = (("memory", "MemoryLimit"), ("processes", "PidsLimit"), ("cpu", "CpuCfsQuota"))
    options = [str(option) for option in told.get("SecurityOptions") or ()]
    commit = told.get("RuncCommit") or {}
    default, others = str(told.get("DefaultRuntime", "")), told.get("Runtimes") or {}
    # gVisor answers system calls itself: a hole in the kernel is not one in the box.
    strongest = _GVISOR if _GVISOR in others else None
    runtime = (
        f"{default} {commit.get('ID', '')}".strip() if strongest is None else f"{_GVISOR} (gVisor)"
    )
    return Engine(
        version=str(told.get("ServerVersion", "")),
        runtime=runtime,
        limits=frozenset(word for word, name in able if told.get(name)),
        filters_calls=any("seccomp" in option for option in options),
        root=str(told.get("DockerRootDir", "")),
        warnings=tuple(str(warning) for warning in told.get("Warnings") or ()),
        strongest=strongest,
        identity=str(told.get("ID", "")),
        kernel=str(told.get("KernelVersion", "")),
    )


def warning(told: Engine) -> str:
    """Return what a report says behind the version of an engine that lacks known fixes."""
    return " (OLDER THAN KNOWN FIXES)" if is_old(told) else ""


def is_old(told: Engine) -> bool:
    """Say whether the engine or its runtime is older than the fixes of known ways out."""
    runtime = _version(told.runtime.partition(" ")[2])
    return _version(told.version) < _ENGINE_FIXED or bool(runtime and runtime < _RUNTIME_FIXED)


def _version(text: str) -> tuple[int, ...]:
    found = re.search(r"(\d+)\.(\d+)\.(\d+)", text)
    return tuple(int(part) for part in found.groups()) if found else ()


@contextmanager
def calls() -> Iterator[None]:
    """Turn whatever goes wrong between the harness and its engine into trouble of ours.

    Raises:
        SandboxTrouble: The engine refused, does not answer, or is gone.
    """
    import requests
    from docker.errors import APIError, DockerException

    try:
        yield
    except APIError as error:
        raise SandboxTrouble(f"The Docker engine refused: {error.explanation or error}") from error
    except (DockerException, requests.RequestException, OSError) as error:
        raise SandboxTrouble(f"The Docker engine did not answer: {error}") from error
