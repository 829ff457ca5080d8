"""What the sandboxes that are this machine's own processes are made with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from takehome.sandbox import environment

if TYPE_CHECKING:
    from takehome.sandbox.environment import Environment


@dataclass(frozen=True, slots=True, kw_only=True)
class Local:
    """Where things are, for bubblewrap and Landlock alike."""

    note: Callable[[str], None] = lambda _: None
    """Is told what is going on."""
    cache: Path | None = None
    """Where the environment is kept; the user's cache where nothing is said."""
    groups: bool = True
    """Whether control groups are used where they can be."""

    def made(self) -> Environment:
        """Return the environment, which is built where it is not there yet.

        Raises:
            SandboxMissing: It cannot be built.
        """
        return environment.ensure(self.note, self.cache)
