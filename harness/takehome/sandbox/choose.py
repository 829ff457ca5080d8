"""Which sandbox to use on this machine, and whether it is strong enough."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from takehome.sandbox import bubblewrap, engine, image, landlock
from takehome.sandbox.bubblewrap import Bubblewrap
from takehome.sandbox.docker import Docker
from takehome.sandbox.landlock import Landlock
from takehome.sandbox.protocol import SandboxMissing, SandboxTooWeak
from takehome.sandbox.unsafe import Unsafe
from takehome.sandbox.words import STRENGTHS, UNSAFE
from takehome_datasets.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable

    from takehome.sandbox.protocol import Sandbox

NAMES = ("auto", *reversed(STRENGTHS))


def choose(
    name: str = "auto", *, minimum: str | None = None, note: Callable[[str], None] = lambda _: None
) -> Sandbox:
    """Return the sandbox of that name; for `auto`, the strongest that this machine has.

    That is Docker where an engine answers and has the image, else bubblewrap, else Landlock.
    Whether an image is built first is the caller's to decide, with `image.build`. No sandbox at all
    is never chosen: it has to be named.

    Args:
        name: One of `NAMES`, or `UNSAFE`.
        minimum: The weakest that will do.
        note: Is told why a stronger one was passed over, and what is going on.

    Raises:
        SandboxMissing: There is no sandbox of that name, or it cannot be used on this machine; the
            message says what to install.
        SandboxTooWeak: There is one, and it is weaker than the minimum.
    """
    known = (*NAMES, UNSAFE)
    if name not in known:
        raise SandboxMissing(
            f'There is no sandbox "{name}"; there are {", ".join(NAMES)}.'
            f"{did_you_mean(name, NAMES)}"
        )
    if name != "auto":
        made = _made(name, note)
        require(made, minimum, "this team")
        return made
    missing: list[str] = []
    for each in reversed(STRENGTHS):
        try:
            made = _made(each, note)
        except SandboxMissing as why:
            missing.append(f"{each}: {why}")
            continue
        require(made, minimum, "this team", "\n".join(missing))
        if missing:
            note("\n".join((f"using {each}.", *missing)))
        return made
    raise SandboxMissing(
        "Submissions are executed in a sandbox alone, and this machine has none.\n"
        + "\n".join(missing)
    )


def require(sandbox: Sandbox, minimum: str | None, whose: str, missing: str = "") -> None:
    """Check that a sandbox is as strong as somebody wants it.

    Args:
        sandbox: The one that was chosen.
        minimum: One of `STRENGTHS`, the weakest that will do; None where any will.
        whose: Who wants it, for the message.
        missing: Why stronger ones were not to be had.

    Raises:
        SandboxTooWeak: It is weaker.
        SandboxMissing: There is no sandbox of that name.
    """
    if minimum is None:
        return
    if minimum not in STRENGTHS:
        raise SandboxMissing(
            f'There is no sandbox "{minimum}" to ask for; there are {", ".join(STRENGTHS)}, from'
            f" the weakest to the strongest.{did_you_mean(minimum, STRENGTHS)}"
        )
    enough = STRENGTHS[STRENGTHS.index(minimum) :]
    if sandbox.name not in enough:
        raise SandboxTooWeak(
            f"{sandbox.name} is weaker than {whose} wants: it takes {' or '.join(enough)}."
            " `takehome doctor` says what this machine lacks for it."
            + (f"\n{missing}" if missing else "")
        )


def _made(name: str, note: Callable[[str], None]) -> Sandbox:
    match name:
        case "docker":
            with closing(engine.connect()) as client:
                if image.find(client) is None:
                    raise SandboxMissing(image.MISSING)
            return Docker(note=note)
        case "bubblewrap":
            bubblewrap.working()
            return Bubblewrap(note=note)
        case "landlock":
            landlock.working()
            return Landlock(note=note)
        case _:
            return Unsafe(note=note)
