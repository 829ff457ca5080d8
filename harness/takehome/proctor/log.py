"""A log that keeps the head and the tail of what a submission printed, and counts the rest."""

from __future__ import annotations

from typing import Final

FLOOD_BYTES: Final = 64 << 20
"""A submission that prints more than this is stopped."""

_TAIL_SHARE: Final = 4


class Log:
    """What was printed, within a limit. Adding to it costs no more memory than the limit."""

    def __init__(self, kib: int) -> None:
        self._tail_room: Final = (kib << 10) // _TAIL_SHARE
        self._head_room: Final = (kib << 10) - self._tail_room
        self._head = bytearray()
        self._tail = bytearray()
        self.seen = 0
        """Bytes that were printed, kept or not."""

    def add(self, text: bytes) -> None:
        """Take in what was printed next."""
        self.seen += len(text)
        room = self._head_room - len(self._head)
        self._head += text[:room]
        if self._tail_room:
            self._tail = (self._tail + text[max(room, 0) :][-self._tail_room :])[-self._tail_room :]

    @property
    def dropped(self) -> int:
        """Bytes that were not kept."""
        return self.seen - len(self._head) - len(self._tail)

    def text(self) -> str:
        """Return what was kept, without control characters, and say where something is missing."""
        gap = f"\n[{self.dropped} bytes are not shown]\n" if self.dropped else ""
        return _clean(self._head) + gap + _clean(self._tail)


def _clean(raw: bytearray) -> str:
    text = raw.decode(errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in text if one in "\n\t" or one.isprintable())
