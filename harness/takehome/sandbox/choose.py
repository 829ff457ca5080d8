"""Which sandbox to use on this machine."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from takehome.sandbox import bubblewrap, engine, image
from takehome.sandbox.bubblewrap import Bubblewrap
from takehome.sandbox.docker import Docker
from takehome.sandbox.protocol import SandboxMissing
from takehome_datasets.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable

    from takehome.sandbox.protocol import Sandbox

NAMES = ("auto", "docker", "bubblewrap")


def choose(name: str = "auto", *, note: Callable[[str], None] = lambda _: None) -> Sandbox:
    """Return the sandbox of that name; for `auto`, the strongest that this machine has.

    That is Docker where an engine answers and has the image, else bubblewrap. Whether an image is
    built first is the caller's to decide, with `image.build`.

    Args:
        name: One of `NAMES`.
        note: Is told why a stronger one was passed over, and what is going on.

    Raises:
        SandboxMissing: There is no sandbox of that name, or it cannot be used on this machine; the
            message says what to install.
    """
    match name:
        case "docker":
            return _docker()
        case "bubblewrap":
            return _bubblewrap(note)
        case "auto":
            pass
        case _:
            raise SandboxMissing(
                f'There is no sandbox "{name}"; there are {", ".join(NAMES)}.'
                f"{did_you_mean(name, NAMES)}"
            )
    try:
        return _docker()
    except SandboxMissing as no_docker:
        try:
            found = _bubblewrap(note)
        except SandboxMissing as no_bubblewrap:
            raise SandboxMissing(
                "Submissions are executed in a sandbox alone, and this machine has none.\n"
                f"Docker: {no_docker}\nbubblewrap: {no_bubblewrap}"
            ) from no_bubblewrap
        note(f"using bubblewrap. {no_docker}")
        return found


def _docker() -> Sandbox:
    with closing(engine.connect()) as client:
        if image.find(client) is None:
            raise SandboxMissing(image.MISSING)
    return Docker()


def _bubblewrap(note: Callable[[str], None]) -> Sandbox:
    bubblewrap.working()
    return Bubblewrap(note=note)
