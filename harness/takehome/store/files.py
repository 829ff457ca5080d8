"""Files named by the hash of their content, kept compressed."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from takehome_datasets.errors import TakehomeError

_LEVEL: Final = 3


class StoredFileDamaged(TakehomeError):
    """A stored file is gone, or is not what its name says."""

    @classmethod
    def at(cls, path: Path) -> StoredFileDamaged:
        """Say which file is damaged."""
        return cls(f"{path} is not what was stored. Restore it from a backup of the vault.")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileStore:
    """A folder of files, readable by their owner only."""

    folder: Path

    def put(self, data: bytes) -> str:
        """Keep the bytes and return their name. A killed process leaves no half file under it.

        Raises:
            OSError: The disk is full or cannot be written.
        """
        name = hashlib.sha256(data).hexdigest()
        target = self._path(name)
        if target.exists():
            return name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(zlib.compress(data, _LEVEL))
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return name

    def get(self, name: str) -> bytes:
        """Return the bytes that were kept under that name.

        Raises:
            StoredFileDamaged: They are gone, or have changed.
        """
        path = self._path(name)
        try:
            data = zlib.decompress(path.read_bytes())
        except zlib.error as error:
            raise StoredFileDamaged.at(path) from error
        except FileNotFoundError as error:
            raise StoredFileDamaged(
                f"{path} is missing from the vault. Restore it from a backup of the vault."
            ) from error
        if hashlib.sha256(data).hexdigest() != name:
            raise StoredFileDamaged.at(path)
        return data

    def _path(self, name: str) -> Path:
        return self.folder / name[:2] / name
