"""The filter is executed here by a small machine of its own kind, instruction by instruction."""

from __future__ import annotations

import errno
import json
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takehome.sandbox import seccomp

X86_64 = 0xC000003E
AARCH64 = 0xC00000B7
ALLOW = 0x7FFF0000
KILL = 0x80000000
REFUSE = 0x00050000
OURS = {"x86_64": X86_64, "aarch64": AARCH64}


def verdict(
    machine: str,
    number: int,
    *arguments: int,
    architecture: int | None = None,
    alone: bool = False,
) -> int:
    """Return what the kernel would: this is the whole of classic BPF that the filter uses."""
    program = seccomp.program(machine, alone=alone)
    assert program is not None
    padded = [*arguments, 0, 0, 0, 0, 0, 0][:6]
    data = struct.pack("=IIQ6Q", number, architecture or OURS[machine], 0, *padded)
    steps = list(struct.iter_unpack("=HBBI", program))
    at = accumulator = 0
    while True:
        code, then, otherwise, value = steps[at]
        at += 1
        if code == 0x06:
            return int(value)
        if code == 0x20:
            (accumulator,) = struct.unpack_from("=I", data, value)
        elif code == 0x15:
            at += then if accumulator == value else otherwise
        elif code == 0x35:
            at += then if accumulator >= value else otherwise
        elif code == 0x45:
            at += then if accumulator & value else otherwise
        else:
            raise AssertionError(code)


@pytest.mark.parametrize("machine", OURS)
@pytest.mark.parametrize("name", ["ptrace", "unshare", "mount", "bpf", "keyctl", "io_uring_setup"])
def test_what_has_been_a_way_out_is_refused(machine: str, name: str) -> None:
    numbers = {
        "ptrace": (101, 117),
        "unshare": (272, 97),
        "mount": (165, 40),
        "bpf": (321, 280),
        "keyctl": (250, 219),
        "io_uring_setup": (425, 425),
    }[name]

    assert verdict(machine, numbers[machine == "aarch64"]) == REFUSE | errno.EPERM


@pytest.mark.parametrize(
    ("machine", "socket"), [("x86_64", 41), ("x86_64", 53), ("aarch64", 198), ("aarch64", 199)]
)
@settings(deadline=None)
@given(family=st.integers(0, 60))
def test_sockets_are_those_that_jupyter_needs(machine: str, socket: int, family: int) -> None:
    expected = ALLOW if family in {1, 2, 10, 16} else REFUSE | errno.EAFNOSUPPORT

    assert verdict(machine, socket, family, 1, 0) == expected


@pytest.mark.parametrize(("machine", "clone"), [("x86_64", 56), ("aarch64", 220)])
@pytest.mark.parametrize("space", [0x00020000, 0x02000000, 0x04000000, 0x10000000, 0x40000000])
def test_a_clone_into_a_new_namespace_is_refused(machine: str, clone: int, space: int) -> None:
    assert verdict(machine, clone, space | 17) == REFUSE | errno.EPERM


@pytest.mark.parametrize(("machine", "clone"), [("x86_64", 56), ("aarch64", 220)])
@pytest.mark.parametrize("flags", [17, 0x003D0F00, 0x01200011])
def test_forks_and_threads_are_allowed(machine: str, clone: int, flags: int) -> None:
    assert verdict(machine, clone, flags) == ALLOW


@pytest.mark.parametrize("machine", OURS)
def test_clone3_is_said_not_to_exist(machine: str) -> None:
    assert verdict(machine, 435) == REFUSE | errno.ENOSYS


@pytest.mark.parametrize(("machine", "ioctl"), [("x86_64", 16), ("aarch64", 29)])
def test_nothing_is_typed_into_terminals(machine: str, ioctl: int) -> None:
    assert verdict(machine, ioctl, 0, 0x5412) == REFUSE | errno.EPERM
    assert verdict(machine, ioctl, 0, 0x541C) == REFUSE | errno.EPERM
    assert verdict(machine, ioctl, 0, 0x5413) == ALLOW


@pytest.mark.parametrize("machine", OURS)
def test_another_architecture_is_death(machine: str) -> None:
    assert verdict(machine, 0, architecture=0x40000003) == KILL


@settings(deadline=None)
@given(number=st.integers(0x40000000, 0x40000300))
def test_the_x32_way_round_the_filter_is_closed(number: int) -> None:
    assert verdict("x86_64", number) == REFUSE | errno.EPERM


@pytest.mark.parametrize("number", [0, 1, 9, 22, 39, 57, 59, 61, 202, 231, 257, 317, 324, 334])
def test_honest_calls_are_allowed(number: int) -> None:
    assert verdict("x86_64", number) == ALLOW


def test_an_unknown_machine_has_no_filter() -> None:
    assert seccomp.program("riscv64") is None


def test_the_engines_profile_refuses_the_same() -> None:
    rules = json.loads(seccomp.profile())["syscalls"]
    always = {name for rule in rules if "args" not in rule for name in rule["names"]}
    families = {
        rule["args"][0]["value"]
        for rule in rules
        if "socket" in rule["names"] and rule["args"][0]["op"] == "SCMP_CMP_EQ"
    }

    assert always >= {"ptrace", "unshare", "mount", "bpf", "keyctl", "io_uring_setup", "clone3"}
    assert families == {*range(16)} - {1, 2, 10}
    assert len(seccomp.profile_fingerprint()) == 16


@pytest.mark.parametrize(("machine", "socket"), [("x86_64", 41), ("aarch64", 198)])
@pytest.mark.parametrize("family", [1, 2, 10, 16, 38])
def test_a_box_without_namespaces_has_no_sockets(machine: str, socket: int, family: int) -> None:
    assert verdict(machine, socket, family, alone=True) == REFUSE | errno.EAFNOSUPPORT
    assert verdict(machine, socket + 12 if machine == "x86_64" else 199, 1, alone=True) == ALLOW


@pytest.mark.parametrize("number", [29, 64, 68, 76, 188, 253, 294])
def test_a_box_without_namespaces_shares_nothing_with_its_machine(number: int) -> None:
    assert verdict("x86_64", number) == ALLOW
    assert verdict("x86_64", number, alone=True) == REFUSE | errno.EPERM


@pytest.mark.parametrize("number", [90, 91, 92, 268, 280])
def test_modes_and_times_are_left_as_they_are_without_a_word(number: int) -> None:
    assert verdict("x86_64", number, alone=True) == REFUSE


@pytest.mark.parametrize(("number", "refused"), [(302, REFUSE | errno.EPERM), (203, REFUSE)])
def test_limits_and_processors_are_ones_own(number: int, refused: int) -> None:
    assert verdict("x86_64", number, 0, alone=True) == ALLOW
    assert verdict("x86_64", number, 4711, alone=True) == refused
