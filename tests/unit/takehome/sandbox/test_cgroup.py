"""Control groups of version 2, on folders that stand for the kernel's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from takehome.sandbox import cgroup
from takehome.sandbox.protocol import Limits

if TYPE_CHECKING:
    from pathlib import Path

LIMITS = Limits(lifetime_s=1, memory_mib=512, processes=40, cpus=1.5)


@pytest.fixture
def kernel(tmp_path: Path) -> Path:
    """A process that stands in a user's own service, in one hierarchy of version 2."""
    process, mount = tmp_path / "process", tmp_path / "cgroup"
    process.mkdir()
    (process / "mounts").write_text(f"none {mount} cgroup2 rw,nosuid 0 0\n")
    (process / "cgroup").write_text("0::/user.slice/app.slice/run.scope\n")
    own = mount / "user.slice/app.slice/run.scope"
    own.mkdir(parents=True)
    return process


def offer(folder: Path, controllers: str, handed_down: str) -> None:
    (folder / "cgroup.controllers").write_text(controllers)
    (folder / "cgroup.subtree_control").write_text(handed_down)


def offered_everywhere(kernel: Path, controllers: str) -> Path:
    mount = kernel.parent / "cgroup"
    for folder in (mount, mount / "takehome"):
        folder.mkdir(exist_ok=True)
        offer(folder, controllers, controllers)
    return mount / "takehome"


def test_limits_are_written_as_version_2_wants_them(kernel: Path) -> None:
    offered_everywhere(kernel, "cpu memory pids")

    group = cgroup.make(LIMITS, kernel)

    assert group is not None
    (folder,) = group.folders
    assert group.holds == {"memory", "processes", "cpu"}
    assert (folder / "memory.max").read_text() == str(512 << 20)
    assert (folder / "memory.swap.max").read_text() == "0"
    assert (folder / "pids.max").read_text() == "40"
    assert (folder / "cpu.max").read_text() == "150000 100000"
    assert group.joined(["true"])[-3:] == [str(folder / "cgroup.procs"), "--", "true"]


def test_processor_time_is_read_from_outside(kernel: Path) -> None:
    offered_everywhere(kernel, "cpu memory pids")
    group = cgroup.make(LIMITS, kernel)
    assert group is not None
    assert group.cpu_s() is None

    (group.folders[0] / "cpu.stat").write_text("usage_usec 1500000\nuser_usec 1000000\n")

    assert group.cpu_s() == 1.5


@pytest.mark.parametrize("name", ["memory.peak", "memory.max_usage_in_bytes"])
def test_the_most_memory_is_read_from_outside(kernel: Path, name: str) -> None:
    offered_everywhere(kernel, "cpu memory pids")
    group = cgroup.make(LIMITS, kernel)
    assert group is not None
    assert group.peak_mib() is None

    (group.folders[0] / name).write_text(f"{96 << 20}\n")

    assert group.peak_mib() == 96


def test_what_is_not_delegated_is_not_claimed(kernel: Path) -> None:
    offered_everywhere(kernel, "memory pids")

    group = cgroup.make(LIMITS, kernel)

    assert group is not None
    assert group.holds == {"memory", "processes"}


def test_a_user_takes_a_place_beside_their_own_service(kernel: Path) -> None:
    slice_ = kernel.parent / "cgroup/user.slice/app.slice"
    for folder in (slice_, slice_ / "takehome"):
        folder.mkdir(exist_ok=True)
        offer(folder, "memory pids", "memory pids")

    group = cgroup.make(LIMITS, kernel)

    assert group is not None
    assert group.folders[0].parent == slice_ / "takehome"


def test_without_control_groups_there_is_no_group(kernel: Path) -> None:
    assert cgroup.make(LIMITS, kernel) is None


def test_a_hierarchy_without_controllers_gives_no_group(kernel: Path) -> None:
    offered_everywhere(kernel, "hugetlb")

    assert cgroup.make(LIMITS, kernel) is None


@pytest.mark.parametrize(
    ("name", "text", "killed"),
    [
        ("memory.events", "low 0\noom 1\noom_kill 1\n", True),
        ("memory.events", "low 0\noom 1\noom_kill 0\n", False),
        ("memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n", True),
        ("memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 0\n", False),
    ],
)
def test_a_kill_for_memory_is_seen(tmp_path: Path, name: str, text: str, killed: bool) -> None:  # noqa: FBT001 - an expectation
    (tmp_path / name).write_text(text)
    group = cgroup.Group(folders=(tmp_path,), holds=frozenset({"memory"}))

    assert group.out_of_memory() is killed
