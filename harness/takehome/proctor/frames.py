"""Frames: the only thing that crosses the pipe, and the shape in which plain data is stored.

A frame is a JSON header, length-prefixed, followed by raw arrays that the header describes:

    4 bytes   length of the header, big-endian
    header    UTF-8 JSON object; its "arrays" lists {"name", "dtype", "shape"} in order
    arrays    their bytes, little-endian, one after the other

Only three dtypes exist. Nothing in a frame can be executed, and its size is known before it is
read.
Standard library and NumPy only: this module is carried into the sandbox.
"""

from __future__ import annotations

import json
import math
import struct
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

DTYPES = ("<i8", "<f8", "|u1")
MAX_HEADER = 1 << 20
MAX_ARRAYS = 64

_WRONG_DTYPE = "a frame's array must have one of the dtypes " + ", ".join(DTYPES)


class FrameError(ValueError):
    """What came is not a frame, or is larger than it may be."""


def pack(header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]] | None = None) -> bytes:
    """Return the bytes of a frame.

    Raises:
        FrameError: An array has a dtype that frames do not carry.
    """
    described, raw = [], []
    for name, array in (arrays or {}).items():
        dtype = array.dtype.str
        if dtype not in DTYPES:
            raise FrameError(f"{_WRONG_DTYPE}; {name!r} has {dtype!r}")
        described.append({"name": name, "dtype": dtype, "shape": list(array.shape)})
        raw.append(np.ascontiguousarray(array).tobytes())
    text = json.dumps({**header, "arrays": described}, ensure_ascii=False, allow_nan=False)
    encoded = text.encode()
    return b"".join([struct.pack(">I", len(encoded)), encoded, *raw])


def unpack(
    read: Callable[[int], bytes],
    *,
    max_bytes: int,
    max_header: int = MAX_HEADER,
    max_arrays: int = MAX_ARRAYS,
) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Read one frame by calls of `read(size)`, which returns exactly that many bytes.

    Raises:
        FrameError: It is not a frame, or a part of it is larger than it may be.
    """
    (size,) = struct.unpack(">I", read(4))
    if size > max_header:
        raise FrameError(f"a frame announced a header of {size} bytes; {max_header} are allowed")
    header = _header(read(size))
    described = header.pop("arrays", None)
    if not isinstance(described, list) or len(described) > max_arrays:
        raise FrameError("a frame's header lists no arrays, or too many")
    shapes = [_described(entry) for entry in described]
    total = sum(np.dtype(dtype).itemsize * math.prod(shape) for _, dtype, shape in shapes)
    if total > max_bytes:
        raise FrameError(f"a frame announced {total} bytes of arrays; {max_bytes} are allowed")
    arrays: dict[str, NDArray[Any]] = {}
    for name, dtype, shape in shapes:
        raw = read(np.dtype(dtype).itemsize * math.prod(shape))
        arrays[name] = np.frombuffer(raw, dtype=dtype).reshape(shape)
    return header, arrays


def _header(raw: bytes) -> dict[str, Any]:
    try:
        header = json.loads(raw.decode(), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise FrameError(f"a frame's header is not JSON: {error}") from error
    if not isinstance(header, dict):
        raise FrameError("a frame's header is not a JSON object")
    return header


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not a JSON number")


def _described(entry: Any) -> tuple[str, str, tuple[int, ...]]:
    match entry:
        case {"name": str(name), "dtype": str(dtype), "shape": [*shape]} if dtype in DTYPES:
            if len(shape) <= 2 and all(type(n) is int and 0 <= n <= 1 << 40 for n in shape):  # noqa: PLR2004 - plain tables have two dimensions
                return name, dtype, tuple(shape)
    raise FrameError("a frame's header describes an array that frames do not carry")
