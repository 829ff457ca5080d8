"""The process in which `check.py` executes a submission and asks for its deliverables.

It writes down what it found after every step, so that what is known survives whatever comes next.
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from takehome.kit.check.by_commands import ByCommands
from takehome.kit.check.cells import Broke
from takehome.kit.check.in_process import InProcess
from takehome.kit.check.tasks import Step, Task
from takehome.submission.flaw import Flaw

if TYPE_CHECKING:
    from collections.abc import Sequence


def serve(task_file: Path) -> int:
    """Execute the submission of a task, in the folder where this process stands."""
    task = Task(**json.loads(task_file.read_text(encoding="utf-8")))
    sys.path[0] = str(Path(task.entry).parent)
    _write(task, Step.BEGUN, [])
    began = time.monotonic()
    is_project = task.form == "commands"
    executed = ByCommands(task=task) if is_project else InProcess(task=task)
    try:
        executed.execute()
    except Broke as broke:
        _write(task, Step.DONE, [broke.flaw], missing=broke.missing)
        return 0
    seconds = time.monotonic() - began
    stock = executed.stock()
    said = [*stock["broken"], *stock["problems"]]
    flaws = [Flaw(what=each, where=task.name, mend="") for each in said]
    asked = [name for name in task.deliverables if executed.can_be_asked(name)]
    for name in asked:
        _write(task, Step.FITTED, flaws, seconds=seconds, asking=name)
        flaws += executed.flaws_of(name)
    _write(task, Step.DONE, flaws, seconds=seconds, asked=asked)
    return 0


def _write(task: Task, step: str, flaws: Sequence[Flaw], **found: Any) -> None:
    text = json.dumps({"step": step, "flaws": [asdict(flaw) for flaw in flaws], **found})
    # Whoever reads it never reads half of it.
    half = Path(f"{task.result}.half")
    half.write_text(text, encoding="utf-8")
    os.replace(half, task.result)  # noqa: PTH105 - replaces on every system, rename does not
