"""Uploads that are attacks before anything of them is executed, made in a test's own folder."""

from __future__ import annotations

import io
import json
import os
import pickle
import stat
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCRIPT = b"expected_score = 0.5\ndef predict(folder): ...\n"
PAYLOAD = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@dataclass(frozen=True, slots=True, kw_only=True)
class HostileUpload:
    """One upload."""

    id: str
    intent: str
    make: Callable[[Path], Path]
    """Makes it below a folder, and returns its path."""
    accepted: bool = False
    """Whether it may be read, with what is hostile about it left out."""


def _zip(folder: Path, *entries: tuple[zipfile.ZipInfo | str, bytes]) -> Path:
    path = folder / "upload.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("solution.py", SCRIPT), *entries):
            archive.writestr(name, content)
    return path


def _entry(name: str, mode: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = mode << 16
    return entry


def _bomb(folder: Path) -> Path:
    path = folder / "upload.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("notes.md", "w") as file,
    ):
        for _ in range(200):
            file.write(bytes(1 << 20))
    return path


def _nested(folder: Path) -> Path:
    inner = bytes(1 << 20)
    for _ in range(4):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("inner.zip", inner)
        inner = stream.getvalue()
    return _zip(folder, ("more.zip", inner))


def _liar(folder: Path) -> Path:
    """Return an archive whose directory says that a file is smaller than it is."""
    path = _zip(folder, ("notes.md", b"x" * 100_000))
    raw = bytearray(path.read_bytes())
    at = raw.rindex(b"PK\x01\x02", 0, raw.rindex(b"PK\x05\x06"))
    struct.pack_into("<I", raw, at + 24, 10)
    path.write_bytes(raw)
    return path


def _encrypted(folder: Path) -> Path:
    path = _zip(folder, ("notes.md", b"x" * 100))
    raw = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = raw.rindex(mark)
        raw[at + offset] |= 1
    path.write_bytes(raw)
    return path


def _pipe(folder: Path) -> Path:
    (folder / "solution.py").write_bytes(SCRIPT)
    os.mkfifo(folder / "notes.md")
    return folder


def _links(folder: Path) -> Path:
    (folder / "solution.py").write_bytes(SCRIPT)
    (folder / "notes.md").symlink_to("/etc/passwd")
    return folder


def _linked_script(folder: Path) -> Path:
    (folder / "solution.py").symlink_to("/etc/passwd")
    return folder


class _Opens:
    def __reduce__(self) -> tuple[Any, ...]:
        return (open, ("unpickled", "w"))


def _pickle(folder: Path) -> Path:
    (folder / "solution.py").write_bytes(SCRIPT)
    (folder / "model.pkl").write_bytes(pickle.dumps(_Opens()))
    return folder


def _notebook(folder: Path, **changes: Any) -> Path:
    output = {"output_type": "display_data", "metadata": {}, "data": {"text/html": PAYLOAD}}
    code: dict[str, Any] = {"cell_type": "code", "execution_count": 1, "source": "x = 1"}
    cell = {**code, "metadata": {"x": PAYLOAD}, "outputs": [output]}
    markdown = {
        "cell_type": "markdown",
        "source": "text",
        "metadata": {},
        "attachments": {"a.svg": {"image/svg+xml": PAYLOAD}},
    }
    document = {
        "cells": [cell, markdown],
        "metadata": {"kernelspec": {"name": "bash", "display_name": PAYLOAD}},
        "nbformat": 4,
        "nbformat_minor": 4,
        **changes,
    }
    path = folder / "solution.ipynb"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def _deep(folder: Path) -> Path:
    path = folder / "solution.ipynb"
    path.write_text('{"cells": ' + "[" * 200_000 + "]" * 200_000 + "}", encoding="ascii")
    return path


def _large(folder: Path) -> Path:
    with (folder / "solution.ipynb").open("wb") as file:
        file.truncate(1 << 30)
    return folder / "solution.ipynb"


def _digits(folder: Path) -> Path:
    path = _notebook(folder)
    text = path.read_text().replace('"nbformat": 4', '"nbformat": ' + "4" * 10_000)
    path.write_text(text)
    return path


UPLOADS = (
    HostileUpload(
        id="U01",
        intent="an archive with a name that climbs out of its folder",
        make=lambda folder: _zip(folder, ("../../escaped.py", b"x")),
    ),
    HostileUpload(
        id="U02",
        intent="an archive with an absolute name",
        make=lambda folder: _zip(folder, ("/tmp/escaped.py", b"x")),  # noqa: S108 - never written
    ),
    HostileUpload(
        id="U03",
        intent="an archive with a link to a file of the system",
        make=lambda folder: _zip(
            folder, (_entry("notes.md", stat.S_IFLNK | 0o777), b"/etc/passwd")
        ),
    ),
    HostileUpload(
        id="U04",
        intent="an archive with a device",
        make=lambda folder: _zip(folder, (_entry("notes.md", stat.S_IFCHR | 0o666), b"")),
    ),
    HostileUpload(id="U05", intent="an archive that is 200 MiB in 200 kB", make=_bomb),
    HostileUpload(id="U06", intent="archives in archives in archives", make=_nested, accepted=True),
    HostileUpload(
        id="U07",
        intent="an archive of ten thousand files",
        make=lambda folder: _zip(folder, *((f"src/m{one}.py", b"") for one in range(10_000))),
    ),
    HostileUpload(
        id="U08",
        intent="two names that some machines hold for one",
        make=lambda folder: _zip(folder, ("Notes.md", b"1"), ("notes.md", b"2")),
    ),
    HostileUpload(
        id="U09",
        intent="two names that look the same and are not",
        make=lambda folder: _zip(folder, ("caf\u00e9.py", b"1"), ("cafe\u0301.py", b"2")),
    ),
    # It is read for what is there, not for what is said to be.
    HostileUpload(id="U10", intent="an archive that lies about a size", make=_liar, accepted=True),
    HostileUpload(id="U11", intent="an archive that is encrypted", make=_encrypted),
    HostileUpload(
        id="U12",
        intent="a name that would forge lines and turn text round",
        make=lambda folder: _zip(folder, ("a\nb\u202e.py", b"1")),
    ),
    HostileUpload(id="U13", intent="a folder with a pipe in it", make=_pipe),
    HostileUpload(id="U14", intent="a folder with a link to the system", make=_links),
    HostileUpload(id="U15", intent="a script that is a link to the system", make=_linked_script),
    HostileUpload(
        id="U16", intent="a model that executes when it is loaded", make=_pickle, accepted=True
    ),
    HostileUpload(
        id="U17",
        intent="a notebook with scripts in outputs, attachments and metadata",
        make=_notebook,
        accepted=True,
    ),
    HostileUpload(id="U18", intent="a notebook nested two hundred thousand deep", make=_deep),
    HostileUpload(id="U19", intent="a notebook of a gigabyte", make=_large),
    HostileUpload(id="U20", intent="a notebook with a number of ten thousand digits", make=_digits),
    HostileUpload(
        id="U21",
        intent="a notebook of a version that nobody can read",
        make=lambda folder: _notebook(folder, nbformat=3),
    ),
)
