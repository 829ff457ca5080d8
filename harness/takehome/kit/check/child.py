"""The process in which `check.py` executes a submission and asks `predict`.

It writes down what it found after every step, so that what is known survives whatever comes next.
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from takehome.kit.check.cells import Broke, broken, execute_notebook, execute_script
from takehome.proctor.contract import ContractBroken, check, claim, pairs
from takehome.submission.flaw import Flaw

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Step:
    """How far it has come."""

    BEGUN = "begun"
    FITTED = "fitted"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is executed, and what is asked of it."""

    entry: str
    """Where the notebook or script lies."""
    name: str
    """What it is called in messages."""
    form: str
    cells: tuple[tuple[int, str], ...]
    """Its code, a script's as one cell."""
    deliverables: tuple[str, ...]
    folder: str
    """What `predict` is asked for."""
    ids: tuple[int, ...]
    """The ids of its rows."""
    id_column: str
    outcome_column: str
    result: str
    """Where to write down what was found."""


def serve(task_file: Path) -> int:
    """Execute the submission of a task, in the folder where this process stands."""
    task = Task(**json.loads(task_file.read_text(encoding="utf-8")))
    sys.path[0] = str(Path(task.entry).parent)
    _write(task, Step.BEGUN, [])
    began = time.monotonic()
    try:
        if task.form == "script":
            namespace = execute_script(task.cells[0][1], task.name, task.entry)
        else:
            namespace = execute_notebook(task.cells, task.name)
    except Broke as broke:
        _write(task, Step.DONE, [broke.flaw], missing=broke.missing)
        return 0
    seconds = time.monotonic() - began
    flaws = _flaws_of_deliverables(task, namespace)
    _write(task, Step.FITTED, flaws, seconds=seconds)
    asked = callable(namespace.get("predict"))
    if asked:
        flaws += _flaws_of_predict(task, namespace)
    _write(task, Step.DONE, flaws, seconds=seconds, asked=asked)
    return 0


def _write(task: Task, step: str, flaws: Sequence[Flaw], **found: Any) -> None:
    text = json.dumps({"step": step, "flaws": [asdict(flaw) for flaw in flaws], **found})
    # Whoever reads it never reads half of it.
    half = Path(f"{task.result}.half")
    half.write_text(text, encoding="utf-8")
    os.replace(half, task.result)  # noqa: PTH105 - replaces on every system, rename does not


def _flaws_of_deliverables(task: Task, namespace: Mapping[str, Any]) -> list[Flaw]:
    flaws = [
        Flaw(
            what=f"it ran, but left no {name} behind.",
            where=task.name,
            mend=f"Define {name} at the top level.",
        )
        for name in task.deliverables
        if (
            name not in namespace if name == "expected_score" else not callable(namespace.get(name))
        )
    ]
    if "expected_score" in namespace:
        _, problem = claim(namespace["expected_score"])
        flaws += [Flaw(what=problem, where=task.name, mend="")] if problem else []
    return flaws


def _flaws_of_predict(task: Task, namespace: dict[str, Any]) -> list[Flaw]:
    try:
        answer = namespace["predict"](Path(task.folder))
        ids, values = pairs(answer, task.id_column)
        check(ids, values, task.ids, task.id_column)
    except ContractBroken as error:
        return [Flaw(what=str(error), where=task.name, mend="")]
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever predict raises is its answer
        flaw = broken(error, "predict", None, namespace).flaw
        hint = "The folder it is given is laid out like data/, in another place."
        if task.outcome_column in str(error):
            hint = f"The folder it is given has everything but {task.outcome_column}."
        return [Flaw(what=flaw.what, where=_in_predict(task, error), mend=hint)]
    return []


def _in_predict(task: Task, error: BaseException) -> str:
    at, line = error.__traceback__, None
    while at is not None:
        if at.tb_frame.f_code.co_name == "predict":
            line = at.tb_lineno
        at = at.tb_next
    return f"{task.name}, predict{f', line {line}' if line else ''}"
