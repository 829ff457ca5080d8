"""Switching the recorder on, in the process of a submission or in a worker of its."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Any, Final

from . import estimators, judging, native, reading, regressions, workers
from .audit import Audit
from .digests import Digests
from .finder import Finder
from .handing import laying, take
from .hooks import Hooks
from .places import Places
from .recorder import Recorder
from .replay import Replay
from .wire import dial, over

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from .recorder import Emit

_FAMILIES: Final = frozenset(
    {"sklearn", "imblearn", "xgboost", "lightgbm", "catboost", "category_encoders", "statsmodels",
     "pandas", "polars", "pyarrow", "joblib"}
)  # fmt: skip
_SWEEP_S: Final = 5.0


class Switch:
    """Everything that is switched on in one process."""

    def __init__(self, config: Mapping[str, Any], emit: Emit, process: int) -> None:
        self.config = dict(config)
        self.recorder = Recorder(
            emit,
            target=str(config.get("target", "")),
            process=process,
            places=Places(
                config.get("cells"),
                entry=str(config.get("entry", "")),
                folder=str(config.get("folder", "")),
            ),
        )
        if config.get("eras"):
            self.recorder.digests = Digests(str(config["eras"]))
        if config.get("replay"):
            self.recorder.replay = Replay(config["replay"], int(config["rows"]))
        self.hooks = Hooks(self.recorder)
        self.reading = reading.Reading(self.recorder, str(config["examples"]))
        self.finder = Finder(_FAMILIES, self.imported)
        self.audit = Audit(self.recorder, str(config["examples"]))
        self.recorder.ensure = self._learn
        self._swept = time.monotonic()
        self._unseated = False

    def begin(self) -> None:
        """Stand in front of whatever is imported from now on, and of what was imported before."""
        sys.meta_path.insert(0, self.finder)
        for name, module in list(sys.modules.items()):
            if name.partition(".")[0] in _FAMILIES and module is not None:
                self.imported(module)
        self.audit.listen()
        self.recorder.on = True
        self.recorder.tell({"kind": "hello", "pid": os.getpid(), "forked": False})

    def _learn(self) -> None:
        """Learn the examples table, and what another process knows beyond it."""
        self.reading.ensure()
        if self.recorder.process and self.config.get("desk"):
            take(self.recorder.resolver, str(self.config["desk"]))

    def imported(self, module: ModuleType) -> None:
        """Put hooks on a module that was just imported."""
        try:
            self._watch(module)
        except Exception as error:  # noqa: BLE001 - a fault of ours is never the candidate's
            self.recorder.failed(error)

    def sweep(self) -> None:
        """Look whether the hooks are where they were put."""
        self._swept = time.monotonic()
        for name in self.hooks.missed()[:20]:
            self._notice("overwritten", name)
        if self.finder not in sys.meta_path and not self._unseated:
            self._unseated = True
            self._notice("overwritten", "sys.meta_path")

    def end(self) -> None:
        """Look for the last time, tell the end, and step aside."""
        if self.recorder.on:
            self.sweep()
            self.recorder.end()
        self.recorder.on = False

    def _notice(self, what: str, detail: str) -> None:
        nowhere = {"file": "", "line": 0, "cell": 0}
        self.recorder.tell({"kind": "noticed", "what": what, "detail": detail[:200], **nowhere})

    def _watch(self, module: ModuleType) -> None:
        name, hooks = module.__name__, self.hooks
        family = name.partition(".")[0]
        if name in reading.READERS:
            self.reading.watch(hooks, module)
        if name == "joblib.parallel" and self.config.get("desk") and not self.recorder.process:
            hooks.place(module.Parallel, "__call__", laying(str(self.config["desk"])), "joblib")
        if family in {"pandas", "polars", "pyarrow", "joblib"}:
            return
        if family == "statsmodels":
            regressions.watch(hooks, module)
            return
        if family in {"xgboost", "lightgbm"}:
            native.watch(hooks, module)
        estimators.watch(hooks, module)
        if name.startswith(("sklearn.metrics", "imblearn.metrics")):
            judging.watch_metrics(hooks, module)
        if name == "sklearn.model_selection._split":
            judging.watch_splitters(hooks, module)
        if name == "sklearn.model_selection._validation":
            judging.watch_cross(hooks, module)
        if name == "sklearn.base":
            self._descend(module)

    def _descend(self, module: ModuleType) -> None:
        """Put hooks on the candidate's own estimators, when their classes are made."""
        base: Any = module.BaseEstimator
        hooks = self.hooks

        def made(cls: Any, /, **options: Any) -> None:
            super(base, cls).__init_subclass__(**options)
            if "sklearn" not in cls.__module__:
                estimators.watch_class(hooks, cls, cls.__module__.partition(".")[0])

        base.__init_subclass__ = classmethod(made)


_STANDING: list[Switch] = []


def switch_on(config: Mapping[str, Any], emit: Emit | None = None, *, process: int = 0) -> None:
    """Switch the recorder on in this process, before anything of the candidate's.

    Args:
        config: See the package.
        emit: Takes each header and its arrays; where it is None, they go down the line that
            `config["line"]` is the descriptor of, or to `config["address"]`.
        process: 0 for the submission's own process, else the number of a worker's.

    Raises:
        OSError: Nobody listens at the address.
    """
    if _STANDING:
        return
    own = emit is None
    line = None if process else config.get("line")
    if emit is None:
        emit = dial(str(config["address"])) if line is None else over(int(line))
    switch = Switch(config, emit, process)
    _STANDING.append(switch)
    switch.begin()
    if own and not process:
        workers.prepare(config)
    os.register_at_fork(after_in_child=workers.forked(switch, own=own))


def switch_off() -> None:
    """Tell the end and step aside; calls go through from now on as if nothing stood there."""
    for switch in _STANDING:
        switch.end()


def tell_answers(most: int, probe: int = 0) -> None:
    """Tell what models put out from here on, at most so many times; 0 ends it.

    Between the two, while a probe is answered, everything that a recorded model said is known.
    """
    for switch in _STANDING:
        switch.recorder.probe = probe
        switch.recorder.answers = most
