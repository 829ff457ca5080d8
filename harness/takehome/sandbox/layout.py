"""What is the same in every box: its folders, its variables, and the first program in it."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from takehome.sandbox.protocol import Limits

ENVIRONMENT: Final = "/opt/environment"
PYTHON: Final = f"{ENVIRONMENT}/bin/python"
WORK: Final = "/work"
TEMPORARY: Final = "/work/tmp"
"""Below the other, and `/tmp` is a link to it: one size holds for both."""
OPEN_FILES: Final = 1024
_SHM_MIB: Final = 64


def disks(limits: Limits) -> tuple[int, int]:
    """Return the MiB of the folder of work and of shared memory, together what was granted."""
    shared = min(_SHM_MIB, max(limits.disk_mib // 4, 1))
    return limits.disk_mib - shared, shared


def variables(
    limits: Limits, *, path: str, libraries: str, temporary: str = TEMPORARY
) -> dict[str, str]:
    """Return all environment variables of a box."""
    threads = str(max(1, round(limits.cpus)))
    counted = (
        *("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"),
        *("NUMBA_NUM_THREADS", "LOKY_MAX_CPU_COUNT"),
    )
    return {
        "PATH": path,
        "LD_LIBRARY_PATH": libraries,
        "HOME": temporary,
        "TMPDIR": temporary,
        # joblib would put large arrays into /dev/shm, which is small.
        "JOBLIB_TEMP_FOLDER": temporary,
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONDONTWRITEBYTECODE": "1",
        "MPLBACKEND": "agg",
        **dict.fromkeys(counted, threads),
    }


def kept(lifetime_s: float, settings: Mapping[str, int] | None = None) -> list[str]:
    """Return the command of a keeper that is the first process, with the bootstrap as its box.

    Args:
        lifetime_s: After this it ends the box, whether a harness is alive or not.
        settings: Limits that the bootstrap sets itself.
    """
    told: dict[str, int | str] = {
        **(settings or {}),
        "parent": 0,
        "lifetime": int(lifetime_s),
        "work": WORK,
        "temporary": TEMPORARY,
        "python": PYTHON,
    }
    keeper = [PYTHON, "-I", "-S", "-c", program("keeper"), program("bootstrap")]
    return [*keeper, *arguments(told)]


def program(name: str) -> str:
    """Return the source of a program that is executed by `python -c`."""
    return (resources.files(__package__) / f"{name}.py").read_text(encoding="utf-8")


def arguments(told: Mapping[str, int | str]) -> list[str]:
    """Return settings as the programs of boxes read them."""
    return [f"{name}={value}" for name, value in told.items()]
