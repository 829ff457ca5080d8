"""A submission of commands: one that fits, and others that are started anew for every question.

In any language that the environment has. What they hand over are files and one last line; the
recorder cannot be carried into them.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from . import contract, decisions, handover, inventory, verdicts
from .running import Command
from .trouble import Trouble, gone, of_exception, place_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from .form import Seat, Slip
    from .trouble import Place

_FRAME: Final = re.compile(r'File "([^"]+)", line (\d+)')
_RAISED: Final = re.compile(r"^(?:\w+\.)*(\w+(?:Error|Exception|Interrupt|Exit)): ?(.*)$")
_NO_MODULE: Final = re.compile(r"No module named '([^']+)'")


class Commands:
    """The commands of one submission."""

    def __init__(self, commands: Mapping[str, list[str]], seat: Seat, beside: Path) -> None:
        """Lay out where they work.

        Args:
            commands: By name, each in its parts.
            seat: What they are executed with.
            beside: The submission's folder, in which they are started.
        """
        self._commands: Final = commands
        self._setting: Final = seat.setting
        self._log: Final = seat.log
        self._beside: Final = beside
        self._data: Final = seat.kit / "data"
        self._work: Final = Path("model").absolute()
        self._work.mkdir()
        self._said = b""
        """The end of what `fit` printed."""

    def execute(self, seconds: float) -> None:
        """Run `fit`.

        Raises:
            Trouble: It went wrong.
        """
        places = {"data": str(self._data), "model": str(self._work / "model")}
        self._said = self._run("fit", places, seconds)

    def call(self, what: str, arguments: Mapping[str, Any], seconds: float) -> Slip:
        """Return what was left behind, or what a command answers about a folder.

        Raises:
            Trouble: It went wrong.
        """
        if what == "stock":
            stock = inventory.of_commands(
                self._said, list(self._commands), arguments["deliverables"]
            )
            return {"kind": "stock", **stock}, {}
        output = self._work / "output"
        _clear(output)
        folder = Path(arguments["folder"])
        places = {
            "model": str(self._work / "model"),
            "input": str(folder / decisions.PROBABILITIES if what == "decide" else folder),
            "output": str(output),
        }
        began = time.perf_counter()
        self._run(what, places, seconds)
        took = time.perf_counter() - began
        try:
            return self._answer(what, output, folder, str(arguments["id_column"]), took)
        except contract.ContractBroken as broken:
            return {"kind": "broken", "message": str(broken)}, {}

    def printed(self) -> str:
        """Return what they printed, within the log's limit."""
        return self._log.text()

    def close(self) -> None:
        """Do nothing: no process outlives its command."""

    def _answer(self, what: str, output: Path, folder: Path, id_column: str, took: float) -> Slip:
        raw = _content(output, what)
        told = {"kind": "answer", "seconds": took}
        if what == "monitor":
            return {**told, "alarm": verdicts.alarm(handover.verdict(raw, what))}, _arrays([], [])
        ids, values = handover.table(raw, what)
        if what == "decide":
            asked, _ = decisions.given(str(folder))
            ids, values = decisions.joined(ids, values, asked, id_column)
        return told, _arrays(ids, values)

    def _run(self, what: str, places: dict[str, str], seconds: float) -> bytes:
        """Run a command and return the end of what it printed.

        Raises:
            Trouble: It failed, was late, or printed without end.
        """
        parts = handover.filled(self._commands[what], places)
        command = Command(name=what, parts=parts, folder=self._beside, log=self._log)
        if code := command.run(seconds):
            raise self._failed(what, code, command.err)
        return command.out

    def _failed(self, what: str, code: int, said: str) -> Trouble:
        """Return the trouble of a command that ended badly, from the end of what it said."""
        lines = [line for line in said.strip().splitlines() if line.strip()]
        place = self._place(said)
        if code < 0:
            trouble = gone(code, place)
            trouble.message = f"{what}: {trouble.message}"
            trouble.traceback = said
            trouble.over = what == "fit"
            return trouble
        raised = _RAISED.match(lines[-1]) if lines else None
        if raised is None:
            last = f": {lines[-1]}" if lines else ""
            return Trouble(
                "failed", f"{what} ended with exit code {code}{last}", place, traceback=said
            )
        missing = _NO_MODULE.search(raised[2])
        told = {
            "type": raised[1],
            "message": raised[2],
            "module": missing[1] if missing else None,
            "traceback": said,
        }
        trouble = of_exception(told, self._setting)
        trouble.message = f"{what}: {trouble.message}"
        trouble.place = place
        return trouble

    def _place(self, said: str) -> Place | None:
        """Return the last line of the submission's own in a traceback of Python's."""
        for path, line in reversed(_FRAME.findall(said)):
            found = (self._beside / path).resolve()
            if found.is_relative_to(self._beside.resolve()):
                place = place_of(self._setting, None, int(line))
                name = str(found.relative_to(self._beside.resolve()))
                return place and type(place)(file=name, line=place.line)
        return None


def _clear(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()
    shutil.rmtree(path, ignore_errors=True)


def _content(output: Path, what: str) -> bytes:
    """Return what a command wrote, whatever it put in that place.

    Raises:
        ContractBroken: It wrote nothing, or what is no file.
    """
    try:
        descriptor = os.open(output, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise contract.ContractBroken(f"{what} wrote nothing to {{output}}.") from error
    except OSError as error:
        raise contract.ContractBroken(
            f"What {what} wrote to {{output}} cannot be read: {error.strerror}."
        ) from error
    about = os.fstat(descriptor)
    if not stat.S_ISREG(about.st_mode) or about.st_size > handover.MAX_OUTPUT:
        os.close(descriptor)
        raise contract.ContractBroken(
            f"What {what} wrote to {{output}} is no file, or larger than"
            f" {handover.MAX_OUTPUT >> 20} MiB."
        )
    with os.fdopen(descriptor, "rb") as file:
        return file.read(handover.MAX_OUTPUT)


def _arrays(ids: list[int], values: list[float]) -> dict[str, NDArray[Any]]:
    try:
        return {"ids": np.array(ids, dtype="<i8"), "values": np.array(values, dtype="<f8")}
    except OverflowError as error:
        raise contract.ContractBroken("an id is larger than ids are.") from error
