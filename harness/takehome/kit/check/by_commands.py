"""A project of commands: each is started as in a sitting, and what it hands over is looked at."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from takehome.kit.check.cells import Broke
from takehome.kit.check.tasks import Task
from takehome.proctor.contract import ContractBroken, check
from takehome.proctor.decisions import PROBABILITIES, joined
from takehome.proctor.handover import filled, table, verdict
from takehome.proctor.inventory import of_commands
from takehome.proctor.verdicts import alarm
from takehome.submission.flaw import Flaw, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST = 300


@dataclass(slots=True, kw_only=True)
class ByCommands:
    """The commands of a submission, and what they answer about the sample."""

    task: Task
    printed: bytes = b""
    probabilities: tuple[list[int], list[float]] | None = None
    """What `predict` answered, for `decide`; None where that was nothing."""

    def execute(self) -> None:
        """Run `fit`.

        Raises:
            Broke: It cannot be started, or ended badly.
        """
        self.printed = self._run("fit", {"data": str(Path("data").absolute())})

    def stock(self) -> Mapping[str, Any]:
        """Return what it left behind, and what is wrong with that."""
        return of_commands(self.printed, list(self.task.commands), self.task.deliverables)

    def can_be_asked(self, name: str) -> bool:
        """Say whether there is that command."""
        return name in self.task.commands

    def flaws_of(self, name: str) -> list[Flaw]:
        """Run one of them, and return what is wrong with what it hands over."""
        try:
            self._ask(name)
        except ContractBroken as error:
            return [Flaw(what=str(error), where=self.task.name, mend="")]
        except Broke as broke:
            return [broke.flaw]
        return []

    def _ask(self, name: str) -> None:
        task, output = self.task, Path(self.task.result).with_name(f"{name}-output")
        given = {"predict": task.folder, "monitor": task.watched}.get(name, "")
        if name == "decide":
            if self.probabilities is None:
                return
            path = Path(task.result).with_name(PROBABILITIES)
            rows = zip(*self.probabilities, strict=True)
            lines = [f"{one},{value!r}" for one, value in rows]
            path.write_text("\n".join(["id,value", *lines, ""]), encoding="ascii")
            given = str(path)
        self._run(name, {"input": given, "output": str(output)})
        if not output.is_file():
            raise ContractBroken(f"{name} wrote nothing to {{output}}.")
        raw = output.read_bytes()
        if name == "monitor":
            alarm(verdict(raw, name))
            return
        ids, values = table(raw, name)
        if name == "decide" and self.probabilities is not None:
            joined(ids, values, self.probabilities[0], task.id_column)
            return
        check(ids, values, task.ids, task.id_column)
        self.probabilities = ids, values

    def _run(self, name: str, places: dict[str, str]) -> bytes:
        """Run a command and return what it printed.

        Raises:
            Broke: It cannot be started, or ended badly.
        """
        work = Path(self.task.result).parent
        places["model"] = str(work / "model")
        command = filled(list(self.task.commands[name]), places)
        ours = str(Path(sys.executable).parent)
        variables = {**os.environ, "PATH": os.pathsep.join([ours, os.environ.get("PATH", "")])}
        try:
            ended = subprocess.run(
                command,
                cwd=Path(self.task.entry).parent,
                env=variables,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
            )
        except OSError as error:
            raise Broke(
                Flaw(
                    what=f"{name} cannot be started: {error.strerror or error}.",
                    where=self.task.name,
                    mend="Commands are started in the submission's folder.",
                )
            ) from error
        if ended.returncode:
            lines = ended.stderr.decode(errors="replace").strip().splitlines()
            said = f": {one_line(lines[-1], limit=_LONGEST)}" if lines else ""
            raise Broke(
                Flaw(
                    what=f"{name} ended with exit code {ended.returncode}{said}.",
                    where=self.task.name,
                    mend="Run it as it stands there, and mend what stops it.",
                )
            )
        return ended.stdout
