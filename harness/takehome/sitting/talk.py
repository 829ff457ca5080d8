"""The host's side of the pipe: what is said to a proctor, and what is heard."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from takehome.proctor.frames import FrameError
from takehome.sandbox.pipe import read_frame, write_frame
from takehome.sandbox.protocol import Box, DeadlinePassed
from takehome.sitting import belief
from takehome.sitting.seen import Seen
from takehome_graders.evidence import Ending, Outcome

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from takehome.sitting.probe import Files

Note = Callable[[str], None]

GRACE_S: Final = 15.0
"""What a proctor gets beyond its own deadline before the host stops waiting for it."""
_MAX_REPLY: Final = 64 << 20


class Trouble(Exception):
    """A sitting cannot go on as it should; carries how it ends."""

    def __init__(self, ending: Ending, *, log: str = "", over: bool = True) -> None:
        super().__init__(ending.message)
        self.ending: Final = ending
        self.log: Final = log
        self.over: Final = over
        """Whether nothing more can be asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """The host's side of the pipe."""

    box: Box
    note: Note
    seen: Seen = field(default_factory=Seen)
    """What the recorder tells, which comes between the messages that are waited for."""

    def say(
        self,
        header: Mapping[str, Any],
        files: Files,
        *,
        ids: NDArray[np.int64] | None = None,
        during: str,
        seconds: float,
    ) -> None:
        """Send a message with files.

        Raises:
            BoxClosed: The other end is gone.
            SandboxTrouble: The engine failed.
            Trouble: It was not taken in time.
        """
        arrays = {"contents": np.frombuffer(b"".join(files.values()), dtype="|u1")}
        if ids is not None:
            arrays["ids"] = ids
        sizes = [[name, len(content)] for name, content in files.items()]
        try:
            write_frame(
                self.box,
                {**header, "files": sizes},
                arrays,
                deadline=time.monotonic() + seconds,
            )
        except DeadlinePassed as late:
            raise Trouble(_too_late(during, seconds)) from late

    def hear(
        self, expected: str, *, during: str, seconds: float
    ) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        """Return the next message, which has to be of that kind.

        Raises:
            BoxClosed: The other end is gone.
            SandboxTrouble: The engine failed.
            Trouble: It was late, told of trouble, or was no such message.
        """
        try:
            header, arrays = self._next(time.monotonic() + seconds)
        except DeadlinePassed as late:
            raise Trouble(_too_late(during, seconds)) from late
        except FrameError as error:
            raise Trouble(
                Ending(
                    outcome=Outcome.FAILED,
                    during=during,
                    message=f"What came out of the sandbox was not an answer: {error}.",
                )
            ) from error
        if header.get("kind") == "trouble":
            raise Trouble(
                belief.told(header, during),
                log=belief.log(header),
                over=header.get("over") is not False,
            )
        if header.get("kind") != expected:
            raise Trouble(
                Ending(
                    outcome=Outcome.FAILED,
                    during=during,
                    message="The program in the sandbox answered out of turn.",
                )
            )
        return header, arrays

    def _next(self, deadline: float) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        """Return the next message that is none of the recorder's.

        Raises:
            DeadlinePassed: It did not come in time, however much was told meanwhile.
        """
        while True:
            header, arrays = read_frame(self.box, max_bytes=_MAX_REPLY, deadline=deadline)
            if header.get("kind") != "seen":
                return header, arrays
            self.seen.take(header, arrays)
            if time.monotonic() >= deadline:
                raise DeadlinePassed("It told and told, and never answered.")


def _too_late(during: str, seconds: float) -> Ending:
    what = "The submission" if during == "fit" else "predict"
    return Ending(
        outcome=Outcome.TIMED_OUT,
        during=during,
        message=f"{what} was still at work after {seconds - GRACE_S:.0f} s, which is the limit.",
    )
