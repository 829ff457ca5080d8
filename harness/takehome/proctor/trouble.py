"""Trouble: how the execution of a submission, or the answer to a probe, went wrong.

Which outcome an exception amounts to is decided here, and nowhere else inside the box.
"""

from __future__ import annotations

import errno
import re
import signal
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

TroubleOutcome = Literal[
    "failed", "timed-out", "out-of-memory", "over-limit", "contract-broken", "environment"
]

_FULL = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT})
_NO_PROCESS = frozenset({errno.EAGAIN})
_REFUSED = frozenset({errno.EACCES, errno.EPERM})
_SHARES = "_multiprocessing.SemLock"
_FULL_TEXT = re.compile(r"\[Errno (?:28|27|122)\]|No space left on device|File too large")
_THREAD_TEXT = re.compile(r"can't start new thread|\[Errno 11\]|Resource temporarily unavailable")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in the submission: its file, a notebook's cell counted from 1, and the line."""

    file: str
    cell: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What has to be known of a sitting in order to explain its troubles."""

    entry: str
    """Within the submission, such as `solution.ipynb`."""
    allowed: tuple[str, ...]
    """The packages of the environment, as a candidate would name them."""


@dataclass(eq=False)
class Trouble(Exception):
    """The submission went wrong."""

    outcome: TroubleOutcome
    message: str
    place: Place | None = None
    traceback: str = ""
    signal: int | None = None
    """What killed its process, where that is how it ended."""
    over: bool = field(default=False, kw_only=True)
    """Whether its process is gone, so that nothing more can be asked."""


class KernelMissing(Trouble):
    """The submission's process did not start: not a line of it had been executed."""


def of_disk(error: OSError) -> Trouble:
    """Return the trouble of files that could not be laid out for the submission."""
    if error.errno in _FULL:
        return Trouble("over-limit", f"It left no room for a probe's files on the disk ({error}).")
    return Trouble("failed", f"A probe's files cannot be laid out: {error}.")


def of_exception(raised: Mapping[str, Any], setting: Setting) -> Trouble:
    """Return what an exception, as `ask.raised` wrote it down, amounts to."""
    kind, told = str(raised.get("type")), str(raised.get("message"))
    family = raised.get("family") or [kind]
    place = place_of(setting, raised.get("cell"), raised.get("line"))
    said = f"{kind}: {told}" if told else kind
    outcome: TroubleOutcome = "failed"
    message = said
    if any(str(name).endswith("MemoryError") for name in family):
        outcome = "out-of-memory"
        message = f"It asked for more memory than there is ({said})."
    elif raised.get("errno") in _FULL or ("OSError" in family and _FULL_TEXT.search(told)):
        outcome = "over-limit"
        message = (
            f"It wrote more than the disk allows ({said}). Write less, or remove what is done."
        )
    elif raised.get("errno") in _NO_PROCESS or _THREAD_TEXT.search(told):
        outcome = "over-limit"
        message = f"It started more processes or threads than are allowed ({said})."
    elif raised.get("errno") in _REFUSED and _SHARES in str(raised.get("traceback")):
        outcome = "environment"
        message = (
            f"This sandbox has no shared memory, which multiprocessing needs ({said}). It is not"
            " the submission's fault: let it sit with Docker or bubblewrap."
        )
    elif (missing := _missing_package(raised.get("module"))) is not None:
        return missing_package(missing, setting, place, str(raised.get("traceback", "")))
    elif kind == "SystemExit":
        message = f"It ended itself with exit({raised.get('code')}) before it was done."
    elif kind in {"StdinNotImplementedError", "EOFError"}:
        message = f"{said}. It asked for input: nobody is there to type when it is executed."
    return Trouble(outcome, message, place, str(raised.get("traceback", "")))


def missing_package(
    package: str, setting: Setting, place: Place | None = None, traceback: str = ""
) -> Trouble:
    """Return the trouble of a package that the environment does not have."""
    return Trouble(
        "environment",
        f"There is no package {package} in the environment. Use what environment.txt names:"
        f" {', '.join(setting.allowed)}.",
        place,
        traceback,
    )


def place_of(setting: Setting, cell: Any, line: Any) -> Place | None:
    """Return the place, where one is known."""
    if not isinstance(line, int) and not isinstance(cell, int):
        return None
    return Place(
        file=setting.entry,
        cell=cell if isinstance(cell, int) and cell > 0 else None,
        line=line if isinstance(line, int) else None,
    )


def gone(code: int | None, place: Place | None = None) -> Trouble:
    """Return the trouble of a submission whose process ended, from its exit code."""
    if code is not None and code < 0:
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = f"signal {-code}"
        return Trouble("failed", f"Its process was killed by {name}.", place, "", -code, over=True)
    shown = "" if code is None else f" with exit code {code}"
    return Trouble("failed", f"Its process ended{shown} before it was done.", place, over=True)


def late(seconds: float, what: str, place: Place | None = None, *, over: bool) -> Trouble:
    """Return the trouble of a submission that was stopped after so many seconds."""
    return Trouble(
        "timed-out", f"{what} was stopped after {seconds:g} s, the limit.", place, over=over
    )


def flooded(mib: float) -> Trouble:
    """Return the trouble of a submission that printed without end."""
    return Trouble("over-limit", f"It printed more than {mib:g} MiB and was stopped.", over=True)


def _missing_package(module: Any) -> str | None:
    """Return the top-level package that is not there; None where only a part of one is missing."""
    if not isinstance(module, str) or not module:
        return None
    top = module.partition(".")[0]
    return None if is_there(top, ()) else top


def is_there(top: str, beside: Collection[str]) -> bool:
    """Say whether a top-level module can be imported, or lies beside the submission."""
    if top in beside:
        return True
    try:
        return find_spec(top) is not None
    except (ImportError, ValueError, AttributeError):
        # Modules without a specification, such as __main__, are there all the same.
        return True
