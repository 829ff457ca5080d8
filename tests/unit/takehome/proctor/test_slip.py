from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takehome.proctor import slip


def test_a_slip_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = str(tmp_path / "slip")

    slip.write(path, {"kind": "answer"}, [3, -1], [0.5, 0.25])
    header, arrays = slip.read(path)

    assert header == {"kind": "answer"}
    assert arrays["ids"].tolist() == [3, -1]
    assert arrays["ids"].dtype == np.int64
    assert arrays["values"].tolist() == [0.5, 0.25]


def test_a_slip_is_read_once(tmp_path: Path) -> None:
    path = str(tmp_path / "slip")
    slip.write(path, {})
    slip.read(path)

    with pytest.raises(slip.SlipUnreadable):
        slip.read(path)


def test_a_pipe_in_place_of_a_slip_does_not_keep_the_proctor_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "slip")

    with pytest.raises(slip.SlipUnreadable):
        slip.read(str(tmp_path / "slip"))


def test_a_link_in_place_of_a_slip_is_not_followed(tmp_path: Path) -> None:
    slip.write(str(tmp_path / "other"), {})
    (tmp_path / "slip").symlink_to(tmp_path / "other")

    with pytest.raises(slip.SlipUnreadable):
        slip.read(str(tmp_path / "slip"))


def test_a_huge_slip_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "slip").open("wb") as file:
        file.truncate(slip.MAX_BYTES + 1)

    with pytest.raises(slip.SlipUnreadable):
        slip.read(str(tmp_path / "slip"))


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_make_reading_fail_in_another_way(content: bytes) -> None:
    path = Path(f"/tmp/takehome-slip-{os.getpid()}")  # noqa: S108 - hypothesis and tmp_path do not mix
    path.write_bytes(content)

    with pytest.raises(slip.SlipUnreadable):
        slip.read(str(path))
