"""Keyed randomness: one independent stream for every column of every table, part by part.

A stream depends on its own name and on the root seed alone. A column that is added, a part that is
made by another worker, or a plant that is taken out changes no other stream.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import blake2b

import numpy as np


@dataclass(frozen=True, slots=True, kw_only=True)
class Streams:
    """All streams of one variant."""

    root: bytes
    """The variant's seed. Secret: who has it can rebuild the hidden tables."""
    part: int | None = None
    """The partition whose streams these are; None where there is no talk of partitions."""
    common: frozenset[str] = frozenset()
    """Tables that are the same in every partition."""

    def of_part(self, part: int, *, common: frozenset[str]) -> Streams:
        """Return the streams of one partition; those of common tables are the same in all."""
        return replace(self, part=part, common=common)

    def rng(self, table: str, column: str, partition: str = "") -> np.random.Generator:
        """Return the stream of that name, from its beginning."""
        words = [table, column, partition]
        if self.part is not None and table not in self.common:
            words.append(str(self.part))
        key = np.frombuffer(self.digest(*words, size=16), dtype="<u8")
        return np.random.Generator(np.random.Philox(key=key))

    def digest(self, *words: str, size: int) -> bytes:
        """Return bytes that follow from the seed and the words, and tell neither."""
        # Lengths go in front, or ("ab", "c") and ("a", "bc") would be one stream.
        text = b"".join(len(word.encode()).to_bytes(4, "big") + word.encode() for word in words)
        root = blake2b(self.root, digest_size=32).digest()
        return blake2b(text, key=root, digest_size=size, person=b"takehome stream").digest()
