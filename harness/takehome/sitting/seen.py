"""What was told of a submission while it was executed: taken in as it comes, and capped."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Frame = tuple[Mapping[str, Any], Mapping[str, NDArray[Any]]]

_BYTES: Final = 96 << 20
_FRAMES: Final = 120_000


@dataclass(slots=True)
class Seen:
    """Frames of a recorder's, in the order in which they came out of the box."""

    frames: list[Frame] = field(default_factory=list)
    lost: int = 0
    """How many were thrown away, here or in the box."""
    _lost_inside: int = 0
    _bytes: int = 0

    def take(self, header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> None:
        """Take in one message, which may be anything, and throw away what is too much."""
        said, lost = header.get("said"), header.get("lost")
        size = sum(array.nbytes for array in arrays.values())
        if type(lost) is int and 0 <= lost < 1 << 53:
            self.lost += max(lost - self._lost_inside, 0)
            self._lost_inside = max(lost, self._lost_inside)
        if not isinstance(said, dict) or len(self.frames) >= _FRAMES or self._bytes + size > _BYTES:
            self.lost += 1
            return
        self._bytes += size
        self.frames.append((said, arrays))
