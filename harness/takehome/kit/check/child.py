"""The process in which `check.py` executes a submission and asks `predict`.

It writes down what it found after every step, so that what is known survives whatever comes next.
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from takehome.kit.check.cells import Broke, broken, execute_notebook, execute_script
from takehome.proctor.contract import ContractBroken, check, pairs
from takehome.proctor.decisions import decisions
from takehome.proctor.inventory import CALLED, taken
from takehome.proctor.verdicts import alarm
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
    watched: str
    """What `monitor` is asked for: the same with outcomes."""
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
    asked = [name for name in CALLED if callable(namespace.get(name)) and name in task.deliverables]
    answers = Answers(task=task, namespace=namespace)
    for name in asked:
        _write(task, Step.FITTED, flaws, seconds=seconds, asking=name)
        flaws += answers.flaws_of(name)
    _write(task, Step.DONE, flaws, seconds=seconds, asked=asked)
    return 0


def _write(task: Task, step: str, flaws: Sequence[Flaw], **found: Any) -> None:
    text = json.dumps({"step": step, "flaws": [asdict(flaw) for flaw in flaws], **found})
    # Whoever reads it never reads half of it.
    half = Path(f"{task.result}.half")
    half.write_text(text, encoding="utf-8")
    os.replace(half, task.result)  # noqa: PTH105 - replaces on every system, rename does not


def _flaws_of_deliverables(task: Task, namespace: Mapping[str, Any]) -> list[Flaw]:
    stock = taken(namespace, task.deliverables)
    said = [*stock["broken"], *stock["problems"]]
    return [Flaw(what=each, where=task.name, mend="") for each in said]


@dataclass(slots=True, kw_only=True)
class Answers:
    """What the deliverables answer about the sample."""

    task: Task
    namespace: dict[str, Any]
    probabilities: tuple[list[int], list[float]] | None = None
    """What `predict` answered, for `decide`; None where that was nothing."""

    def flaws_of(self, name: str) -> list[Flaw]:
        """Ask one of them, and return what is wrong with its answer."""
        task = self.task
        try:
            self._ask(name)
        except ContractBroken as error:
            return [Flaw(what=str(error), where=task.name, mend="")]
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever it raises is its answer
            flaw = broken(error, name, None, self.namespace).flaw
            hint = "The folder it is given is laid out like data/, in another place."
            if name == "decide":
                hint = "It is given a pandas Series of probabilities, indexed by id."
            elif name == "predict" and task.outcome_column in str(error):
                hint = f"The folder it is given has everything but {task.outcome_column}."
            return [Flaw(what=flaw.what, where=_within(name, task, error), mend=hint)]
        return []

    def _ask(self, name: str) -> None:
        task, asked = self.task, self.namespace[name]
        if name == "predict":
            ids, values = pairs(asked(Path(task.folder)), task.id_column)
            check(ids, values, task.ids, task.id_column)
            self.probabilities = ids, values
        elif name == "monitor":
            alarm(asked(Path(task.watched)))
        elif self.probabilities is not None:
            ids, values = self.probabilities
            pandas = import_module("pandas")
            index = pandas.Index(ids, name=task.id_column)
            decisions(asked(pandas.Series(values, index=index)), ids, task.id_column)


def _within(name: str, task: Task, error: BaseException) -> str:
    at, line = error.__traceback__, None
    while at is not None:
        if at.tb_frame.f_code.co_name == name:
            line = at.tb_lineno
        at = at.tb_next
    return f"{task.name}, {name}{f', line {line}' if line else ''}"
