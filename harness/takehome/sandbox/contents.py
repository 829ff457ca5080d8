"""What a box really has of the lock: asked of the box itself, whatever its shape."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from takehome.proctor import carried
from takehome.sandbox import environment, image
from takehome.sandbox.pipe import read_frame
from takehome.sandbox.protocol import Limits

if TYPE_CHECKING:
    from takehome.sandbox.protocol import Sandbox

_PATIENCE_S: Final = 120.0
_LIMITS: Final = Limits(lifetime_s=_PATIENCE_S, memory_mib=1024, disk_mib=64)


def differences(sandbox: Sandbox) -> list[str]:
    """Return where the packages of a box are not those of the lock.

    Raises:
        BoxClosed: It ended before it could be asked.
        DeadlinePassed: It did not answer.
        SandboxMissing: The sandbox cannot be used here.
        SandboxTrouble: It failed.
    """
    box = sandbox.open(_LIMITS)
    try:
        deadline = time.monotonic() + _PATIENCE_S
        box.send(carried(), deadline=deadline)
        ready, _ = read_frame(box, max_bytes=1 << 20, deadline=deadline)
    finally:
        box.end()
    has = {str(name): str(version) for name, version in dict(ready["packages"]).items()}
    major, minor, micro = (int(part) for part in str(ready["python"]).split("+")[0].split("."))
    target = image.Target(version=(major, minor, micro), machine="", glibc=(0, 0))
    wants = dict(
        entry.split(" ", 1)[0].split("==") for entry in image.wanted(environment.lock(), target)
    )
    found = []
    for name, version in sorted(wants.items()):
        if name not in has:
            found.append(f"{name} {version} is not there")
        elif has[name] != version:
            found.append(f"{name} is {has[name]} and should be {version}")
    return found + [f"{name} is not in the lock" for name in sorted(set(has) - set(wants))]
