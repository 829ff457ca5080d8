"""What runs beside the submission, in its process: calls it, and hands over what came of it.

The same for a notebook's kernel and for a script. It uses Python alone, keeps nothing in the
submission's namespace, and writes what it found as a slip; the proctor checks it again.
"""

from __future__ import annotations

import contextlib
import json
import linecache
import sys
import time
import traceback
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import contract, decisions, inventory, slip, verdicts, watch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import TracebackType

    Places = Mapping[str, tuple[int, int]]
    """The submission's files as the interpreter knows them, each with the number of its cell, 0 for
    a script, and the lines above it that the interpreter never saw."""

_MAX_MESSAGE = 2000
_MAX_TRACEBACK = 20_000
_EXPENDABLE = "500"
_OURS = str(Path(__file__).parent.parent)
"""Where what was carried in stands: a recorder's frames are nobody's business."""


def volunteer() -> None:
    """Offer this process to the kernel's out-of-memory killer before the proctor."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_EXPENDABLE, encoding="ascii")


def stock(namespace: Mapping[str, Any], path: str, deliverables: list[str]) -> None:
    """Write down what the submission left behind, and everything that is wrong with it."""
    slip.write(path, {"kind": "stock", **inventory.taken(namespace, deliverables)})


def predict(
    namespace: Mapping[str, Any],
    path: str,
    folder: str,
    id_column: str,
    watched: int,
    places: Places,
) -> None:
    """Ask `predict` for the folder and write down its answer, or what it raised."""
    with _answering(path, places):
        began = time.perf_counter()
        with watch.answering(watched):
            answer = namespace["predict"](Path(folder))
        seconds = time.perf_counter() - began
        ids, values = contract.pairs(answer, id_column)
        slip.write(path, {"kind": "answer", "seconds": seconds}, ids, values)


def decide(
    namespace: Mapping[str, Any], path: str, folder: str, id_column: str, places: Places
) -> None:
    """Ask `decide` about the probabilities in the folder and write down what it decided."""
    with _answering(path, places):
        ids, values = decisions.given(folder)
        index = import_module("pandas").Index(ids, name=id_column)
        probabilities = import_module("pandas").Series(values, index=index, dtype=float)
        began = time.perf_counter()
        answer = namespace["decide"](probabilities)
        seconds = time.perf_counter() - began
        acted = decisions.decisions(answer, ids, id_column)
        slip.write(path, {"kind": "answer", "seconds": seconds}, *acted)


def monitor(
    namespace: Mapping[str, Any], path: str, folder: str, id_column: str, places: Places
) -> None:
    """Ask `monitor` for the folder and write down what it said."""
    del id_column
    with _answering(path, places):
        began = time.perf_counter()
        answer = namespace["monitor"](Path(folder))
        seconds = time.perf_counter() - began
        alarm = verdicts.alarm(answer)
        slip.write(path, {"kind": "answer", "seconds": seconds, "alarm": alarm})


@contextlib.contextmanager
def _answering(path: str, places: Places) -> Iterator[None]:
    """Write down what a deliverable raises, and what was not agreed."""
    try:
        yield
    except contract.ContractBroken as broken:
        slip.write(path, {"kind": "broken", "message": str(broken)})
    except BaseException as error:  # noqa: BLE001 - whatever it raises is what it answered
        raised(error, path, places)


def cells(sources: str) -> dict[str, tuple[int, int]]:
    """Return the places of a notebook's cells, from their sources and numbers as JSON.

    IPython takes empty lines at the beginning of a cell away before it counts.
    """
    named = import_module("ipykernel.compiler").get_file_name
    return {
        named(source): (number, source[: len(source) - len(source.lstrip())].count("\n"))
        for source, number in json.loads(sources).items()
    }


def raised(error: BaseException | None, path: str, places: Places) -> None:
    """Write down an exception: its type, its message and where in the submission it arose.

    Args:
        error: The exception; None where the interpreter remembers the last one.
        path: Where the slip goes.
        places: Where in the submission the interpreter's files come from.
    """
    if error is None:
        error = getattr(sys, "last_exc", None) or getattr(sys, "last_value", None)
    if error is None:
        return
    cell, line = _place(error, places)
    slip.write(
        path,
        {
            "kind": "raised",
            "type": type(error).__name__,
            "family": [each.__name__ for each in type(error).__mro__],
            "message": _message(error),
            "errno": getattr(error, "errno", None) if isinstance(error, OSError) else None,
            "module": error.name if isinstance(error, ModuleNotFoundError) else None,
            "code": _exit_code(error),
            "cell": cell,
            "line": line,
            "traceback": _shown(error, places),
        },
    )


def _message(error: BaseException) -> str:
    try:
        return str(error)[:_MAX_MESSAGE]
    except Exception as second:  # noqa: BLE001 - an exception's own text may raise anything
        return f"(its message cannot be shown: {type(second).__name__})"


def _exit_code(error: BaseException) -> int | None:
    if not isinstance(error, SystemExit):
        return None
    if error.code is None:
        return 0
    return error.code if isinstance(error.code, int) else 1


def _place(error: BaseException, places: Places) -> tuple[int | None, int | None]:
    if isinstance(error, SyntaxError) and error.filename in places:
        cell, above = places[error.filename or ""]
        return cell, (error.lineno or 1) + above
    found: tuple[int | None, int | None] = (None, None)
    at: TracebackType | None = error.__traceback__
    while at is not None:
        filename = at.tb_frame.f_code.co_filename
        if filename in places:
            cell, above = places[filename]
            found = cell, at.tb_lineno + above
        at = at.tb_next
    return found


def _shown(error: BaseException, places: Places) -> str:
    """Return the traceback from the submission's first frame on, with cells by their numbers."""
    try:
        told = traceback.TracebackException.from_exception(error)
        frames = list(told.stack)
        first = next((at for at, frame in enumerate(frames) if frame.filename in places), 0)
        told.stack = traceback.StackSummary.from_list(
            [
                _renamed(frame, places)
                for frame in frames[first:]
                if not frame.filename.startswith(_OURS)
            ]
        )
        text = "".join(told.format())
    except Exception as second:  # noqa: BLE001 - a hostile exception must not hide itself
        return f"(its traceback cannot be shown: {type(second).__name__})"
    return text if len(text) <= _MAX_TRACEBACK else "...\n" + text[-_MAX_TRACEBACK:]


def _renamed(frame: traceback.FrameSummary, places: Places) -> traceback.FrameSummary:
    if frame.filename not in places:
        return frame
    cell, above = places[frame.filename]
    name = f"cell {cell}" if cell else Path(frame.filename).name
    line = frame.line or linecache.getline(frame.filename, frame.lineno or 0).strip()
    return traceback.FrameSummary(name, (frame.lineno or 1) + above, frame.name, line=line)
