"""The first program in a box: takes the limits, lets go of privileges, and waits for a proctor.

Its source is handed to `python -I -S -c`, with what to do as `NAME=VALUE` arguments. It reads one
length-prefixed zip from its standard input, and becomes that. Until then it executes nothing that
came from outside the harness.
"""

from __future__ import annotations

import os
import resource
import sys


def main(arguments: list[str]) -> None:
    """Prepare the box and become the program that comes down the pipe."""
    settings = dict(argument.split("=", 1) for argument in arguments)
    for name, value in settings.items():
        if name.startswith("RLIMIT_"):
            limit = getattr(resource, name)
            _, hard = resource.getrlimit(limit)
            most = int(value) if hard == resource.RLIM_INFINITY else min(int(value), hard)
            resource.setrlimit(limit, (most, most))
    if "uid" in settings:
        uid = int(settings["uid"])
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    os.umask(0o022)
    for folder in (settings["work"], settings["temporary"]):
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - pathlib would cost half of the start
    os.chdir(settings["work"])
    program = os.path.join(settings["temporary"], "proctor.zip")  # noqa: PTH118 - as above
    with open(program, "xb") as file:  # noqa: PTH123 - as above
        file.write(_exactly(int.from_bytes(_exactly(4), "big")))
    os.execv(settings["python"], [settings["python"], "-I", program])  # noqa: S606 - no shell is wanted


def _exactly(size: int) -> bytes:
    pieces = []
    while size:
        # Not sys.stdin: a buffer would swallow what the next program is meant to read.
        piece = os.read(0, min(size, 1 << 20))
        if not piece:
            sys.exit(0)
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


if __name__ == "__main__":
    main(sys.argv[1:])
