"""The two forms of a submission, a notebook and a script, as the proctor sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from .hearing import Hearing
from .log import Log
from .trouble import Setting

if TYPE_CHECKING:
    from numpy.typing import NDArray


Slip = tuple["dict[str, Any]", "dict[str, NDArray[Any]]"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """What a submission is executed with, whatever its form."""

    setting: Setting
    kit: Path
    """The folder in which it is executed."""
    slip: str
    """Where its process leaves its slips."""
    log: Log
    """Takes in what it prints."""
    hearing: Hearing
    """Hears what its recorder tells."""
    watch: Mapping[str, Any] | None
    """What the recorder is told; None where nobody wants to watch."""


class Form(Protocol):
    """A submission that is executed once and asked many times, in a process of its own."""

    def execute(self, seconds: float) -> None:
        """Execute it from top to bottom.

        Raises:
            Trouble: It went wrong.
        """

    def call(self, what: str, arguments: Mapping[str, Any], seconds: float) -> Slip:
        """Call a function of `ask` beside the submission and return the slip that it wrote.

        Raises:
            Trouble: It did not come back, or not with a slip.
        """

    def printed(self) -> str:
        """Return what it printed, within the log's limit."""

    def close(self) -> None:
        """End its process."""
