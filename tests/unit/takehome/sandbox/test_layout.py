from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from takehome.sandbox import layout
from takehome.sandbox.protocol import Limits


@settings(deadline=None)
@given(st.integers(2, 1 << 20))
def test_the_disks_of_a_box_are_together_what_was_granted(disk_mib: int) -> None:
    work, shared = layout.disks(Limits(lifetime_s=1, disk_mib=disk_mib))

    assert work + shared == disk_mib
    assert 0 < shared <= work


def test_libraries_start_as_many_threads_as_there_are_processors() -> None:
    told = layout.variables(Limits(lifetime_s=1, cpus=3.0), path="/bin", libraries="/lib")

    assert told["OMP_NUM_THREADS"] == told["LOKY_MAX_CPU_COUNT"] == "3"


def test_no_variable_of_the_harness_is_among_those_of_a_box() -> None:
    told = layout.variables(Limits(lifetime_s=1), path="/bin", libraries="/lib")

    assert not [name for name in told if name.startswith(("TAKEHOME", "AWS", "XDG"))]


def test_the_bootstrap_is_told_its_limits() -> None:
    command = layout.kept(7.5, {"RLIMIT_CORE": 0})

    assert {"RLIMIT_CORE=0", "lifetime=7", "work=/work", "temporary=/work/tmp"} <= set(command)
    assert command[:4] == [layout.PYTHON, "-I", "-S", "-c"]
    for source in command[4:6]:
        compile(source, "a program of a box", "exec")
