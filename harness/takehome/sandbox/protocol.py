"""What a sandbox is to the rest of the harness: open, send, receive, end.

The harness holds no path into a box and no handle on anything inside it.
A sandbox never raises for what a candidate's code does: that is told by how the box ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from takehome_datasets.errors import TakehomeError

if TYPE_CHECKING:
    from takehome_graders.evidence import Confinement


class BoxClosed(TakehomeError):
    """The other end of the pipe is gone: the box ended, or its program did."""


class DeadlinePassed(TakehomeError):
    """The box did not answer, or did not listen, in time."""


class SandboxTrouble(TakehomeError):
    """The sandbox itself failed: ours to retry, never the candidate's to pay for."""


class SandboxMissing(TakehomeError):
    """A prerequisite is not there; the message says which, and the command that mends it."""


class SandboxTooWeak(SandboxMissing):
    """What this machine has is weaker than the team or the challenge wants."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one box may use."""

    lifetime_s: float
    """After this the box is ended from outside, whatever it is doing."""
    memory_mib: int = 4096
    cpus: float = 2.0
    processes: int = 256
    disk_mib: int = 1024
    """Of everything it writes; all of it lives in memory file systems of the box's own."""
    log_kib: int = 1024
    """Of its standard error: what comes after is read and counted, not kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxEnd:
    """How a box ended, as seen from outside."""

    exit_code: int | None
    """None where it had to be killed."""
    killed: bool
    """Whether the harness ended it."""
    out_of_memory: bool
    log: str
    """The head and the tail of its standard error."""
    log_dropped: int
    """Bytes of it that were not kept."""
    cpu_s: float | None = None
    """Seconds of processors that everything in it took; None where nobody outside could tell."""
    peak_mib: float | None = None
    """The most memory that everything in it had at once; None as above."""


class Box(Protocol):
    """One open sandbox with the bootstrap of a proctor waiting inside."""

    def send(self, data: bytes | memoryview, *, deadline: float) -> None:
        """Write all of it down the pipe, by a moment of `time.monotonic`.

        Raises:
            BoxClosed: The reader is gone.
            DeadlinePassed: It did not take it in time.
            SandboxTrouble: The engine failed.
        """

    def receive(self, size: int, *, deadline: float) -> bytes:
        """Return exactly that many bytes from the pipe, by a moment of `time.monotonic`.

        Raises:
            BoxClosed: The writer is gone before that many came.
            DeadlinePassed: They did not come in time.
            SandboxTrouble: The engine failed.
        """

    def end(self) -> BoxEnd:
        """End the box, with every process in it, and say how it ended. A second call repeats it.

        Raises:
            SandboxTrouble: The engine failed.
        """


class Sandbox(Protocol):
    """A way to open boxes."""

    name: str

    def confinement(self) -> Confinement:
        """Say what it is and what it enforces on this machine.

        Raises:
            SandboxMissing: It cannot be used here.
        """

    def open(self, limits: Limits) -> Box:
        """Open a box.

        Raises:
            SandboxMissing: A prerequisite is not there.
            SandboxTrouble: The engine failed.
        """
