"""The environment that submissions are executed in, as a virtual environment for bubblewrap.

`environment.txt` is its one definition: the export of the dependency group `environment`, with a
hash for every wheel. An image is made of the same file (see `image`). Built on demand, into a
temporary name: a build that was killed leaves no half environment behind.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final

from takehome.sandbox import additions
from takehome.sandbox.protocol import SandboxMissing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ASKED_FOR: Final = (
    "category-encoders",
    "imbalanced-learn",
    "ipykernel",
    "lightgbm",
    "matplotlib",
    "nbclient",
    "numpy",
    "optuna",
    "pandas",
    "pyarrow",
    "scikit-learn",
    "seaborn",
    "statsmodels",
    "xgboost-cpu",
)
"""What the lock was made for, and what a candidate is told that there is."""

NATIVE: Final = "lib/native"
"""The folder of shared libraries that wheels expect of the system, within an environment."""


def settings(home: str) -> str:
    """Return the `pyvenv.cfg` of an environment that stands where it was not built.

    Without the second line an interpreter would show what its own installation has besides.
    """
    return f"home = {home}\ninclude-system-site-packages = false\n"


_FACTS: Final = "takehome.json"
_PINNED: Final = re.compile(r"^([a-z0-9-]+)==([^ ;\\]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """A complete virtual environment of submissions."""

    folder: str
    fingerprint: str
    """Of the lock and of the Python it was built for."""
    python: str
    """Version of the interpreter."""
    base_prefix: str
    """The installation of Python that it stands on."""
    executable: str
    """The interpreter, within the base prefix."""
    shared_library: bool
    """Whether that interpreter needs a libpython of its prefix."""


def lock() -> str:
    """Return the text of `environment.txt`, and of what a team has added to it.

    Raises:
        SandboxMissing: What was added cannot be read.
    """
    return own_lock() + additions.read()


@cache
def own_lock() -> str:
    """Return the text of `environment.txt`."""
    return (resources.files(__package__) / "environment.txt").read_text(encoding="utf-8")


def pinned() -> dict[str, frozenset[str]]:
    """Return the versions that the lock allows, by package: one for each kind of Python."""
    found: dict[str, frozenset[str]] = {}
    for name, version in _PINNED.findall(lock()):
        found[name] = found.get(name, frozenset()) | {version}
    return found


def fingerprint() -> str:
    """Return the name of the environment that the lock makes of this machine's Python."""
    base = Path(sys._base_executable).resolve()  # type: ignore[attr-defined]  # noqa: SLF001 - no public name
    told = f"{lock()}\n{sys.version}\n{base}\n"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def cache_folder() -> Path:
    """Return where environments are kept: they can be made again from the lock at any time."""
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(root) / "takehome"


def find(folder: Path | None = None) -> Environment | None:
    """Return the environment of this Python and this lock, or None where it was not built yet."""
    facts = (folder or cache_folder()) / f"environment-{fingerprint()}" / _FACTS
    try:
        return Environment(**json.loads(facts.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def ensure(note: Callable[[str], None], folder: Path | None = None) -> Environment:
    """Return the environment, building it where it is not there yet, which takes some minutes.

    Args:
        note: Is told what is going on.
        folder: Where environments are kept; the user's cache where nothing is said.

    Raises:
        SandboxMissing: It cannot be built; the message says why, and what mends it.
    """
    root = folder or cache_folder()
    root.mkdir(parents=True, exist_ok=True)
    with _alone(root / "environment.lock"):
        return find(root) or _built(root, note)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep a second build waiting: it will find what the first one made."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _built(root: Path, note: Callable[[str], None]) -> Environment:
    name = f"environment-{fingerprint()}"
    for remains in root.glob("environment-*.building"):
        shutil.rmtree(remains, ignore_errors=True)
    building, complete = root / f"{name}.building", root / name
    note("building the environment that submissions are executed in")
    base = Path(sys._base_executable).resolve()  # type: ignore[attr-defined]  # noqa: SLF001 - no public name
    _run(
        [str(base), "-m", "venv", str(building)],
        "Install python3-venv, or a Python with ensurepip.",
    )
    _install(building, note)
    _lend_libraries(building)
    facts = Environment(
        folder=str(complete),
        fingerprint=fingerprint(),
        python=".".join(map(str, sys.version_info[:3])),
        base_prefix=sys.base_prefix,
        executable=str(base.relative_to(Path(sys.base_prefix).resolve())),
        shared_library=bool(sysconfig.get_config_var("Py_ENABLE_SHARED")),
    )
    (building / _FACTS).write_text(json.dumps(asdict(facts), indent=1), encoding="utf-8")
    building.rename(complete)
    return facts


def _install(building: Path, note: Callable[[str], None]) -> None:
    """Install exactly what the lock names, wheels only, and take away the installer."""
    requirements = building / "environment.txt"
    requirements.write_text(lock(), encoding="utf-8")
    total = len(pinned())
    command = [
        *(str(building / "bin/python"), "-m", "pip", "install", "--disable-pip-version-check"),
        *("--no-input", "--no-deps", "--require-hashes", "--only-binary=:all:"),
        *("--progress-bar", "off", "-r", str(requirements)),
    ]
    said: list[str] = []
    # The base interpreter's files are read by another user where the harness is root.
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, umask=0o022
    ) as pip:
        collected = 0
        for line in pip.stdout or ():
            said = [*said[-20:], line.rstrip()]
            if line.startswith(("Collecting ", "Processing ")):
                collected += 1
                note(f"fetching wheels ({collected} of at most {total})")
            elif line.startswith("Installing "):
                note("installing them")
    if pip.returncode:
        raise SandboxMissing(
            "The environment that submissions are executed in cannot be installed:\n"
            + "\n".join(said)
            + "\nIt is downloaded once, with pip and its settings: check the network and"
            " `pip config list`."
        )
    for site in building.glob("lib/python*/site-packages"):
        for package in ("pip", "setuptools", "_distutils_hack"):
            for remains in [site / package, *site.glob(f"{package}-*.dist-info")]:
                shutil.rmtree(remains, ignore_errors=True)
        (site / "distutils-precedence.pth").unlink(missing_ok=True)


def _lend_libraries(building: Path) -> None:
    """Give LightGBM the OpenMP that scikit-learn's wheel brings: it expects the system's."""
    native = building / NATIVE
    native.mkdir(parents=True, exist_ok=True)
    for library in sorted(building.glob("lib/python*/site-packages/scikit_learn.libs/libgomp*")):
        target = Path("..") / library.relative_to(building / "lib")
        (native / "libgomp.so.1").symlink_to(target)


def _run(command: list[str], mend: str) -> None:
    made = subprocess.run(command, capture_output=True, text=True, check=False, umask=0o022)
    if made.returncode:
        raise SandboxMissing(
            f"The environment that submissions are executed in cannot be made:\n"
            f"{(made.stderr or made.stdout).strip()[-2000:]}\n{mend}"
        )
