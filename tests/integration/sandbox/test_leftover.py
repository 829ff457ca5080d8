"""What a killed keeper left behind is gone when the next box is opened, and nothing else is."""

from __future__ import annotations

import os
import signal
import tempfile
import time
from pathlib import Path

import pytest

from integration.sandbox.seat import LIMITS, PREDICT, seated
from takehome.sandbox import leftover
from takehome.sandbox.landlock import Landlock

pytestmark = pytest.mark.needs("landlock")


def folders() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob(f"takehome-box-{os.getpid()}-*"))


def keeper_of(folder: Path) -> int:
    """Return the process that was told of the folder and has no parent that was."""
    told = f"work={folder}".encode()
    found = [
        int(path.parent.name)
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if told in path.read_bytes().split(b"\0")
    ]
    return min(found)


def gone_within(folder: Path, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    return not folder.exists()


def test_a_killed_keepers_folder_is_swept_when_the_next_box_opens() -> None:
    sandbox, before = Landlock(groups=False), folders()
    box = sandbox.open(LIMITS)
    (folder,) = folders() - before
    (folder / "mine").mkdir()
    os.kill(keeper_of(folder), signal.SIGKILL)
    box.end()
    was_left = folder.exists()

    with seated(sandbox) as seat:
        fitted = seat.sit(PREDICT)

    assert was_left
    assert not folder.exists()
    assert fitted["kind"] == "fitted"


def test_a_folder_of_a_box_that_is_open_stays() -> None:
    sandbox, before = Landlock(groups=False), folders()
    with seated(sandbox) as seat:
        (folder,) = folders() - before

        leftover.sweep()

        assert folder.exists()
        assert seat.sit(PREDICT)["kind"] == "fitted"
    assert gone_within(folder, 10)


def test_a_folder_of_another_namespace_is_not_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    namespace = Path("/proc/self/ns/pid").stat().st_ino
    theirs = tmp_path / f"takehome-box-999999999-{namespace + 1}-theirs"
    theirs.mkdir()

    leftover.sweep()

    assert theirs.exists()
