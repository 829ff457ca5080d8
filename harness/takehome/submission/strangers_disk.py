"""A folder that a stranger filled, looked into without following anything out of it.

Every folder on the way is opened relative to the one above, every file is looked at before it is
opened and again when it is open. Links, pipes, sockets and devices are refused unopened.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from takehome.submission.folder import MAX_ENTRIES, check_regular, endless, unreadable
from takehome.submission.upload import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_NOCTTY | os.O_CLOEXEC
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class StrangersDisk:
    """A folder on this machine's disk that somebody else filled."""

    path: Path

    def level(self, folder: str) -> Level:
        """List everything that stands directly in that folder; a link to a folder is a file.

        Raises:
            SubmissionUnusable: It cannot be listed, or there is no end to it.
        """
        files: list[str] = []
        folders: list[str] = []
        try:
            with self._opened(folder) as descriptor, os.scandir(descriptor) as entries:
                for entry in entries:
                    (folders if entry.is_dir(follow_symlinks=False) else files).append(entry.name)
                    if len(files) + len(folders) > MAX_ENTRIES:
                        raise endless(folder)
        except OSError as error:
            raise unreadable(folder, error) from error
        return Level(files=tuple(sorted(files)), folders=tuple(sorted(folders)))

    def read(self, name: str, limit: int) -> bytes:
        """Return the content of a file, up to `limit` bytes and one.

        Raises:
            SubmissionUnusable: It is no regular file, or cannot be read.
        """
        folder, _, last = name.rpartition("/")
        with self._opened(folder) as descriptor:
            return read_regular(last, limit, descriptor)

    @contextmanager
    def _opened(self, folder: str) -> Iterator[int]:
        descriptor = None
        try:
            descriptor = os.open(self.path, _FOLDER)
            for part in filter(None, folder.split("/")):
                above = descriptor
                descriptor = os.open(part, _FOLDER, dir_fd=above)
                os.close(above)
        except OSError as error:
            if descriptor is not None:
                os.close(descriptor)
            raise unreadable(folder or self.path.name, error) from error
        try:
            yield descriptor
        finally:
            os.close(descriptor)


def read_regular(name: str | Path, limit: int, above: int | None = None) -> bytes:
    """Return up to `limit` bytes and one of a regular file that is reached by no link.

    Args:
        name: The file, relative to `above` where that is given.
        limit: The bytes that are wanted; one more tells that there are more.
        above: A descriptor of the folder it stands in.

    Raises:
        SubmissionUnusable: It is no regular file, or cannot be read.
    """
    shown = Path(name).name
    try:
        check_regular(os.stat(name, dir_fd=above, follow_symlinks=False).st_mode, shown)
        descriptor = os.open(name, _FILE, dir_fd=above)
        with os.fdopen(descriptor, "rb", buffering=0) as file:
            check_regular(os.fstat(descriptor).st_mode, shown)
            pieces = []
            while limit >= 0 and (piece := file.read(min(limit + 1, _PIECE))):
                pieces.append(piece)
                limit -= len(piece)
    except OSError as error:
        raise unreadable(shown, error) from error
    return b"".join(pieces)
