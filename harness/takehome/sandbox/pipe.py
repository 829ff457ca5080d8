"""Frames over a box: the one way in which the harness talks with a proctor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from takehome.proctor.frames import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from takehome.sandbox.protocol import Box


def write_frame(
    box: Box,
    header: Mapping[str, Any],
    arrays: Mapping[str, NDArray[Any]] | None = None,
    *,
    deadline: float,
) -> None:
    """Send one frame, by a moment of `time.monotonic`.

    Raises:
        BoxClosed: The reader is gone.
        DeadlinePassed: It did not take it in time.
        FrameError: The header or an array is not what frames carry.
        SandboxTrouble: The engine failed.
    """
    box.send(pack(header, arrays), deadline=deadline)


def read_frame(
    box: Box, *, max_bytes: int, deadline: float
) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Return the header and the arrays of the next frame, by a moment of `time.monotonic`.

    Raises:
        BoxClosed: The writer is gone.
        DeadlinePassed: It did not come in time.
        FrameError: What came is not a frame, or its arrays have more than `max_bytes` together.
        SandboxTrouble: The engine failed.
    """
    return unpack(lambda size: box.receive(size, deadline=deadline), max_bytes=max_bytes)
