"""Submissions handed in as zip archives."""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takehome.submission import SubmissionUnusable, receive
from takehome.submission.archive import MAX_ENTRIES, read_archive
from unit.takehome.submission.handed_in import ANSWERS, SCRIPT, zipped

if TYPE_CHECKING:
    from pathlib import Path

GOOD = {"solution.py": SCRIPT, "answers.toml": ANSWERS, "src/model.py": b"x = 1\n"}


def handed_in(folder: Path, data: bytes) -> Path:
    path = folder / "jane.zip"
    path.write_bytes(data)
    return path


def refused(folder: Path, data: bytes) -> SubmissionUnusable:
    with pytest.raises(SubmissionUnusable) as caught:
        receive(handed_in(folder, data))
    return caught.value


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("around", ["", "submission/", "Jane Doe/", "kit/submission/"])
def test_folders_of_its_own_around_a_submission_are_no_matter(
    tmp_path: Path, method: int, around: str
) -> None:
    data = zipped({around + name: content for name, content in GOOD.items()}, method)

    received = receive(handed_in(tmp_path, data))

    assert received.files == GOOD


def test_of_a_zipped_kit_only_the_submission_is_read(tmp_path: Path) -> None:
    kit = {
        "kit/BRIEF.md": b"x",
        "kit/data/big.csv": b"1,2\n" * (12 << 18),
        "kit/scratch.ipynb": b"no notebook",
        **{f"kit/submission/{name}": content for name, content in GOOD.items()},
    }

    received = receive(handed_in(tmp_path, zipped(kit)))

    assert received.files == GOOD


def test_what_a_mac_adds_to_an_archive_is_left_out(tmp_path: Path) -> None:
    data = zipped(
        {
            "submission/": b"",
            "__MACOSX/submission/._solution.py": b"\0",
            "submission/.DS_Store": b"\0",
            "submission/.ipynb_checkpoints/solution-checkpoint.ipynb": b"{}",
            "submission/solution.py": SCRIPT,
            "submission/answers.toml": ANSWERS,
        }
    )

    received = receive(handed_in(tmp_path, data))

    assert set(received.files) == {"solution.py", "answers.toml"}
    assert received.problems == ()


def test_an_archiver_that_forgets_to_say_utf8_is_understood(tmp_path: Path) -> None:
    data = zipped({"solution.py": SCRIPT, "cafe\u0301.py": b""})
    # Take the flag for UTF-8 out of both headers of the second file.
    forgetful = data.replace(b"\x00\x08\x08\x00", b"\x00\x00\x08\x00")

    received = receive(handed_in(tmp_path, forgetful))

    assert "caf\u00e9.py" in received.files


def test_any_name_will_do_for_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "upload-17"
    path.write_bytes(zipped(GOOD))

    assert receive(path).files == GOOD


@pytest.mark.parametrize("name", ["../solution.py", "/solution.py", "a/../../b.py", "C:/b.py"])
def test_a_name_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    error = refused(tmp_path, zipped({**GOOD, name: b"x"}))

    assert "name" in error.what
    assert not (tmp_path.parent / "solution.py").exists()


def test_backslashes_are_refused_with_what_to_do(tmp_path: Path) -> None:
    data = zipped({"solution.py": SCRIPT, "src/model.py": b""}).replace(b"src/", b"src\\")

    assert "backslash" in str(refused(tmp_path, data))


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_are_refused(tmp_path: Path, kind: int) -> None:
    stream = io.BytesIO(zipped(GOOD))
    with zipfile.ZipFile(stream, "a") as archive:
        entry = zipfile.ZipInfo("secret.txt")
        entry.external_attr = (kind | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")

    error = refused(tmp_path, stream.getvalue())

    assert error.where == "secret.txt"
    assert "only files" in error.what


def test_an_encrypted_archive_is_refused(tmp_path: Path) -> None:
    data = bytearray(zipped(GOOD))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1

    assert "password" in str(refused(tmp_path, bytes(data)))


def test_other_ways_of_packing_are_refused(tmp_path: Path) -> None:
    assert "ordinary .zip" in str(refused(tmp_path, zipped(GOOD, zipfile.ZIP_LZMA)))


def test_a_bomb_is_refused_by_what_it_unpacks_to(tmp_path: Path) -> None:
    data = zipped({**GOOD, "zeros.csv": bytes(9 << 20), "more.csv": bytes(9 << 20)})

    error = refused(tmp_path, data)

    assert "100 times" in str(error)


def test_a_size_that_lies_is_not_believed(tmp_path: Path) -> None:
    data = bytearray(zipped({**GOOD, "noise.csv": os.urandom(11 << 20)}))
    at = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 10)

    assert "10.0 MiB" in str(refused(tmp_path, bytes(data)))


def test_overlapping_entries_do_not_multiply(tmp_path: Path) -> None:
    zeros = bytes(1 << 20)
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = packed.compress(zeros) + packed.flush()
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, 0, 0, 0, 0) + content
    table = b""
    for number in range(150):
        name = f"{number}.csv".encode()
        numbers = (20, 20, 0, 8, 0, 0, zlib.crc32(zeros), len(content), len(zeros))
        table += (
            struct.pack("<4s6H3I5H2I", b"PK\x01\x02", *numbers, len(name), 0, 0, 0, 0, 0, 0) + name
        )
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 150, 150, len(table), len(local), 0)

    assert "100 times" in str(refused(tmp_path, local + table + end))


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    data = zipped({f"{number}.py": b"" for number in range(201)})

    assert "201 files" in str(refused(tmp_path, data))


def test_too_many_entries_are_refused_before_they_are_read(tmp_path: Path) -> None:
    data = zipped({f".git/{number}": b"" for number in range(MAX_ENTRIES + 1)})

    assert "5001 entries" in str(refused(tmp_path, data))


def test_twins_are_refused(tmp_path: Path) -> None:
    data = zipped({**GOOD, "Solution.py": b""})

    assert "same as" in str(refused(tmp_path, data))


def test_every_wrong_name_is_listed_at_once(tmp_path: Path) -> None:
    data = zipped({**GOOD, "../a": b"", "/b": b"", "c\x07d": b""})

    assert len(refused(tmp_path, data).flaws) == 3


def test_an_archive_within_an_archive_is_just_a_file(tmp_path: Path) -> None:
    inner = zipped({"../x": b""})

    received = receive(handed_in(tmp_path, zipped({**GOOD, "inner.zip": inner})))

    assert received.files["inner.zip"] == inner


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    data = bytearray(zipped(GOOD, zipfile.ZIP_STORED))
    data[data.index(SCRIPT)] ^= 1

    assert "checksum" in str(refused(tmp_path, bytes(data)))


def test_half_an_archive_is_refused(tmp_path: Path) -> None:
    assert "not all of it" in str(refused(tmp_path, zipped(GOOD)[:-30]))


def test_an_empty_archive_holds_nothing_to_execute(tmp_path: Path) -> None:
    assert "nothing at all" in str(refused(tmp_path, zipped({})))


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.binary(max_size=2000)))
def test_what_zipfile_packs_is_unpacked(files: dict[str, bytes]) -> None:
    archive = read_archive(zipped(files), "a.zip")

    assert {name: archive.read(name, 1 << 20) for name in archive.listing("").files} == files
