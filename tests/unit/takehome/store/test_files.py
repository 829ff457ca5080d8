from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from takehome.store.files import FileStore, StoredFileDamaged

if TYPE_CHECKING:
    from pathlib import Path


def test_bytes_come_back_under_the_hash_of_their_content(tmp_path: Path) -> None:
    store = FileStore(folder=tmp_path)

    name = store.put(b"some bytes")

    assert store.get(name) == b"some bytes"
    assert name == store.put(b"some bytes")


def test_a_damaged_file_is_noticed(tmp_path: Path) -> None:
    store = FileStore(folder=tmp_path)
    first, second = store.put(b"first"), store.put(b"second")
    path = tmp_path / first[:2] / first

    path.write_bytes((tmp_path / second[:2] / second).read_bytes())
    with pytest.raises(StoredFileDamaged, match="not what was stored"):
        store.get(first)
    path.write_bytes(b"garbage")
    with pytest.raises(StoredFileDamaged, match="not what was stored"):
        store.get(first)
    path.unlink()
    with pytest.raises(StoredFileDamaged, match="missing from the vault"):
        store.get(first)


def test_a_full_disk_raises_and_leaves_no_half_file(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mount = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(small)], check=False
    )
    if mount.returncode:
        pytest.skip("needs the right to mount a small file system: run the tests as root")
    try:
        store = FileStore(folder=small)
        kept = store.put(b"small enough")

        with pytest.raises(OSError, match="No space left"):
            store.put(os.urandom(1 << 20))

        assert store.get(kept) == b"small enough"
        assert [path.name for path in small.rglob("*") if path.is_file()] == [kept]
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_files_are_their_owners_alone(tmp_path: Path) -> None:
    store = FileStore(folder=tmp_path / "files")

    name = store.put(b"secret")

    path = tmp_path / "files" / name[:2] / name
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
