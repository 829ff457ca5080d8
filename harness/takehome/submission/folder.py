"""A submission handed in as a folder, read without following anything out of it.

Every folder on the way is opened relative to the one above, every file is looked at before it is
opened and again when it is open. Links, pipes, sockets and devices are refused unopened.
"""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from takehome.submission.flaw import Flaw, SubmissionUnusable, one_line
from takehome.submission.names import MAX_DEPTH, is_left_out
from takehome.submission.upload import Level, Listing, worth_a_word

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_ENTRIES = 5000

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_NOCTTY | os.O_CLOEXEC
_KINDS = {
    stat.S_IFLNK: "a link",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFDIR: "a folder",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A folder on this machine's disk."""

    path: Path

    def level(self, folder: str) -> Level:
        """List what stands directly in that folder, apart from what is left out.

        Raises:
            SubmissionUnusable: It cannot be listed.
        """
        with self._opened(folder) as descriptor:
            entries = [e for e in _entries(descriptor) if not is_left_out(e.name)]
        return Level(
            files=tuple(e.name for e in entries if not _is_folder(e)),
            folders=tuple(e.name for e in entries if _is_folder(e)),
        )

    def listing(self, folder: str) -> Listing:
        """List every file below that folder.

        Raises:
            SubmissionUnusable: It cannot be listed, or there is no end to it.
        """
        files: list[str] = []
        left_out: list[str] = []
        waiting = [""]
        while waiting:
            here = waiting.pop()
            with self._opened("/".join(filter(None, (folder, here)))) as descriptor:
                entries = _entries(descriptor)
            for entry in entries:
                name = f"{here}/{entry.name}" if here else entry.name
                if is_left_out(entry.name):
                    left_out.append(name)
                elif not _is_folder(entry):
                    files.append(name)
                elif name.count("/") < MAX_DEPTH:
                    waiting.append(name)
                else:
                    raise _endless(name)
            if len(files) + len(waiting) > MAX_ENTRIES:
                raise _endless(folder)
        return Listing(files=tuple(sorted(files)), left_out=worth_a_word(left_out))

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
            raise _unreadable(folder or self.path.name, error) from error
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
        _check_regular(os.stat(name, dir_fd=above, follow_symlinks=False), shown)
        descriptor = os.open(name, _FILE, dir_fd=above)
        with os.fdopen(descriptor, "rb", buffering=0) as file:
            _check_regular(os.fstat(descriptor), shown)
            pieces = []
            while limit >= 0 and (piece := file.read(min(limit + 1, 1 << 20))):
                pieces.append(piece)
                limit -= len(piece)
    except OSError as error:
        raise _unreadable(shown, error) from error
    return b"".join(pieces)


def _entries(descriptor: int) -> list[os.DirEntry[str]]:
    with os.scandir(descriptor) as entries:
        found = [entry for entry, _ in zip(entries, range(MAX_ENTRIES + 1), strict=False)]
    if len(found) > MAX_ENTRIES:
        raise _endless("")
    return sorted(found, key=lambda entry: entry.name)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False)


def _check_regular(status: os.stat_result, name: str) -> None:
    kind = stat.S_IFMT(status.st_mode)
    if kind != stat.S_IFREG:
        raise SubmissionUnusable(
            Flaw(
                what=f"it is {_KINDS.get(kind, 'no regular file')}, and only files are read.",
                where=one_line(name),
                mend="Put the file itself in its place.",
            )
        )


def _endless(folder: str) -> SubmissionUnusable:
    return SubmissionUnusable(
        Flaw(
            what=f"it holds more than {MAX_ENTRIES} files, or folders more than {MAX_DEPTH} deep.",
            where=one_line(folder) or "the submission",
            mend="Hand in the kit's submission/ folder alone.",
        )
    )


def _unreadable(name: str, error: OSError) -> SubmissionUnusable:
    return SubmissionUnusable(
        Flaw(
            what=f"it cannot be read: {error.strerror or error}.",
            where=one_line(name),
            mend="Check that it is there, is no link, and that you may read it.",
        )
    )
