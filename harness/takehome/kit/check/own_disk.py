"""A folder of the candidate's own, on any system that Python runs on."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from takehome.submission.folder import check_regular, unreadable
from takehome.submission.upload import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDisk:
    """A folder that the candidate filled and checks before handing it in."""

    path: Path

    def level(self, folder: str) -> Level:
        """List everything that stands directly in that folder; a link to a folder is a file.

        Raises:
            SubmissionUnusable: It cannot be listed.
        """
        try:
            with os.scandir(self.path / folder) as entries:
                kinds = {entry.name: entry.is_dir(follow_symlinks=False) for entry in entries}
        except OSError as error:
            raise unreadable(folder, error) from error
        return Level(
            files=tuple(sorted(name for name, is_folder in kinds.items() if not is_folder)),
            folders=tuple(sorted(name for name, is_folder in kinds.items() if is_folder)),
        )

    def read(self, name: str, limit: int) -> bytes:
        """Return the content of a file, up to `limit` bytes and one.

        Raises:
            SubmissionUnusable: It is no regular file, or cannot be read.
        """
        return read_own(self.path / name, limit)


def read_own(path: Path, limit: int) -> bytes:
    """Return the content of a file of the candidate's own, up to `limit` bytes and one.

    Raises:
        SubmissionUnusable: It is no regular file, or cannot be read.
    """
    try:
        check_regular(path.lstat().st_mode, path.name)
        with path.open("rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise unreadable(path.name, error) from error
