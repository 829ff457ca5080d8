"""A notebook or script that is executed in this process, and asked for its deliverables here."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from takehome.kit.check.cells import broken, execute_notebook, execute_script
from takehome.kit.check.tasks import Task
from takehome.proctor.contract import ContractBroken, check, pairs
from takehome.proctor.decisions import decisions
from takehome.proctor.inventory import CALLED, taken
from takehome.proctor.verdicts import alarm
from takehome.submission.flaw import Flaw

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(slots=True, kw_only=True)
class InProcess:
    """What was executed, and what it answers about the sample."""

    task: Task
    namespace: dict[str, Any] = field(default_factory=dict)
    probabilities: tuple[list[int], list[float]] | None = None
    """What `predict` answered, for `decide`; None where that was nothing."""

    def execute(self) -> None:
        """Execute it.

        Raises:
            Broke: It raised, or ended itself.
        """
        task = self.task
        if task.form == "script":
            self.namespace = execute_script(task.cells[0][1], task.name, task.entry)
        else:
            self.namespace = execute_notebook(task.cells, task.name)

    def stock(self) -> Mapping[str, Any]:
        """Return what it left behind, and what is wrong with that."""
        return taken(self.namespace, self.task.deliverables)

    def can_be_asked(self, name: str) -> bool:
        """Say whether it left that function behind."""
        return name in CALLED and callable(self.namespace.get(name))

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
