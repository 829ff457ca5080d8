"""The process in which a script is executed, and in which its deliverables are called.

It takes orders as lines of JSON from a socket and answers each with one byte; what there is to
say goes into slips. Whatever the script does to this process, the proctor is another one.
"""

from __future__ import annotations

import builtins
import contextlib
import json
import os
import socket
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from . import ask

_DONE = b"."


def main(descriptor: int) -> None:
    """Serve until the proctor hangs up."""
    os.set_inheritable(descriptor, False)  # noqa: FBT003 - the standard library's signature
    ask.volunteer()
    # What it printed must be out before it is killed, or said to be done.
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # a text stream at the start
    with socket.socket(fileno=descriptor) as line:
        orders = line.makefile("rb")
        module = ModuleType("__main__")
        places: dict[str, tuple[int, int]] = {}
        while order := _next(orders):
            match order:
                case {"call": "execute", "entry": str(entry), "slip": str(path)}:
                    places[entry] = (0, 0)
                    _execute(entry, module, path, places)
                case {"call": str(name), **arguments}:
                    # Without a slip the proctor knows that it failed; this process has to live.
                    with contextlib.suppress(BaseException):
                        getattr(ask, name)(module.__dict__, **arguments, **_placed(name, places))
            _flush()
            line.sendall(_DONE)


def _next(orders: Any) -> dict[str, Any] | None:
    while True:
        try:
            line = orders.readline()
        except KeyboardInterrupt:
            # The interrupt of a probe that ended a moment earlier.
            continue
        return json.loads(line) if line else None


def _flush() -> None:
    """Flush what was printed, unless the script replaced or closed its streams."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()


def _placed(name: str, places: dict[str, tuple[int, int]]) -> dict[str, Any]:
    return {"places": places} if name == "predict" else {}


def _execute(entry: str, module: ModuleType, slip: str, places: dict[str, tuple[int, int]]) -> None:
    """Execute the script as `python entry` would."""
    module.__dict__.update({"__file__": entry, "__builtins__": builtins, "__cached__": None})
    sys.modules["__main__"] = module
    sys.argv = [entry]
    sys.path[0] = str(Path(entry).parent)
    try:
        code = compile(Path(entry).read_bytes(), entry, "exec", dont_inherit=True)
        exec(code, module.__dict__)  # noqa: S102 - executing the submission is what this process is for
    except SystemExit as leaving:
        if leaving.code not in {None, 0}:
            ask.raised(leaving, slip, places)
    except BaseException as error:  # noqa: BLE001 - whatever a script raises is how it ended
        ask.raised(error, slip, places)
