"""Identity: what a variant is called, and the hash over everything that it is.

The hash is over values. Tables count as values in the text of their CSV, whose every digit is ours;
a format that each version of its writer writes otherwise, such as parquet, never enters it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from takehome_datasets.streams import Streams


def kit_id(streams: Streams) -> str:
    """Return the kit's public id. It follows from the seed, and the seed does not from it."""
    return f"kit-{streams.digest('kit', size=6).hex()}"


def content_hash(value: Any) -> str:
    """Return a hash over plain data: dataclasses, mappings, sequences, arrays, words, numbers.

    Raises:
        TypeError: Something in it is no plain data.
    """
    hasher = blake2b(digest_size=20)
    _feed(hasher, value)
    return hasher.hexdigest()


def _feed(hasher: blake2b, value: Any) -> None:
    """Feed a value with its kind and its length in front, so that no two values read alike."""
    match value:
        case np.ndarray():
            raw = np.ascontiguousarray(value).astype(value.dtype.newbyteorder("<"))
            _mark(hasher, f"array {raw.dtype.str} {raw.shape}", raw.tobytes())
        case bytes():
            _mark(hasher, "bytes", value)
        case None | bool() | int() | float() | str() | date():
            _mark(hasher, type(value).__name__, repr(value).encode())
        case Mapping():
            _mark(hasher, f"mapping {len(value)}", b"")
            for key in sorted(value):
                _feed(hasher, key)
                _feed(hasher, value[key])
        case tuple() | list():
            _mark(hasher, f"sequence {len(value)}", b"")
            for item in value:
                _feed(hasher, item)
        case _ if is_dataclass(value):
            _mark(hasher, f"record {type(value).__name__}", b"")
            for field in fields(value):
                _feed(hasher, field.name)
                _feed(hasher, getattr(value, field.name))
        case _:
            raise TypeError(f"no content hash over a {type(value).__name__}")


def _mark(hasher: blake2b, kind: str, raw: bytes) -> None:
    head = kind.encode()
    hasher.update(len(head).to_bytes(4, "big") + head + len(raw).to_bytes(8, "big") + raw)
