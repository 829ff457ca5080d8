"""A submission's seat in a real sandbox: the host's side of a sitting, for tests."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from takehome.proctor import carried
from takehome.sandbox.pipe import read_frame, write_frame
from takehome.sandbox.protocol import Box, Limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from takehome.sandbox.protocol import Sandbox

IDS = np.arange(100, 300, dtype=np.int64)
TABLE = b"payment_id,amount\n" + b"".join(b"%d,%d.5\n" % (one, one % 7) for one in IDS)
LIMITS = Limits(lifetime_s=120, memory_mib=1024, disk_mib=256, processes=96, cpus=2.0)

PREDICT = """
import pandas as pd
expected_score = 0.25
def predict(folder):
    return pd.read_csv(folder / "payments.csv").set_index("payment_id").amount / 10
"""


@dataclass(frozen=True, slots=True)
class Seat:
    """One open box with a proctor that is ready."""

    box: Box

    def sit(self, *cells: str, form: str = "script", fit_s: float = 60) -> dict[str, Any]:
        """Let a script, or a notebook of these cells, be executed; return what came of it."""
        if form == "script":
            entry, source = "submission/solution.py", "\n".join(cells).encode()
        else:
            entry, source = "submission/solution.ipynb", _notebook(*cells)
        files = {"data/payments.csv": TABLE, entry: source}
        self._say(
            {
                "kind": "sit",
                "entry": entry,
                "form": form,
                "deliverables": ["predict", "expected_score"],
                "id_column": "payment_id",
                "fit_s": fit_s,
                "log_kib": 64,
                "allowed": ["numpy"],
            },
            files,
            {},
        )
        return self._hear()[0]

    def probe(
        self, number: int = 1, *, deadline_s: float = 30
    ) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        self._say(
            {"kind": "probe", "asks": "predict", "number": number, "deadline_s": deadline_s},
            {"payments.csv": TABLE},
            {"ids": IDS},
        )
        return self._hear()

    def _say(
        self, header: dict[str, Any], files: dict[str, bytes], arrays: dict[str, NDArray[Any]]
    ) -> None:
        sizes = [[name, len(content)] for name, content in files.items()]
        contents = np.frombuffer(b"".join(files.values()), dtype="|u1")
        write_frame(
            self.box,
            {**header, "files": sizes},
            {"contents": contents, **arrays},
            deadline=time.monotonic() + 60,
        )

    def _hear(self) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        return read_frame(self.box, max_bytes=1 << 26, deadline=time.monotonic() + 120)


@contextmanager
def seated(sandbox: Sandbox, limits: Limits = LIMITS) -> Iterator[Seat]:
    """Open a box with a proctor that is ready, and end it afterwards."""
    box = sandbox.open(limits)
    try:
        box.send(carried(), deadline=time.monotonic() + 60)
        ready, _ = read_frame(box, max_bytes=1 << 20, deadline=time.monotonic() + 60)
        assert ready["kind"] == "ready"
        yield Seat(box)
    finally:
        box.end()


def _notebook(*cells: str) -> bytes:
    code = [
        {"cell_type": "code", "metadata": {}, "source": cell, "outputs": [], "execution_count": 1}
        for cell in cells
    ]
    return json.dumps({"cells": code, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}).encode()
