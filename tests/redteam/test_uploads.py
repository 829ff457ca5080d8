"""Uploads that are attacks: refused in words or read without what is hostile, and never written."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from redteam.uploads import PAYLOAD, UPLOADS, HostileUpload
from takehome.submission import SubmissionUnusable, receive


@pytest.mark.parametrize("upload", UPLOADS, ids=lambda upload: upload.id)
def test_a_hostile_upload_comes_to_nothing(
    upload: HostileUpload, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    path = upload.make(inside)
    before = held(tmp_path), held(Path(tempfile.gettempdir()), deep=False)

    try:
        submission = receive(path)
    except SubmissionUnusable as unusable:
        refused = str(unusable)
        assert all(one == "\n" or one.isprintable() for one in refused)
    else:
        assert upload.accepted, sorted(submission.files)
        assert PAYLOAD.encode() not in b"".join(submission.files.values())

    assert (held(tmp_path), held(Path(tempfile.gettempdir()), deep=False)) == before


def held(folder: Path, *, deep: bool = True) -> set[str]:
    """Return the files of a folder; of one that is everybody's, those that could be ours."""
    if deep:
        return {str(path) for path in folder.rglob("*")}
    return {path.name for path in folder.glob("*escaped*")}
