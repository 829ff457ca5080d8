from __future__ import annotations

import subprocess
import sys
import time

import pytest

from takehome.sandbox import reaper

HOUR = 3600

OURS = reaper.labels(HOUR)
OWNER, DEADLINE = sorted(OURS, reverse=True)


def owned_by(**changes: str) -> dict[str, str]:
    names = ("machine", "boot", "process", "started")
    parts = dict(zip(names, OURS[OWNER].split("/"), strict=True)) | changes
    return {**OURS, OWNER: "/".join(parts[name] for name in names)}


def test_what_is_ours_is_not_left() -> None:
    assert not reaper.is_left(OURS, time.time())


def test_what_is_past_its_deadline_is_left_whoever_owns_it() -> None:
    assert reaper.is_left(OURS, time.time() + HOUR + 1)
    assert reaper.is_left(owned_by(machine="elsewhere"), time.time() + HOUR + 1)


@pytest.mark.parametrize("deadline", ["", "never", "-1"])
def test_what_has_no_deadline_is_left(deadline: str) -> None:
    assert reaper.is_left({**OURS, DEADLINE: deadline}, time.time())


def test_of_another_machine_only_the_deadline_counts() -> None:
    assert not reaper.is_left(owned_by(machine="elsewhere", process="1"), time.time())


def test_what_was_owned_before_the_machine_started_again_is_left() -> None:
    assert reaper.is_left(owned_by(boot="another"), time.time())


def test_what_a_dead_process_owned_is_left() -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()

    assert reaper.is_left(owned_by(process=str(dead.pid)), time.time())


def test_a_process_with_the_number_of_a_dead_one_is_another() -> None:
    assert reaper.is_left(owned_by(started="1"), time.time())
