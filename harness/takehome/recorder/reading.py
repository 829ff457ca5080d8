"""Reading data files: the first reading of the examples table teaches its rows.

Whoever reads it by a way that is not known is noticed when the file is opened, and the table is
read once more, by PyArrow.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from .hooks import Hooks, around, given
from .sight import Sight, look

if TYPE_CHECKING:
    from types import ModuleType

    from .call import Call
    from .recorder import Recorder

READERS: Final = {
    "pandas.io.parsers.readers": ("read_csv", "read_table"),
    "pandas.io.parquet": ("read_parquet",),
    "pandas.io.feather_format": ("read_feather",),
    "polars.io.csv.functions": ("read_csv",),
    "polars.io.parquet.functions": ("read_parquet",),
    "pyarrow.csv": ("read_csv",),
    "pyarrow.parquet.core": ("read_table",),
}


class Reading:
    """What the examples table is, and how its rows are learnt."""

    def __init__(self, recorder: Recorder, examples: str) -> None:
        self._recorder = recorder
        self.examples = os.path.realpath(examples)
        self._seen: set[str] = set()

    def watch(self, hooks: Hooks, module: ModuleType) -> None:
        """Put hooks on the readers that a module defines."""
        for name in READERS[module.__name__]:
            if name in vars(module):
                library = module.__name__.partition(".")[0]
                hooks.place(module, name, around(self._before, self._after), library)

    def ensure(self) -> None:
        """Learn the examples table now, if nobody has read it by a way that teaches it."""
        if self._recorder.resolver.n or not os.path.exists(self.examples):  # noqa: PTH110 - light enough for every start
            return
        with self._recorder.hushed():
            table = _read(self.examples)
        if table is not None:
            self._recorder.resolver.begin(table)

    def _is_examples(self, path: Any) -> bool:
        try:
            return bool(os.path.realpath(os.fspath(path)) == self.examples)
        except (TypeError, ValueError):
            return False

    def _before(
        self, recorder: Recorder, call: Call, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        pass

    def _after(
        self,
        recorder: Recorder,
        call: Call,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        result: Any,
    ) -> None:
        path = given(args, kwargs, 0, "filepath_or_buffer", "path", "source", "input_file", "where")
        sight = look(result)
        here = self._is_examples(path)
        if here:
            self._learn(sight, kwargs)
            if sight is not None and sight.n == recorder.resolver.n:
                recorder.take(call, "read", [("table", result)])
        name = os.path.basename(str(path))[:200] if isinstance(path, (str, os.PathLike)) else ""  # noqa: PTH119 - a name, not a path
        more = {"examples": here, "path": name, "n": sight.n if sight else 0}
        recorder.event(call, "read", more)

    def _learn(self, sight: Sight | None, options: dict[str, Any]) -> None:
        resolver = self._recorder.resolver
        partial = {"nrows", "skiprows", "usecols", "chunksize", "iterator", "columns", "filters",
                   "header", "names", "n_rows", "skip_rows"} & options.keys()  # fmt: skip
        if resolver.n:
            if sight is not None and sight.n == resolver.n and not partial - {"usecols", "columns"}:
                everything = resolver.rowsets.of(np.arange(resolver.n))
                resolver.identity.learn(sight.of, everything, ())
        elif sight is None or partial or (sight.index is not None and _is_labelled(sight.index)):
            self.ensure()
        else:
            resolver.begin(sight)


def _is_labelled(index: Any) -> bool:
    return type(index).__name__ != "RangeIndex"


def _read(path: str) -> Sight | None:
    """Read a table with PyArrow, whatever the candidate uses."""
    if path.endswith((".parquet", ".pq")):
        from pyarrow import parquet

        table = parquet.read_table(path, use_threads=False)
    else:
        from pyarrow import csv

        table = csv.read_csv(path, read_options=csv.ReadOptions(use_threads=False))
    return look(table)
