"""A submission handed in as a folder."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from typing import Protocol

from takehome.submission.flaw import Flaw, SubmissionUnusable, one_line
from takehome.submission.names import MAX_DEPTH, is_left_out
from takehome.submission.upload import Level, Listing, worth_a_word

MAX_ENTRIES = 5000

_KINDS = {
    stat.S_IFLNK: "a link",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFDIR: "a folder",
}


class Disk(Protocol):
    """How the folder is looked into. Names are relative to it, with `/` between their parts."""

    def level(self, folder: str) -> Level:
        """List everything that stands directly in that folder; a link to a folder is a file.

        Raises:
            SubmissionUnusable: It cannot be listed, or there is no end to it.
        """

    def read(self, name: str, limit: int) -> bytes:
        """Return the content of a file, up to `limit` bytes and one.

        Raises:
            SubmissionUnusable: It is no regular file, or cannot be read.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A folder on a disk."""

    disk: Disk

    def level(self, folder: str) -> Level:
        """List what stands directly in that folder, apart from what is left out.

        Raises:
            SubmissionUnusable: It cannot be listed.
        """
        level = self.disk.level(folder)
        return Level(
            files=tuple(name for name in level.files if not is_left_out(name)),
            folders=tuple(name for name in level.folders if not is_left_out(name)),
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
            level = self.disk.level("/".join(filter(None, (folder, here))))
            inner = f"{here}/" if here else ""
            left_out += [
                inner + name for name in (*level.files, *level.folders) if is_left_out(name)
            ]
            files += [inner + name for name in level.files if not is_left_out(name)]
            waiting += [inner + name for name in level.folders if not is_left_out(name)]
            if inner.count("/") > MAX_DEPTH or len(files) + len(waiting) > MAX_ENTRIES:
                raise endless(here)
        return Listing(files=tuple(sorted(files)), left_out=worth_a_word(left_out))

    def read(self, name: str, limit: int) -> bytes:
        """Return the content of a file, up to `limit` bytes and one.

        Raises:
            SubmissionUnusable: It is no regular file, or cannot be read.
        """
        return self.disk.read(name, limit)


def check_regular(mode: int, name: str) -> None:
    """Check that a file of that mode is a regular one.

    Raises:
        SubmissionUnusable: It is a link, a pipe, a socket, a device or a folder.
    """
    kind = stat.S_IFMT(mode)
    if kind != stat.S_IFREG:
        raise SubmissionUnusable(
            Flaw(
                what=f"it is {_KINDS.get(kind, 'no regular file')}, and only files are read.",
                where=one_line(name),
                mend="Put the file itself in its place.",
            )
        )


def endless(folder: str) -> SubmissionUnusable:
    """Say that there is no end to a folder."""
    return SubmissionUnusable(
        Flaw(
            what=f"it holds more than {MAX_ENTRIES} files, or folders more than {MAX_DEPTH} deep.",
            where=one_line(folder) or "the submission",
            mend="Hand in the kit's submission/ folder alone.",
        )
    )


def unreadable(name: str, error: OSError) -> SubmissionUnusable:
    """Say why a file or folder cannot be read."""
    return SubmissionUnusable(
        Flaw(
            what=f"it cannot be read: {error.strerror or error}.",
            where=one_line(name) or "the submission",
            mend="Check that it is there, is no link, and that you may read it.",
        )
    )
