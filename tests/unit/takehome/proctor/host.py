"""A host for proctors without any sandbox: the proctor is a plain process behind two pipes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import IO, TYPE_CHECKING, Any

import numpy as np
import pytest

from takehome.proctor import carried
from takehome.proctor.frames import pack, unpack
from takehome.sandbox import environment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

ROWS = 40
IDS = np.arange(100, 100 + ROWS, dtype=np.int64)
TABLE = b"payment_id,amount\n" + b"".join(b"%d,%d.5\n" % (one, one % 7) for one in IDS)

PREDICT = """
import pandas as pd

expected_score = 0.25

def predict(folder):
    table = pd.read_csv(folder / "payments.csv")
    return table.set_index('payment_id').amount / 10
"""


class Gone(Exception):
    """The proctor hung up."""


@dataclass(slots=True)
class Host:
    """The host's side of one sitting."""

    process: subprocess.Popen[bytes]
    said: list[dict[str, Any]] = field(default_factory=list)
    seen: list[dict[str, Any]] = field(default_factory=list)
    """What the recorder told, between what the proctor said."""

    def say(self, header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> None:
        _pipe(self.process.stdin).write(pack(header, arrays))
        _pipe(self.process.stdin).flush()

    def hear(self) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        header, arrays = unpack(self._read, max_bytes=1 << 26)
        while header["kind"] == "seen":
            self.seen.append(header["said"])
            header, arrays = unpack(self._read, max_bytes=1 << 26)
        self.said.append(header)
        return header, arrays

    def sit(
        self,
        *parts: str,
        form: str = "script",
        fit_s: float = 60,
        files: Mapping[str, bytes] | None = None,
        deliverables: tuple[str, ...] = ("predict", "expected_score"),
    ) -> dict[str, Any]:
        """Let a script, or a notebook of these cells, be executed; return what came of it."""
        entry = "submission/solution.py" if form == "script" else "submission/solution.ipynb"
        source = "\n".join(parts).encode() if form == "script" else notebook(*parts)
        everything = {"data/payments.csv": TABLE, entry: source, **(files or {})}
        header = {
            "kind": "sit",
            "entry": entry,
            "form": form,
            "deliverables": list(deliverables),
            "id_column": "payment_id",
            "fit_s": fit_s,
            "log_kib": 8,
            "allowed": ["numpy", "pandas"],
            "recorder": {"examples": "data/payments.csv", "target": "paid"},
            "files": [[name, len(content)] for name, content in everything.items()],
        }
        self.say(header, {"contents": _flat(everything)})
        return self.hear()[0]

    def probe(
        self, number: int = 1, *, deadline_s: float = 30, ids: NDArray[np.int64] = IDS
    ) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        files = {"payments.csv": TABLE}
        header = {
            "kind": "probe",
            "asks": "predict",
            "number": number,
            "deadline_s": deadline_s,
            "watched": True,
            "files": [[name, len(content)] for name, content in files.items()],
        }
        self.say(header, {"contents": _flat(files), "ids": ids})
        return self.hear()

    def _read(self, size: int) -> bytes:
        content = _pipe(self.process.stdout).read(size)
        if len(content) != size:
            raise Gone
        return content


@contextmanager
def hosting(folder: Path, interpreter: str = sys.executable) -> Iterator[Host]:
    """Start a proctor that works in the folder, and end it afterwards."""
    program = folder / "proctor.zip"
    program.write_bytes(carried()[4:])
    work = folder / "work"
    work.mkdir()
    # The kernel's sockets need short names, and a proctor that was killed leaves them behind.
    temporary = tempfile.TemporaryDirectory(prefix="p")
    with (folder / "stderr").open("wb") as stderr:
        process = subprocess.Popen(
            [interpreter, "-I", str(program)],
            env={**os.environ, "TMPDIR": temporary.name},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            cwd=work,
            start_new_session=True,
        )
    host = Host(process)
    try:
        host.hear()
        yield host
    finally:
        for pipe in (process.stdin, process.stdout):
            _pipe(pipe).close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        temporary.cleanup()


def kernels_interpreter() -> str:
    """Return an interpreter that can execute notebooks; skip where this machine has none yet."""
    if find_spec("ipykernel"):
        return sys.executable
    made = environment.find()
    if made is None:
        pytest.skip("no interpreter with ipykernel: `uv sync`, or let bubblewrap be used once")
    return f"{made.folder}/bin/python"


def notebook(*cells: str) -> bytes:
    """Return a notebook that begins with a text cell, so that code begins with cell 2."""
    first = {"cell_type": "markdown", "metadata": {}, "source": "# A solution"}
    code = [
        {
            "cell_type": "code",
            "metadata": {},
            "source": cell,
            "outputs": [{"output_type": "stream", "name": "stdout", "text": "an old output"}],
            "execution_count": 7,
        }
        for cell in cells
    ]
    about = {"kernelspec": {"name": "someone-elses", "display_name": "x", "language": "R"}}
    return json.dumps(
        {"cells": [first, *code], "metadata": about, "nbformat": 4, "nbformat_minor": 4}
    ).encode()


def wait_for(path: Path, seconds: float = 10) -> str:
    """Return the text of a file as soon as there is one."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if path.exists() and (text := path.read_text(encoding="utf-8")):
            return text
        time.sleep(0.02)
    raise TimeoutError(path)


def _flat(files: Mapping[str, bytes]) -> NDArray[np.uint8]:
    return np.frombuffer(b"".join(files.values()), dtype="|u1")


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise Gone
    return pipe
