"""Where in the candidate's code something happens: the nearest frame that is theirs.

Places are told as people know them: the submission's file, and the cell and line within a notebook.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import CodeType, FrameType

_OURS: Final = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - it may lie in a zip
_DEEP: Final = 400


class Spot(NamedTuple):
    """A file, a line of it or of one of its cells, and the function."""

    file: str
    line: int
    function: str
    cell: int = 0
    """A notebook's, counted from 1; 0 for a script."""


class Places:
    """Which files are the candidate's: whatever is neither a library nor ours."""

    def __init__(
        self,
        cells: Mapping[str, Sequence[int]] | None = None,
        *,
        entry: str = "",
        folder: str = "",
    ) -> None:
        """Learn which files are whose.

        Args:
            cells: A notebook's, by the names that the interpreter has for them: each its number and
                the lines above it that the interpreter never saw.
            entry: The notebook's own name.
            folder: Where the submission lies; files in it are told by their names within it.
        """
        self._cells = dict(cells or {})
        self._entry = entry
        self._folder = f"{os.path.realpath(folder)}{os.sep}" if folder else ""
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
                return self._spot(code, frame.f_lineno)
            frame = frame.f_back
        return None

    def direct(self, frame: FrameType | None) -> Spot | None:
        """Return the same, but only if nothing but the standard library stands in between."""
        for _ in range(_DEEP):
            if frame is None:
                return None
            code = frame.f_code
            if self.is_theirs(code.co_filename):
                return self._spot(code, frame.f_lineno)
            if not self._is_standard(code.co_filename):
                return None
            frame = frame.f_back
        return None

    def _spot(self, code: CodeType, line: int) -> Spot:
        file = code.co_filename
        if file in self._cells:
            cell, above = self._cells[file]
            return Spot(self._entry, line + above, code.co_name, cell)
        if self._folder and file.startswith(self._folder):
            file = file[len(self._folder) :]
        return Spot(file, line, code.co_name)

    def is_theirs(self, file: str) -> bool:
        """Whether a file is the candidate's."""
        found = self._theirs.get(file)
        if found is None:
            found = self._theirs[file] = self._judged(file)
        return found

    def _judged(self, file: str) -> bool:
        if file in self._cells:
            return True
        if file.startswith("<"):
            return file.startswith("<ipython-input")
        return not file.startswith((*self._libraries, self._ours))

    def _is_standard(self, file: str) -> bool:
        inside = "site-packages" not in file
        return file.startswith("<") or (inside and file.startswith(self._standard))
