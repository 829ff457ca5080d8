"""What this machine has of what the harness itself needs, for `takehome doctor`."""

from __future__ import annotations

import platform
import sys
from typing import TYPE_CHECKING, Final

from takehome.sandbox.health import Condition

if TYPE_CHECKING:
    from pathlib import Path

_OLDEST: Final = (3, 11)


def python() -> Condition:
    """Return which Python it is."""
    found = f"{platform.python_version()} in {sys.prefix}"
    if sys.version_info < _OLDEST:
        return Condition(
            name="Python", state="missing", found=found, mend="Install Python 3.11 or newer."
        )
    return Condition(name="Python", state="ok", found=found)


def vault(folder: Path) -> Condition:
    """Return where the vault is, and how to keep it safe."""
    if not (folder / "vault.sqlite").exists():
        return Condition(name="vault", state="ok", found=f"none yet in {folder.absolute()}")
    if folder.stat().st_mode & 0o077:
        return Condition(
            name="vault",
            state="warn",
            found=f"{folder.absolute()} can be read by others",
            mend=f"chmod 700 {folder.absolute()}",
        )
    return Condition(
        name="vault",
        state="ok",
        found=f"{folder.absolute()}; to back it up, copy the folder while nothing is being graded",
    )
