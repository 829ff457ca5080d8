"""Slips: what the submission's process hands to the proctor, one file of one frame each.

Plain bytes, never a pickle. Writing needs Python alone, so that the submission's process pays for
nothing; reading distrusts everything about the file, for whoever wrote it may be hostile.
"""

from __future__ import annotations

import array
import io
import json
import os
import stat
import struct
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

MAX_BYTES = 1 << 28
_RESERVE = ".reserve"
_RESERVED = 1 << 18


class SlipUnreadable(Exception):
    """There is no slip, or what is there is none."""


def write(
    path: str,
    header: Mapping[str, Any],
    ids: Sequence[int] = (),
    values: Sequence[float] = (),
) -> None:
    """Write a slip.

    Raises:
        OSError: The disk is full.
    """
    described = [
        {"name": "ids", "dtype": "<i8", "shape": [len(ids)]},
        {"name": "values", "dtype": "<f8", "shape": [len(values)]},
    ]
    columns: list[array.array[Any]] = [array.array("q", ids), array.array("d", values)]
    if sys.byteorder == "big":
        for column in columns:
            column.byteswap()
    text = json.dumps({**header, "arrays": described}, ensure_ascii=True).encode()
    content = b"".join([struct.pack(">I", len(text)), text, *map(bytes, columns)])
    try:
        Path(path).write_bytes(content)
    except OSError:
        # A submission that filled the disk has still to be told so.
        Path(path).with_suffix(_RESERVE).unlink(missing_ok=True)
        Path(path).write_bytes(content)


def reserve(path: str) -> None:
    """Keep room for one slip on the disk.

    Raises:
        OSError: There is none.
    """
    Path(path).with_suffix(_RESERVE).write_bytes(bytes(_RESERVED))


def read(path: str) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Return the header and the arrays of a slip, and remove it.

    Raises:
        SlipUnreadable: It is not there, no regular file, too large, or no slip.
    """
    from .frames import FrameError, unpack

    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        raise SlipUnreadable(f"the slip cannot be opened: {error.strerror}") from error
    with os.fdopen(descriptor, "rb") as file:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode) or about.st_size > MAX_BYTES:
            raise SlipUnreadable("the slip is no regular file, or too large")
        # No more than is there: room for the most that could be is not to be had in a small box.
        raw = file.read(about.st_size)
    Path(path).unlink(missing_ok=True)
    stream = io.BytesIO(raw)

    def exactly(size: int) -> bytes:
        piece = stream.read(size)
        if len(piece) != size:
            raise FrameError("the slip is cut off")
        return piece

    try:
        return unpack(exactly, max_bytes=MAX_BYTES)
    except FrameError as error:
        raise SlipUnreadable(str(error)) from error
