"""The proctor's own process: takes the host's messages one by one and answers each.

The pipe out is moved away from file descriptor 1 before anything of the submission's starts, and
the process is made undumpable, so that others of the same user cannot trace it or open its files.
"""

from __future__ import annotations

import ctypes
import os
import sys

_PR_SET_DUMPABLE = 4


def main() -> None:
    """Serve the host, or be the process of a script."""
    match sys.argv[1:]:
        case ["script", descriptor]:
            from .script_child import main as serve

            serve(int(descriptor))
        case _:
            # A candidate's process must find neither the pipe nor a way into this process.
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
            pipe_in, pipe_out = os.dup(0), os.dup(1)
            nothing = os.open(os.devnull, os.O_RDONLY)
            os.dup2(nothing, 0)
            os.dup2(2, 1)
            from .desk import Desk

            Desk(pipe_in, pipe_out).serve()
