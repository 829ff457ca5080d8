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


def variables(limits: Limits, *, path: str, libraries: str) -> dict[str, str]:
    """Return all environment variables of a box."""
    threads = str(max(1, round(limits.cpus)))
    counted = (
        *("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"),
        *("NUMBA_NUM_THREADS", "LOKY_MAX_CPU_COUNT"),
    )
    return {
        "PATH": path,
        "LD_LIBRARY_PATH": libraries,
        "HOME": TEMPORARY,
        "TMPDIR": TEMPORARY,
        # joblib would put large arrays into /dev/shm, which is small.
        "JOBLIB_TEMP_FOLDER": TEMPORARY,
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONDONTWRITEBYTECODE": "1",
        "MPLBACKEND": "agg",
        **dict.fromkeys(counted, threads),
    }


def bootstrap(settings: Mapping[str, int]) -> list[str]:
    """Return the command of the bootstrap, with the limits that it sets itself."""
    source = (resources.files(__package__) / "bootstrap.py").read_text(encoding="utf-8")
    told = {**settings, "work": WORK, "temporary": TEMPORARY, "python": PYTHON}
    arguments = [f"{name}={value}" for name, value in told.items()]
    return [PYTHON, "-I", "-S", "-c", source, *arguments]
