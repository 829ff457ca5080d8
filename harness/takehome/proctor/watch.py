"""Watching: the recorder switched on, and off again, in the submission's own process.

Whatever goes wrong with it is ours: the submission is executed as if nobody had wanted to watch.
"""

from __future__ import annotations

import contextlib
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_MOST_OUTPUTS = 64
_switches: list[Any] = []


def begin(config: Mapping[str, Any], cells: Callable[[], Any] = dict) -> None:
    """Switch it on, before the submission's first line.

    Args:
        config: What the recorder is told.
        cells: Names a notebook's cells as the interpreter does.
    """
    with contextlib.suppress(Exception):
        switch = import_module(f"{_above()}recorder.switch")
        switch.switch_on({**config, "cells": cells()})
        # A submission may empty the list of modules.
        _switches.append(switch)


def end() -> None:
    """Switch it off, after the submission's last line."""
    for switch in _switches:
        with contextlib.suppress(Exception):
            switch.switch_off()


@contextlib.contextmanager
def answering(probe: int) -> Iterator[None]:
    """Have told what models put out while a probe is answered; 0 is one of which nothing is."""
    _tell_answers(_MOST_OUTPUTS if probe else 0, probe)
    try:
        yield
    finally:
        _tell_answers(0, 0)


def _tell_answers(most: int, probe: int) -> None:
    for switch in _switches:
        with contextlib.suppress(Exception):
            switch.tell_answers(most, probe)


def _above() -> str:
    """Return the package that this one is in, wherever it was carried."""
    above = (__package__ or "").rpartition(".")[0]
    return f"{above}." if above else ""
