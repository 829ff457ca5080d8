"""Folders of the box: the kit that the submission is executed in, and one for every probe."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class LayoutWrong(ValueError):
    """The host sent files that cannot be laid out."""


def lay_out(root: Path, files: Sequence[Any], contents: NDArray[Any]) -> None:
    """Write the files, whose contents follow one another, below the folder.

    Raises:
        LayoutWrong: A path leaves the folder, or the sizes do not add up.
        OSError: The disk is full.
    """
    raw = memoryview(contents.tobytes())
    start = 0
    for name, size in files:
        relative = PurePosixPath(name)
        if relative.is_absolute() or ".." in relative.parts or not relative.parts:
            raise LayoutWrong(f"{name!r} is no path within the folder")
        path = root.joinpath(*relative.parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(raw[start : start + size])
        start += size
    if start != len(raw):
        raise LayoutWrong(f"the files have {start} bytes, {len(raw)} came")


class ProbeFolder:
    """A folder of one probe's files, read-only and under a random name, gone afterwards."""

    def __init__(self, parent: Path, files: Sequence[Any], contents: NDArray[Any]) -> None:
        self.path = parent / secrets.token_hex(8)
        self._files = files
        self._contents = contents

    def __enter__(self) -> Path:
        self.path.mkdir(parents=True)
        lay_out(self.path, self._files, self._contents)
        for path in self.path.rglob("*"):
            path.chmod(0o555 if path.is_dir() else 0o444)
        self.path.chmod(0o555)
        return self.path

    def __exit__(self, *_error: object) -> None:
        # The submission shares our user: it may have changed every mode, or removed the folder.
        # Or have put a link in its place, which must not be followed: not one path is used here.
        with contextlib.suppress(OSError):
            for *_names, descriptor in os.fwalk(self.path, follow_symlinks=False):
                os.fchmod(descriptor, 0o755)
        shutil.rmtree(self.path, ignore_errors=True)
