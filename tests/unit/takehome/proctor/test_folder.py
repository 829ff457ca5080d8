from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from takehome.proctor.folder import LayoutWrong, ProbeFolder, lay_out

if TYPE_CHECKING:
    from pathlib import Path

CONTENT = np.frombuffer(b"onetwo", dtype="|u1")


def test_files_are_laid_out_below_the_folder(tmp_path: Path) -> None:
    lay_out(tmp_path, [["data/a.csv", 3], ["b.csv", 3]], CONTENT)

    assert (tmp_path / "data/a.csv").read_bytes() == b"one"
    assert (tmp_path / "b.csv").read_bytes() == b"two"


@pytest.mark.parametrize("name", ["../a", "/etc/a", "a/../../b", ""])
def test_a_path_out_of_the_folder_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(LayoutWrong):
        lay_out(tmp_path, [[name, 6]], CONTENT)


@pytest.mark.parametrize("size", [5, 7])
def test_sizes_that_do_not_add_up_are_refused(size: int, tmp_path: Path) -> None:
    with pytest.raises(LayoutWrong):
        lay_out(tmp_path, [["a", size]], CONTENT)


def test_a_probe_is_read_only_and_gone_afterwards(tmp_path: Path) -> None:
    with ProbeFolder(tmp_path, [["side/a", 3], ["b", 3]], CONTENT) as folder:
        modes = {path.name: path.stat().st_mode & 0o777 for path in folder.rglob("*")}

    assert modes == {"side": 0o555, "a": 0o444, "b": 0o444}
    assert list(tmp_path.iterdir()) == []


def test_two_probes_have_different_names(tmp_path: Path) -> None:
    with ProbeFolder(tmp_path, [["a", 6]], CONTENT) as one:
        first = one.name
    with ProbeFolder(tmp_path, [["a", 6]], CONTENT) as other:
        second = other.name

    assert first != second


def test_a_link_in_place_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / "deeper").mkdir(parents=True)
    (other / "file").touch()
    (other / "deeper").chmod(0o500)
    other.chmod(0o500)

    with ProbeFolder(tmp_path, [["a", 6]], CONTENT) as folder:
        folder.chmod(0o755)
        (folder / "a").unlink()
        folder.rmdir()
        folder.symlink_to(other)

    modes = [path.stat().st_mode & 0o777 for path in (other, other / "deeper")]
    other.chmod(0o700)
    assert modes == [0o500, 0o500]
    assert (other / "file").exists()


def test_a_link_within_the_folder_is_not_followed(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir(mode=0o500)

    with ProbeFolder(tmp_path, [["a", 6]], CONTENT) as folder:
        folder.chmod(0o755)
        (folder / "link").symlink_to(other)

    assert other.stat().st_mode & 0o777 == 0o500
    assert not folder.exists()
