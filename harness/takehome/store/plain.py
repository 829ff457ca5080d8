"""Typed values as frames: how keys, evidence and marks are kept.

The same value gives the same bytes. What is read is checked against the type that is asked for, so
a file from another version is refused in words and never half understood.
"""

from __future__ import annotations

import io
import struct
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import numpy as np

from takehome.proctor import frames
from takehome_datasets.errors import TakehomeError

Value = TypeVar("Value")

_MAX_BYTES = 1 << 31
_MAX_HEADER = 1 << 28
_MAX_ARRAYS = 1 << 16
_SMALL_BYTES = 1 << 20


class StoredValueUnusable(TakehomeError):
    """Stored bytes are not the value that was asked for."""


def to_bytes(value: Any) -> bytes:
    """Return a frozen dataclass of plain values as the bytes of one frame.

    Raises:
        TypeError: It holds something that is not plain.
    """
    arrays = _Arrays()
    encoded = _encode(value, arrays)
    return frames.pack({"value": encoded}, arrays.by_name)


def from_bytes(kind: type[Value], data: bytes) -> Value:
    """Return the value of that type that the bytes hold.

    Raises:
        StoredValueUnusable: They hold something else.
    """
    stream = io.BytesIO(data)
    try:
        header, arrays = frames.unpack(
            stream.read, max_bytes=_MAX_BYTES, max_header=_MAX_HEADER, max_arrays=_MAX_ARRAYS
        )
        decoded = _decode(kind, header["value"], arrays)
    except (ValueError, KeyError, TypeError, struct.error) as error:
        raise StoredValueUnusable(
            f"The stored {kind.__name__.lower()} cannot be read: {error}. "
            "It was written by another version, or its file is damaged."
        ) from error
    if not isinstance(decoded, kind):
        raise StoredValueUnusable(f"The stored value is no {kind.__name__.lower()}.")
    return decoded


def _encode(value: Any, arrays: _Arrays) -> Any:
    match value:
        case StrEnum():
            return value.value
        case None | bool() | int() | float() | str():
            return value
        case date():
            return value.isoformat()
        case bytes():
            return _encode(np.frombuffer(value, dtype="|u1"), arrays)
        case np.ndarray():
            return {"array": arrays.name(value)}
        case Mapping():
            return {str(name): _encode(item, arrays) for name, item in value.items()}
        case tuple() | list():
            return [_encode(item, arrays) for item in value]
        case _ if is_dataclass(value) and not isinstance(value, type):
            named = {f.name: _encode(getattr(value, f.name), arrays) for f in fields(value)}
            return {"is": type(value).__name__, **named}
        case _:
            raise TypeError(f"a {type(value).__name__} is not a plain value")


class _Arrays:
    """Arrays under names; small ones that are alike, such as sets of rows, under one."""

    def __init__(self) -> None:
        self.by_name: dict[str, np.ndarray[Any, Any]] = {}
        self._met: dict[tuple[str, tuple[int, ...], bytes], str] = {}

    def name(self, array: np.ndarray[Any, Any]) -> str:
        """Return the name of an array."""
        plain = array.view("|u1") if array.dtype.itemsize == 1 else _widened(array)
        name = str(len(self.by_name))
        if plain.nbytes <= _SMALL_BYTES:
            # By what it holds, not by which it is: the same value gives the same bytes.
            name = self._met.setdefault((plain.dtype.str, plain.shape, plain.tobytes()), name)
        self.by_name[name] = plain
        return name


def _widened(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return array.astype("<f8" if array.dtype.kind == "f" else "<i8", copy=False)


def _decode(kind: Any, raw: Any, arrays: Mapping[str, np.ndarray[Any, Any]]) -> Any:
    origin, arguments = get_origin(kind), get_args(kind)
    if kind is Any:
        return raw
    if origin in (Union, types.UnionType):
        return _decode_union(arguments, raw, arrays)
    if origin is Literal:
        return _one_of(arguments, raw)
    if origin is np.ndarray:
        return arrays[raw["array"]].astype(get_args(arguments[1])[0], copy=False)
    if origin is tuple:
        return _decode_tuple(arguments, raw, arrays)
    if origin is Mapping:
        return {name: _decode(arguments[1], item, arrays) for name, item in raw.items()}
    if is_dataclass(kind) and isinstance(kind, type):
        return _decode_dataclass(kind, raw, arrays)
    return _decode_scalar(kind, raw, arrays)


def _decode_scalar(kind: Any, raw: Any, arrays: Mapping[str, np.ndarray[Any, Any]]) -> Any:
    if kind is bytes:
        return arrays[raw["array"]].tobytes()
    if kind in (date, datetime):
        return kind.fromisoformat(raw)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(raw)
    if kind is float and type(raw) is int:
        return float(raw)
    if type(raw) is not (type(None) if kind is type(None) else kind):
        raise TypeError(f"{raw!r} is no {kind.__name__}")
    return raw


def _decode_dataclass(kind: type, raw: Any, arrays: Mapping[str, np.ndarray[Any, Any]]) -> Any:
    if raw["is"] != kind.__name__:
        raise TypeError(f"a {raw['is']} stands where a {kind.__name__} belongs")
    hints = _hints(kind)
    known = {f.name for f in fields(kind)}
    required = {
        f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING
    }
    given = set(raw) - {"is"}
    if not required <= given <= known:
        raise TypeError(f"{kind.__name__} has other fields: {sorted(given ^ known)}")
    return kind(**{name: _decode(hints[name], raw[name], arrays) for name in given})


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _decode_union(
    arguments: tuple[Any, ...], raw: Any, arrays: Mapping[str, np.ndarray[Any, Any]]
) -> Any:
    if raw is None and type(None) in arguments:
        return None
    others = [argument for argument in arguments if argument is not type(None)]
    if isinstance(raw, dict) and "is" in raw:
        others = [argument for argument in others if argument.__name__ == raw["is"]]
    for argument in others:
        if len(others) == 1 or type(raw) is argument:
            return _decode(argument, raw, arrays)
    raise TypeError(f"{raw!r} is none of {arguments}")


def _decode_tuple(
    arguments: tuple[Any, ...], raw: Any, arrays: Mapping[str, np.ndarray[Any, Any]]
) -> Any:
    if arguments[-1] is Ellipsis:
        return tuple(_decode(arguments[0], item, arrays) for item in raw)
    if len(arguments) != len(raw):
        raise TypeError(f"{len(raw)} values stand where {len(arguments)} belong")
    return tuple(
        _decode(argument, item, arrays) for argument, item in zip(arguments, raw, strict=True)
    )


def _one_of(known: tuple[Any, ...], raw: Any) -> Any:
    if raw not in known:
        raise ValueError(f"{raw!r} is none of {', '.join(map(repr, known))}")
    return raw
