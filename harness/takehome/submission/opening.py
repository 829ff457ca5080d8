"""What was handed in, told apart: a folder, a zip, a bare notebook or a bare script."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from takehome.submission.archive import MAX_ARCHIVE, read_archive
from takehome.submission.flaw import Flaw, SubmissionUnusable, one_line
from takehome.submission.folder import Disk, Folder
from takehome.submission.upload import MAX_FILE, SingleFile, Upload
from takehome_datasets.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_ZIP = b"PK"
_OTHER_ARCHIVES = (".tar", ".tgz", ".gz", ".bz2", ".xz", ".7z", ".rar", ".zst")


def opened(path: Path, disk: Callable[[Path], Disk], read: Callable[[Path, int], bytes]) -> Upload:
    """Return what was handed in, as an upload. Nothing of it is executed and nothing is written.

    Args:
        path: Where it lies.
        disk: Looks into a folder.
        read: Returns the content of a regular file, up to so many bytes and one.

    Raises:
        SubmissionUnusable: There is nothing, or nothing that a submission can be.
    """
    mode = _mode(path)
    if stat.S_ISLNK(mode):
        raise _unusable(path, "it is a link, and links are not followed.", "Give what it leads to.")
    if stat.S_ISDIR(mode):
        return Folder(disk=disk(path))
    suffix = path.suffix.lower()
    if suffix in (".ipynb", ".py"):
        return SingleFile(name=path.name, content=read(path, MAX_FILE))
    content = read(path, MAX_ARCHIVE)
    if suffix == ".zip" or content.startswith(_ZIP):
        return read_archive(content, one_line(path.name))
    if suffix in _OTHER_ARCHIVES:
        raise _unusable(path, f"{suffix} archives are not read.", "Pack the folder as a .zip.")
    raise _unusable(
        path,
        "it is no folder, no .zip, no .ipynb and no .py.",
        "Hand in the kit's submission/ folder, as it is or as a .zip.",
    )


def _mode(path: Path) -> int:
    try:
        return path.lstat().st_mode
    except OSError as error:
        near = [other.name for other in path.parent.glob("*")] if path.parent.is_dir() else []
        raise _unusable(
            path,
            f"it cannot be read: {error.strerror or error}.{did_you_mean(path.name, near)}",
            "Give the folder, zip, notebook or script that was handed in.",
        ) from error
    except ValueError as error:
        raise _unusable(path, "that is no path.", "Give the folder or file.") from error


def _unusable(path: Path, what: str, mend: str) -> SubmissionUnusable:
    return SubmissionUnusable(Flaw(what=what, where=one_line(str(path)), mend=mend))
