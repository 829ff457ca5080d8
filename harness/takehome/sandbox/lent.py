"""The environment in a place that a user without rights can walk to.

A box that is root's, and has no file system of its own, gives up root for a user that nobody else
has. Root's home is closed to that user, and the environment or the interpreter below it with it.
There the files are lent: linked a second time, or copied where that cannot be done, in a folder
that is root's to write and everybody's to read. Nothing is executed by it, and nothing is moved.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from takehome.sandbox import environment
from takehome.sandbox.protocol import SandboxMissing

if TYPE_CHECKING:
    from takehome.sandbox.environment import Environment

_PLACE: Final = Path("/var/cache/takehome")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reachable:
    """An environment and its interpreter's installation, where a box can use them."""

    folder: str
    base_prefix: str

    @property
    def python(self) -> str:
        """The interpreter."""
        return f"{self.folder}/bin/python"


def reachable(made: Environment, place: Path = _PLACE) -> Reachable:
    """Return where a box without a file system of its own finds the environment.

    Args:
        made: The environment.
        place: Where it is lent, if it has to be.

    Raises:
        SandboxMissing: It cannot be lent.
    """
    if os.geteuid() != 0 or (_open_to_all(made.folder) and _open_to_all(made.base_prefix)):
        return Reachable(folder=made.folder, base_prefix=made.base_prefix)
    target = place / f"lent-{made.fingerprint}"
    lent = Reachable(folder=f"{target}/environment", base_prefix=f"{target}/python")
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o755)
        with (place / "lent.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if not target.exists():
                _lend(made, target)
    except OSError as error:
        raise SandboxMissing(
            f"A box without namespaces cannot use {made.folder}, and it cannot be lent in"
            f" {place} ({error}). Let $XDG_CACHE_HOME name a folder that everybody may enter."
        ) from error
    if not _open_to_all(lent.folder):
        raise SandboxMissing(f"Not everybody may enter {place}: `chmod 755 {place}`.")
    return lent


def _open_to_all(path: str) -> bool:
    """Say whether a user without any rights may walk there."""
    here = Path(path).resolve()
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in (here, *here.parents))


def _lend(made: Environment, target: Path) -> None:
    building = target.with_suffix(".new")
    shutil.rmtree(building, ignore_errors=True)
    base, executable = Path(made.base_prefix), Path(made.executable)
    os.umask(os.umask(0o022) | 0o022)
    (building / "environment/bin").mkdir(parents=True)
    (building / "python" / executable.parent).mkdir(parents=True)
    _linked(f"{made.folder}/lib", f"{building}/environment/lib")
    # What the installation has besides Python is nobody's here.
    _linked(str(base / "lib"), f"{building}/python/lib", "site-packages", "dist-packages")
    _linked(str((base / executable).resolve()), f"{building}/python/{executable}")
    (building / "environment/bin/python").symlink_to(Path("../../python") / executable)
    home = target / "python" / executable.parent
    (building / "environment/pyvenv.cfg").write_text(
        environment.settings(str(home)), encoding="utf-8"
    )
    for folder in (building, *building.rglob("*")):
        if folder.is_dir() and not folder.is_symlink():
            folder.chmod(0o755)
    building.rename(target)


def _linked(source: str, target: str, *without: str) -> None:
    def link(one: str, other: str) -> str:
        try:
            os.link(one, other, follow_symlinks=False)
        except OSError:
            shutil.copy2(one, other, follow_symlinks=False)
        return other

    if Path(source).is_dir():
        left_out = shutil.ignore_patterns(*without)
        shutil.copytree(source, target, symlinks=True, copy_function=link, ignore=left_out)
    else:
        link(source, target)
