"""Where in the candidate's code something happens: the nearest frame that is theirs."""

from __future__ import annotations

import os
import sys
import sysconfig
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from types import FrameType

_OURS: Final = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - it may lie in a zip
_DEEP: Final = 400


class Spot(NamedTuple):
    """A file, as the interpreter names it, and a line."""

    file: str
    line: int
    function: str


class Places:
    """Which files are the candidate's: whatever is neither a library nor ours."""

    def __init__(self) -> None:
        paths = sysconfig.get_paths()
        installed = {paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}
        roots = {*installed, *(path for path in sys.path if path.endswith("site-packages"))}
        self._libraries = tuple(f"{root}{os.sep}" for root in roots)
        # A proctor that executes this stands beside it, in a zip or a folder.
        self._ours = os.path.dirname(_OURS) + os.sep  # noqa: PTH120 - as above
        self._standard = tuple(f"{paths[name]}{os.sep}" for name in ("stdlib", "platstdlib"))
        self._theirs: dict[str, bool] = {}

    def nearest(self, frame: FrameType | None) -> Spot | None:
        """Return the nearest place of the candidate's, from a frame outwards."""
        for _ in range(_DEEP):
            if frame is None:
                return None
            code = frame.f_code
            if self.is_theirs(code.co_filename):
                return Spot(code.co_filename, frame.f_lineno, code.co_name)
            frame = frame.f_back
        return None

    def direct(self, frame: FrameType | None) -> Spot | None:
        """Return the same, but only if nothing but the standard library stands in between."""
        for _ in range(_DEEP):
            if frame is None:
                return None
            code = frame.f_code
            if self.is_theirs(code.co_filename):
                return Spot(code.co_filename, frame.f_lineno, code.co_name)
            if not self._is_standard(code.co_filename):
                return None
            frame = frame.f_back
        return None

    def is_theirs(self, file: str) -> bool:
        """Whether a file is the candidate's."""
        found = self._theirs.get(file)
        if found is None:
            found = self._theirs[file] = self._judged(file)
        return found

    def _judged(self, file: str) -> bool:
        if file.startswith("<"):
            return file.startswith("<ipython-input")
        return not file.startswith((*self._libraries, self._ours))

    def _is_standard(self, file: str) -> bool:
        inside = "site-packages" not in file
        return file.startswith("<") or (inside and file.startswith(self._standard))
