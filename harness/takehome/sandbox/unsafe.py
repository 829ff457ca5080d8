"""No sandbox: a plain process, for whoever asks for exactly that.

It is never chosen by anybody but the person at the keyboard, and says of itself that it holds
nothing. It is there for trying out a challenge on a machine that has no sandbox, with code that
one wrote oneself.
"""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING, Final

from takehome.sandbox import environment
from takehome.sandbox.kept import Given, opened
from takehome.sandbox.words import LIMITED
from takehome_graders.evidence import Confinement

if TYPE_CHECKING:
    from collections.abc import Callable

    from takehome.sandbox.protocol import Box, Limits


class Unsafe:
    """Boxes that are none."""

    name: str = "unsafe-no-sandbox"

    def __init__(self, *, note: Callable[[str], None] = lambda _: None) -> None:
        """Take who is told what is going on."""
        self._note: Final = note

    def confinement(self) -> Confinement:
        """Say that it enforces nothing.

        Raises:
            SandboxMissing: The environment cannot be built.
        """
        made = environment.ensure(self._note)
        return Confinement(
            sandbox=f"NO SANDBOX ({self.name})",
            version=f"plain processes of Linux {platform.release()}",
            image=f"environment {made.fingerprint}",
            enforced=(),
            not_enforced=LIMITED,
        )

    def open(self, limits: Limits) -> Box:
        """Start a plain process.

        Raises:
            SandboxMissing: The environment cannot be used.
            SandboxTrouble: It did not start.
        """
        made = environment.ensure(self._note)
        return opened(limits, Given(made=made, groups=True, gives_up=lambda _: []))
