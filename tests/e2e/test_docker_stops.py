"""An engine that goes away half-way is our trouble, and costs the candidate nothing."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from takehome.store.vault import Vault
from takehome_graders.evidence import Outcome

if TYPE_CHECKING:
    from pathlib import Path

    from desks import Desk

ENGINE = os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock").removeprefix("unix://")


class Wire:
    """A socket that leads to the real engine until it is cut."""

    def __init__(self, path: Path) -> None:
        self.address = f"unix://{path}"
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(str(path))
        self._door.listen()
        self._ends: list[socket.socket] = [self._door]
        threading.Thread(target=self._welcome, daemon=True).start()

    def _welcome(self) -> None:
        with suppress(OSError):
            while True:
                ours, _ = self._door.accept()
                engine = socket.socket(socket.AF_UNIX)
                engine.connect(ENGINE)
                self._ends += [ours, engine]
                for source, target in ((ours, engine), (engine, ours)):
                    threading.Thread(target=_carry, args=(source, target), daemon=True).start()

    def cut(self) -> None:
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


def _carry(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(1 << 16):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)


@pytest.mark.needs("docker")
def test_docker_that_stops_half_way_costs_the_candidate_nothing(desk: Desk, tmp_path: Path) -> None:
    wire = Wire(tmp_path / "engine.sock")
    submission = tmp_path / "solution.py"
    submission.write_text("import time; time.sleep(15)")

    with subprocess.Popen(
        [
            *(sys.executable, "-m", "takehome", "grade", str(submission)),
            *(
                "--candidate",
                "Zoë Miller",
                "--sandbox",
                "docker",
                "--out",
                str(tmp_path / "report"),
            ),
        ],
        cwd=desk.folder,
        env={**os.environ, **desk.environment, "DOCKER_HOST": wire.address},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as grading:
        assert grading.stderr is not None
        said = ""
        while "executing" not in said:
            line = grading.stderr.readline()
            assert line, said
            said += line
        wire.cut()
        out, err = grading.communicate()

    assert grading.returncode == 6, err
    assert "infrastructure" in out
    sitting = json.loads((tmp_path / "report" / "report.json").read_text())["about"]["sitting"]
    vault = Vault(desk.folder / ".takehome")
    record = vault.sitting(sitting)
    vault.close()
    assert record.evidence.ending.outcome is Outcome.INFRASTRUCTURE
    assert record.evidence.ending.message
