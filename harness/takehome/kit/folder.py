"""Writing a folder of files so that it is there whole or not at all."""

from __future__ import annotations

import errno
import secrets
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from takehome.kit.contents import Kit, kit_files
from takehome_datasets.errors import TakehomeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


class FolderTaken(TakehomeError, FileExistsError):
    """Something is already there; nothing of it was touched."""

    @classmethod
    def at(cls, folder: Path) -> FolderTaken:
        """Say what is in the way, and what to do."""
        what = "is there already and is not empty" if folder.is_dir() else "is no folder"
        return cls(f"{folder} {what}. Give another folder, or move this one away.")


def write_kit(folder: Path, kit: Kit) -> None:
    """Write a kit: brief, data, environment, check, and a submission to start from.

    Args:
        folder: Where it goes. It may be there if it is empty.
        kit: What is in it.

    Raises:
        FolderTaken: Something is there.
        OSError: The disk is full, or cannot be written.
    """
    write_folder(folder, kit_files(kit))


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a new folder, which gets its name when it is complete.

    Args:
        folder: Where they go. It may be there if it is empty.
        files: Contents by name, with `/` between the parts of a name.

    Raises:
        FolderTaken: Something is there.
        OSError: The disk is full, or cannot be written.
    """
    with new_folder(folder) as partial:
        for name, content in files.items():
            path = partial / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def check_free(folder: Path) -> None:
    """Refuse a folder that holds something, before anything is made for it.

    Raises:
        FolderTaken: Something is there.
    """
    if folder.exists() and not (folder.is_dir() and next(folder.iterdir(), None) is None):
        raise FolderTaken.at(folder)


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Give a folder to write into, which gets its name when it is complete.

    Args:
        folder: Its name. It may be there if it is empty.

    Raises:
        FolderTaken: Something is there.
        OSError: The disk is full, or cannot be written.
    """
    check_free(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = folder.parent / f".{folder.name}.{secrets.token_hex(4)}.partial"
    try:
        partial.mkdir()
        yield partial
        _settle(partial, folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def _settle(partial: Path, folder: Path) -> None:
    try:
        partial.rename(folder)
    except OSError as error:
        # Somebody else was faster.
        if error.errno in (errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR):
            raise FolderTaken.at(folder) from error
        raise
