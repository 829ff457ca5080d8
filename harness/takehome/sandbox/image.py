"""The environment that submissions are executed in, as an image for Docker.

Made of the same lock as the virtual environment. Wheels are downloaded on the host, with pip and
its settings, and checked against their hashes twice; the image is built without network.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from takehome.sandbox import engine, environment
from takehome.sandbox.protocol import SandboxMissing, SandboxTrouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from docker import APIClient

BASE: Final = "python:3.11-slim"
REPOSITORY: Final = "takehome/submissions"
MISSING: Final = (
    "The Docker engine has no image of the environment that submissions are executed in, or one of"
    " an older lock: build it with `takehome image build`."
)

_BUILD_S: Final = 1800
_ASK: Final = (
    "import platform, sys;"
    " print(*sys.version_info[:3], platform.machine(), *platform.libc_ver(), sep=' ')"
)
_OLDEST: Final = (3, 11)
_MANYLINUX: Final = {"2_5": "manylinux1", "2_12": "manylinux2010", "2_17": "manylinux2014"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The Python of a base image."""

    version: tuple[int, int, int]
    machine: str
    glibc: tuple[int, int]


def tag() -> str:
    """Return the name of the image that this lock and this Dockerfile make."""
    recipe = (resources.files(__package__) / "Dockerfile").read_text(encoding="utf-8")
    told = hashlib.sha256(f"{environment.lock()}\n{recipe}".encode()).hexdigest()
    return f"{REPOSITORY}:{told[:16]}"


def find(client: APIClient) -> str | None:
    """Return the id of the image, or None where the engine does not have it.

    Raises:
        SandboxTrouble: The engine failed.
    """
    return _id_of(client, tag())


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """One image of the environment that an engine has."""

    name: str
    identity: str
    mib: int
    is_current: bool
    """Whether it is what the lock and the Dockerfile of today make."""


def images(client: APIClient) -> list[Image]:
    """Return the images of the environment that the engine has, the current one first.

    Raises:
        SandboxTrouble: The engine failed.
    """
    with engine.calls():
        told: list[dict[str, Any]] = client.images(REPOSITORY)
    found = [
        Image(
            name=name,
            identity=str(each["Id"]),
            mib=int(each["Size"]) >> 20,
            is_current=name == tag(),
        )
        for each in told
        for name in each.get("RepoTags") or ()
    ]
    return sorted(found, key=lambda one: (not one.is_current, one.name))


def python_of(client: APIClient, base: str, note: Callable[[str], None]) -> Target:
    """Return which Python a base has, pulling the base where the engine does not have it.

    Raises:
        SandboxMissing: There is no such base, or its Python will not do.
        SandboxTrouble: The engine failed.
    """
    _get_base(client, base, note)
    return _target(client, base)


def options(target: Target) -> list[str]:
    """Return pip's options for wheels that run on a target."""
    abi = f"cp{target.version[0]}{target.version[1]}"
    return [
        *("--implementation", "cp", "--abi", abi, "--abi", "abi3", "--abi", "none"),
        *("--python-version", ".".join(map(str, target.version))),
        *(part for name in platforms(target) for part in ("--platform", name)),
    ]


def build(base: str = BASE, note: Callable[[str], None] = lambda _: None) -> str:
    """Build the image on a base, which is pulled where the engine does not have it.

    Args:
        base: An image with Python 3.11 or newer on a Linux with glibc.
        note: Is told what is going on.

    Returns:
        The image's id.

    Raises:
        SandboxMissing: No engine answers, there is no such base, or wheels cannot be had for it.
        SandboxTrouble: The engine failed.
    """
    with (
        closing(engine.connect()) as client,
        tempfile.TemporaryDirectory(prefix="takehome-image-") as folder,
    ):
        target = python_of(client, base, note)
        context = Path(folder)
        _download(context, target, note)
        recipe = resources.files(__package__) / "Dockerfile"
        (context / "Dockerfile").write_bytes(recipe.read_bytes())
        note("building the image")
        _built(client, base, context)
        found = find(client)
    if found is None:
        raise SandboxTrouble(f"The Docker engine built {tag()} and does not have it.")
    return found


def _get_base(client: APIClient, base: str, note: Callable[[str], None]) -> None:
    from docker.errors import APIError

    if _id_of(client, base) is None:
        note(f"pulling {base}")
        with engine.calls():
            try:
                client.pull(base)
            except APIError as error:
                raise SandboxMissing(
                    f"There is no base image {base}, and it cannot be pulled:"
                    f" {error.explanation or error}\nPull it where there is a network and bring it"
                    " with `docker save` and `docker load`, or name another one that has Python"
                    " 3.11 or newer: `takehome image build --base IMAGE`."
                ) from error


def _id_of(client: APIClient, name: str) -> str | None:
    from docker.errors import ImageNotFound

    with engine.calls():
        try:
            told: dict[str, Any] = client.inspect_image(name)  # type: ignore[no-untyped-call]  # the stubs lack it
        except ImageNotFound:
            return None
    return str(told["Id"])


def _target(client: APIClient, base: str) -> Target:
    """Ask the base's Python what it is, in a container of it."""
    with engine.calls():
        container = client.create_container(
            base,
            ["python3", "-c", _ASK],
            entrypoint=[],
            network_disabled=True,
            host_config=client.create_host_config(network_mode="none", read_only=True),
        )["Id"]
        try:
            client.start(container)
            code = client.wait(container)["StatusCode"]
            told = client.logs(container, stdout=True, stderr=True).decode(errors="replace").split()
        except Exception:
            client.remove_container(container, force=True)
            raise
        client.remove_container(container, force=True)
    match told:
        case [major, minor, micro, machine, "glibc", libc] if code == 0:
            version = (int(major), int(minor), int(micro))
            first, second, *_ = libc.split(".")
            if version >= _OLDEST:
                return Target(version=version, machine=machine, glibc=(int(first), int(second)))
    raise SandboxMissing(
        f"{base} has no Python 3.11 or newer on glibc, which the wheels need: its python3 said"
        f" {' '.join(told)[:300]!r}. Name another base."
    )


def _download(context: Path, target: Target, note: Callable[[str], None]) -> None:
    """Download the wheels of the lock for the target, and write down which they are."""
    wheels = context / "wheels"
    requirements = wanted(environment.lock(), target)
    (context / "environment.txt").write_text("\n".join(requirements) + "\n", encoding="utf-8")
    note(f"fetching {len(requirements)} wheels for Python {target.version[0]}.{target.version[1]}")
    tools = context / "tools"
    commands = (
        [sys.executable, "-m", "venv", str(tools)],
        [
            *(str(tools / "bin/python"), "-m", "pip", "download", "--disable-pip-version-check"),
            *("--no-input", "--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:"),
            *options(target),
            *("--dest", str(wheels), "-r", str(context / "environment.txt")),
        ],
    )
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-8:])
            raise SandboxMissing(
                f"The wheels of the image cannot be fetched:\n{said}\nThey are downloaded with pip"
                " and its settings: check the network and `pip config list`."
            )
    # What lies in the folder is sent to the engine.
    shutil.rmtree(tools)


def wanted(lock: str, target: Target) -> list[str]:
    """Return the lock's requirements that hold for the target, each with its hashes on one line.

    pip would decide by the Python that it runs on, which is another one.
    """
    from packaging.requirements import Requirement

    found = []
    for entry in lock.replace("\\\n", " ").splitlines():
        requirement, _, hashes = entry.partition("--hash=")
        if not requirement.strip() or entry.startswith("#"):
            continue
        read = Requirement(requirement.strip())
        if read.marker is None or read.marker.evaluate(_markers(target)):
            found.append(f"{read.name}{read.specifier} --hash={' '.join(hashes.split())}")
    return found


def platforms(target: Target) -> list[str]:
    """Return the platforms whose wheels run on the target, the newest first."""
    names = []
    for minor in range(target.glibc[1], 4, -1):
        names.append(f"manylinux_2_{minor}_{target.machine}")
        if old := _MANYLINUX.get(f"2_{minor}"):
            names.append(f"{old}_{target.machine}")
    return [*names, f"linux_{target.machine}", "any"]


def _markers(target: Target) -> dict[str, str]:
    major, minor, _ = target.version
    return {
        "implementation_name": "cpython",
        "implementation_version": ".".join(map(str, target.version)),
        "os_name": "posix",
        "platform_machine": target.machine,
        "platform_python_implementation": "CPython",
        "platform_system": "Linux",
        "python_full_version": ".".join(map(str, target.version)),
        "python_version": f"{major}.{minor}",
        "sys_platform": "linux",
    }


def _built(client: APIClient, base: str, context: Path) -> None:
    said: list[str] = []
    # A build may be silent for longer than any other call.
    client.timeout = _BUILD_S
    with engine.calls():
        steps: Any = client.build(
            path=str(context),
            tag=tag(),
            buildargs={"BASE": base},
            network_mode="none",
            rm=True,
            forcerm=True,
            decode=True,
        )
        for step in steps:
            said = [*said[-20:], str(step.get("stream", "")).rstrip()]
            if "error" in step:
                text = "\n".join(line for line in said if line)
                raise SandboxTrouble(f"The image cannot be built: {step['error']}\n{text}")
