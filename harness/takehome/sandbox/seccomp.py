"""The system calls that a box refuses, as a filter program for the kernel.

A list of what is refused, not of what is allowed: honest numerical code uses many calls. Refused is
what is of no use to it and has been a way out of sandboxes, or a way from one into another: new
namespaces and mounts, tracing, kernel keys, io_uring, BPF, and sockets of families other than
those that Jupyter needs (netlink is one: libzmq ends the kernel where it is refused).

The program is classic BPF, put together by hand: bubblewrap takes nothing else.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import platform
import struct
from typing import Final

# Instructions: load a word, jump where equal, jump where a bit is set, return.
_LOAD: Final = 0x20
_EQUAL: Final = 0x15
_AT_LEAST: Final = 0x35
_ANY_BIT: Final = 0x45
_RETURN: Final = 0x06

_ALLOW: Final = 0x7FFF0000
_REFUSE: Final = 0x00050000
_KILL: Final = 0x80000000

# Where the kernel's `struct seccomp_data` holds the call's number, the architecture and arguments.
_NUMBER: Final = 0
_ARCHITECTURE: Final = 4
_FIRST: Final = 16
_SECOND: Final = 24

_X32_BIT: Final = 0x40000000
_NEW_SPACES: Final = 0x7E020000
"""CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET."""
_FAMILIES: Final = (1, 2, 10, 16)
"""AF_UNIX, AF_INET, AF_INET6 and AF_NETLINK."""
_TERMINAL: Final = (0x5412, 0x541C)
"""TIOCSTI and TIOCLINUX: typing into a terminal that is not one's own."""

_ARCHITECTURES: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

# Each call with its number on x86_64 and on aarch64; None where there is no such call.
_REFUSED: Final[dict[str, tuple[int | None, int | None]]] = {
    "_sysctl": (156, None),
    "acct": (163, 89),
    "add_key": (248, 217),
    "adjtimex": (159, 171),
    "bpf": (321, 280),
    "chroot": (161, 51),
    "clock_adjtime": (305, 266),
    "clock_settime": (227, 112),
    "delete_module": (176, 106),
    "fanotify_init": (300, 262),
    "finit_module": (313, 273),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fsopen": (430, 430),
    "fspick": (433, 433),
    "init_module": (175, 105),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "io_uring_setup": (425, 425),
    "ioperm": (173, None),
    "iopl": (172, None),
    "kcmp": (312, 272),
    "kexec_file_load": (320, 294),
    "kexec_load": (246, 104),
    "keyctl": (250, 219),
    "lookup_dcookie": (212, 18),
    "memfd_secret": (447, 447),
    "migrate_pages": (256, 238),
    "modify_ldt": (154, None),
    "mount": (165, 40),
    "mount_setattr": (442, 442),
    "move_mount": (429, 429),
    "move_pages": (279, 239),
    "mq_getsetattr": (245, 185),
    "mq_notify": (244, 184),
    "mq_open": (240, 180),
    "mq_timedreceive": (243, 183),
    "mq_timedsend": (242, 182),
    "mq_unlink": (241, 181),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "open_tree": (428, 428),
    "perf_event_open": (298, 241),
    "personality": (135, 92),
    "pidfd_getfd": (438, 438),
    "pivot_root": (155, 41),
    "process_madvise": (440, 440),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "ptrace": (101, 117),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "reboot": (169, 142),
    "request_key": (249, 218),
    "setdomainname": (171, 162),
    "sethostname": (170, 161),
    "setns": (308, 268),
    "settimeofday": (164, 170),
    "swapoff": (168, 225),
    "swapon": (167, 224),
    "syslog": (103, 116),
    "umount2": (166, 39),
    "unshare": (272, 97),
    "uselib": (134, None),
    "userfaultfd": (323, 282),
    "ustat": (136, None),
    "vhangup": (153, 58),
}
# Beyond those, where a box shares its machine's namespaces. Memory and messages that are the whole
# machine's, other folders' events, files that are cut off by their names.
_ALONE: Final[dict[str, tuple[int | None, int | None]]] = {
    "fremovexattr": (199, 16),
    "fsetxattr": (190, 7),
    "inotify_init": (253, None),
    "inotify_init1": (294, 26),
    "ioprio_set": (251, 30),
    "lremovexattr": (198, 15),
    "lsetxattr": (189, 6),
    "msgctl": (71, 187),
    "msgget": (68, 186),
    "msgrcv": (70, 188),
    "msgsnd": (69, 189),
    "removexattr": (197, 14),
    "removexattrat": (466, 466),
    "sched_setattr": (314, 274),
    "sched_setparam": (142, 118),
    "sched_setscheduler": (144, 119),
    "semctl": (66, 191),
    "semget": (64, 190),
    "semop": (65, 193),
    "semtimedop": (220, 192),
    "setxattr": (188, 5),
    "setxattrat": (463, 463),
    "shmat": (30, 196),
    "shmctl": (31, 195),
    "shmget": (29, 194),
    "truncate": (76, 45),
}
# Landlock knows nothing of modes, owners and times, and whoever shares the harness's user could
# change them anywhere. Honest code copies files with their modes: it is told that all is well.
_PRETENDED: Final[dict[str, tuple[int | None, int | None]]] = {
    "chmod": (90, None),
    "chown": (92, None),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "fchmodat2": (452, 452),
    "fchown": (93, 55),
    "fchownat": (260, 54),
    "file_setattr": (469, 469),
    "futimesat": (261, None),
    "lchown": (94, None),
    "utime": (132, None),
    "utimensat": (280, 88),
    "utimes": (235, None),
}
# What may be done to oneself alone: these calls name a process, 0 for the own one.
_LIMIT: Final = (302, 261)
_AFFINITY: Final = (203, 122)
_PRIORITY: Final = (141, 140)
_CLONE: Final = (56, 220)
_CLONE3: Final = (435, 435)
_IOCTL: Final = (16, 29)
_SOCKET: Final = (41, 198)
_SOCKETPAIR: Final = (53, 199)


def program(machine: str | None = None, *, alone: bool = False) -> bytes | None:
    """Return the filter for this machine's architecture; None where its numbers are not known.

    Args:
        machine: As `platform.machine` names it; this one where nothing is said.
        alone: Whether it has to do for a box without namespaces. Such a box has no sockets but
            pairs of its own, and cannot touch what belongs to its whole machine.
    """
    machine = machine or platform.machine()
    if machine not in _ARCHITECTURES:
        return None
    column = 0 if machine == "x86_64" else 1
    no = _REFUSE | errno.EPERM
    steps = [
        _step(_LOAD, _ARCHITECTURE),
        _step(_EQUAL, _ARCHITECTURES[machine], then=1),
        _step(_RETURN, _KILL),
        _step(_LOAD, _NUMBER),
    ]
    if machine == "x86_64":
        steps += [_step(_AT_LEAST, _X32_BIT, otherwise=1), _step(_RETURN, no)]
    for numbers in _REFUSED.values():
        if (number := numbers[column]) is not None:
            steps += [_step(_EQUAL, number, otherwise=1), _step(_RETURN, no)]
    # The C library falls back to clone, whose flags can be read, where there is no clone3.
    missing = _REFUSE | errno.ENOSYS
    steps += [_step(_EQUAL, _CLONE3[column], otherwise=1), _step(_RETURN, missing)]
    steps += _on_call(
        _CLONE[column],
        [_step(_LOAD, _FIRST), _step(_ANY_BIT, _NEW_SPACES, otherwise=1)],
        no,
    )
    steps += _on_call(_IOCTL[column], _any_of(_SECOND, _TERMINAL), no)
    unknown = _REFUSE | errno.EAFNOSUPPORT
    families = {_SOCKET: () if alone else _FAMILIES, _SOCKETPAIR: (1,) if alone else _FAMILIES}
    for call, allowed in families.items():
        steps += _on_call(call[column], _none_of(_FIRST, allowed), unknown)
    if alone:
        steps += _for_one_alone(column)
    steps.append(_step(_RETURN, _ALLOW))
    return b"".join(steps)


def _for_one_alone(column: int) -> list[bytes]:
    """Return the steps that a box without namespaces needs beyond all others."""
    no, done = _REFUSE | errno.EPERM, _REFUSE
    steps = []
    for refused, verdict in ((_ALONE, no), (_PRETENDED, done)):
        for numbers in refused.values():
            if (number := numbers[column]) is not None:
                steps += [_step(_EQUAL, number, otherwise=1), _step(_RETURN, verdict)]
    steps += _on_call(_LIMIT[column], _none_of(_FIRST, (0,)), no)
    steps += _on_call(_PRIORITY[column], _none_of(_SECOND, (0,)), no)
    return steps + _on_call(_AFFINITY[column], _none_of(_FIRST, (0,)), done)


def fingerprint(*, alone: bool = False) -> str:
    """Return what names the filter of this machine in a report; empty where there is none."""
    made = program(alone=alone)
    return hashlib.sha256(made).hexdigest()[:16] if made else ""


def profile() -> str:
    """Return the same refusals as a profile for a Docker engine, in JSON."""
    spaces = [1 << bit for bit in range(32) if _NEW_SPACES >> bit & 1]
    rules: list[dict[str, object]] = [
        _rule([*_REFUSED], errno.EPERM),
        _rule(["clone3"], errno.ENOSYS),
    ]
    rules += [
        _rule(["clone"], errno.EPERM, 0, "SCMP_CMP_MASKED_EQ", space, space) for space in spaces
    ]
    rules += [_rule(["ioctl"], errno.EPERM, 1, "SCMP_CMP_EQ", request) for request in _TERMINAL]
    sockets = ["socket", "socketpair"]
    # The engine can only refuse where a comparison holds: each family, and all beyond the last.
    rules += [
        _rule(sockets, errno.EAFNOSUPPORT, 0, "SCMP_CMP_EQ", family)
        for family in sorted(set(range(max(_FAMILIES))) - set(_FAMILIES))
    ]
    rules.append(_rule(sockets, errno.EAFNOSUPPORT, 0, "SCMP_CMP_GT", max(_FAMILIES)))
    return json.dumps(
        {
            "defaultAction": "SCMP_ACT_ALLOW",
            "archMap": [
                {
                    "architecture": "SCMP_ARCH_X86_64",
                    "subArchitectures": ["SCMP_ARCH_X86", "SCMP_ARCH_X32"],
                },
                {"architecture": "SCMP_ARCH_AARCH64", "subArchitectures": ["SCMP_ARCH_ARM"]},
            ],
            "syscalls": rules,
        }
    )


def profile_fingerprint() -> str:
    """Return what names the profile for Docker in a report."""
    return hashlib.sha256(profile().encode()).hexdigest()[:16]


def _rule(names: list[str], code: int, *test: int | str) -> dict[str, object]:
    """Return one refusal: always, or where argument, comparison and values hold."""
    rule: dict[str, object] = {"names": names, "action": "SCMP_ACT_ERRNO", "errnoRet": code}
    if test:
        index, operator, value, *more = test
        rule["args"] = [
            {"index": index, "op": operator, "value": value, "valueTwo": more[0] if more else 0}
        ]
    return rule


def open_program() -> int | None:
    """Return a descriptor of the filter, to be read once; None where there is no filter."""
    made = program()
    if made is None:
        return None
    descriptor = os.memfd_create("seccomp", 0)
    os.write(descriptor, made)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


def _step(code: int, value: int, *, then: int = 0, otherwise: int = 0) -> bytes:
    return struct.pack("=HBBI", code, then, otherwise, value)


def _on_call(number: int, test: list[bytes], verdict: int) -> list[bytes]:
    """Return steps that answer with the verdict where the call's test falls through to its end."""
    body = [*test, _step(_RETURN, verdict), _step(_LOAD, _NUMBER)]
    return [_step(_EQUAL, number, otherwise=len(body)), *body]


def _any_of(argument: int, values: tuple[int, ...]) -> list[bytes]:
    """Return a test that falls through where the argument is one of the values, else skips one."""
    last = len(values) - 1
    tests = [
        _step(_EQUAL, value, then=last - at, otherwise=1 if at == last else 0)
        for at, value in enumerate(values)
    ]
    return [_step(_LOAD, argument), *tests]


def _none_of(argument: int, values: tuple[int, ...]) -> list[bytes]:
    """Return a test that falls through where the argument is none of the values, else skips one."""
    tests = [_step(_EQUAL, value, then=len(values) - at) for at, value in enumerate(values)]
    return [_step(_LOAD, argument), *tests]
