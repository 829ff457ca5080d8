"""What is left of a box when the harness is killed in mid-sitting: nothing."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time

import pytest

from takehome.sandbox.docker import Docker
from takehome.sandbox.trial import processes_called, program

HARNESS = """
import sys, time
from takehome.sandbox.choose import choose
from takehome.sandbox.protocol import Limits
from takehome.sandbox.trial import answer, program

name, lifetime, token = sys.argv[1:]
limits = Limits(lifetime_s=float(lifetime), memory_mib=512, processes=64, disk_mib=64)
with program(choose(name), "linger", limits, token=token) as box:
    answer(box)
    print("lingering", flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize(
    ("name", "lifetime_s", "gone_s"),
    [
        pytest.param("bubblewrap", 600, 2, marks=pytest.mark.needs("bubblewrap")),
        pytest.param("landlock", 600, 2, marks=pytest.mark.needs("landlock")),
        # The engine lives on: what ends the box is the watch inside it, some seconds late.
        pytest.param("docker", 3, 12, marks=pytest.mark.needs("docker")),
    ],
)
def test_a_killed_harness_leaves_no_process(name: str, lifetime_s: int, gone_s: float) -> None:
    token = f"orphan-{secrets.token_hex(8)}"
    harness = subprocess.Popen(
        [sys.executable, "-c", HARNESS, name, str(lifetime_s), token], stdout=subprocess.PIPE
    )
    assert harness.stdout is not None
    assert harness.stdout.readline() == b"lingering\n"
    assert _lingering(token, harness.pid)

    harness.send_signal(signal.SIGKILL)
    harness.wait()
    harness.stdout.close()

    deadline = time.monotonic() + gone_s
    while (left := _lingering(token, harness.pid)) and time.monotonic() < deadline:
        time.sleep(0.05)
    for process in left:
        os.kill(int(process), signal.SIGKILL)
    assert not left


def _lingering(token: str, harness: int) -> list[str]:
    return [process for process in processes_called(token) if int(process) != harness]


@pytest.mark.needs("docker")
def test_the_next_box_clears_away_what_a_killed_harness_left() -> None:
    token = f"orphan-{secrets.token_hex(8)}"
    harness = subprocess.Popen(
        [sys.executable, "-c", HARNESS, "docker", "600", token], stdout=subprocess.PIPE
    )
    assert harness.stdout is not None
    assert harness.stdout.readline() == b"lingering\n"
    harness.send_signal(signal.SIGKILL)
    harness.wait()
    harness.stdout.close()
    assert _lingering(token, harness.pid)

    with program(Docker(), "leave", code=0):
        deadline = time.monotonic() + 5
        while (left := _lingering(token, harness.pid)) and time.monotonic() < deadline:
            time.sleep(0.05)

    assert not left
