"""The process in which a script is executed, and in which its deliverables are called.

It takes orders as lines of JSON from a socket and answers each with one byte; what there is to
say goes into slips. Whatever the script does to this process, the proctor is another one.
"""

from __future__ import annotations

import builtins
import contextlib
import json
import os
import signal
import socket
import sys
from functools import partial
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from . import ask, shell, watch

_DONE = b"."


def main(descriptor: int) -> None:
    """Serve until the proctor hangs up."""
    os.set_inheritable(descriptor, False)  # noqa: FBT003 - the standard library's signature
    ask.volunteer()
    _without_maps()
    # A harness that a shell started in the background ignores interrupts, and so do its children.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # What it printed must be out before it is killed, or said to be done.
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # a text stream at the start
    with socket.socket(fileno=descriptor) as line:
        orders = line.makefile("rb")
        module = ModuleType("__main__")
        places: dict[str, tuple[int, int]] = {}
        while order := _next(orders):
            match order:
                case {"call": "watch", "config": config, "cells": cells}:
                    watch.begin(config, partial(shell.named, cells))
                case {"call": "execute", "cells": list(cells), "slip": str(path), **rest}:
                    _execute_cells(cells, str(rest["entry"]), module, path, places)
                    watch.end()
                case {"call": "execute", "entry": str(entry), "slip": str(path)}:
                    places[entry] = (0, 0)
                    _execute(entry, module, path, places)
                    watch.end()
                case {"call": str(name), **arguments}:
                    # Without a slip the proctor knows that it failed; this process has to live.
                    with contextlib.suppress(BaseException):
                        getattr(ask, name)(module.__dict__, **arguments, **_placed(name, places))
            _flush()
            line.sendall(_DONE)


def _without_maps() -> None:
    """Tell threadpoolctl, by which scikit-learn counts threads, where it cannot read its own maps.

    It looks whether the file is there, not whether it may be read: some boxes refuse all of /proc.
    """
    try:
        os.close(os.open("/proc/self/maps", os.O_RDONLY))
    except OSError:
        with contextlib.suppress(ImportError):
            setattr(import_module("threadpoolctl"), "_HAS_PROCFS", False)  # noqa: B010 - it has no types


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
    return {} if name == "stock" else {"places": places}


def _execute_cells(
    cells: list[Any],
    entry: str,
    module: ModuleType,
    slip: str,
    places: dict[str, tuple[int, int]],
) -> None:
    """Execute a notebook's cells, with what lies beside it to be imported."""
    module.__dict__.update({"__builtins__": builtins})
    sys.modules["__main__"] = module
    sys.argv = [entry]
    sys.path[0] = str(Path(entry).parent)
    try:
        shell.execute(cells, module, slip, places)
    except BaseException as error:  # noqa: BLE001 - whatever a notebook raises is how it ended
        ask.raised(error, slip, places)


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
