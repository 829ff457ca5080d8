"""The two forms of a submission, a notebook and a script, as the proctor sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

Slip = tuple["dict[str, Any]", "dict[str, NDArray[Any]]"]


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
