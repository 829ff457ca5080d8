"""Executing the code of a submission in this process, as a sitting would in its own."""

from __future__ import annotations

import builtins
import re
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from takehome.submission.flaw import Flaw, one_line
from takehome_graders.evidence import Place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

_MAGIC_LINE = re.compile(r"^(\s*)[%!].*$", re.MULTILINE)
_MAGIC_CELL = re.compile(r"\A\s*%%(\w+).*\n?")
_STILL_PYTHON = ("time", "timeit", "capture", "prun")
"""Magics of a cell whose text is Python all the same."""
_LONGEST_MESSAGE = 300


class Broke(Exception):
    """The submission raised; carries what its author is told."""

    def __init__(self, flaw: Flaw, *, missing: str | None = None) -> None:
        super().__init__(str(flaw))
        self.flaw = flaw
        self.missing = missing
        """The module that was not there, where that is what happened."""


def execute_script(source: str, name: str, path: str) -> dict[str, Any]:
    """Execute a script and return what it left behind.

    Args:
        source: Its text.
        name: What it is called in messages.
        path: Where it lies.

    Raises:
        Broke: It raised, or ended itself.
    """
    module = ModuleType("__main__")
    module.__dict__.update({"__file__": path, "__builtins__": builtins})
    sys.modules["__main__"] = module
    sys.argv = [path]
    try:
        exec(compile(source, path, "exec", dont_inherit=True), module.__dict__)  # noqa: S102 - executing the candidate's code on their own machine is what was asked for
    except SystemExit as leaving:
        if leaving.code not in (None, 0):
            raise broken(leaving, name, None, module.__dict__) from leaving
    except Exception as error:
        raise broken(error, name, None, module.__dict__) from error
    return module.__dict__


def execute_notebook(cells: Sequence[tuple[int, str]], name: str) -> dict[str, Any]:
    """Execute the code cells of a notebook in order and return what they left behind.

    IPython does it where it is installed. Without it, magics are passed over.

    Args:
        cells: Their numbers and sources.
        name: What the notebook is called in messages.

    Raises:
        Broke: A cell raised, or ended the kernel.
    """
    shell = _shell()
    if shell is None:
        module = ModuleType("__main__")
        sys.modules["__main__"] = module
        module.__dict__["display"] = print
    namespace: dict[str, Any] = module.__dict__ if shell is None else shell.user_ns
    for number, source in cells:
        error = _run_plain(source, number, namespace) if shell is None else _run(shell, source)
        if error is not None:
            raise broken(error, name, number, namespace) from error
    return namespace


def broken(error: BaseException, name: str, cell: int | None, namespace: dict[str, Any]) -> Broke:
    """Return what to tell about an exception, with the place where the submission met it."""
    kind = type(error).__name__
    # A syntax error's text names a file that its author has never seen.
    text, line = str(error), _line(error, namespace)
    if isinstance(error, SyntaxError):
        text, line = error.msg, error.lineno
    message = one_line(text, limit=_LONGEST_MESSAGE)
    said = f"{kind}: {message}" if message else kind
    if isinstance(error, SystemExit):
        said = "an exit before it was done"
    return Broke(
        Flaw(
            what=f"it ended in {said.rstrip('.')}.",
            where=str(Place(file=name, cell=cell, line=line)),
            mend=_mend(error),
        ),
        missing=error.name if isinstance(error, ModuleNotFoundError) else None,
    )


def _mend(error: BaseException) -> str:
    if isinstance(error, EOFError):
        return "Nobody is there to type when it is executed: take input() out."
    if isinstance(error, FileNotFoundError):
        return "It is executed in the kit's folder, where data/ lies; nothing else is there."
    if isinstance(error, NameError):
        return "It is executed from top to bottom: what is used must have been made before."
    return "Run it from top to bottom in a fresh start, and mend what stops it."


def _line(error: BaseException, namespace: dict[str, Any]) -> int | None:
    """Return the line of the cell or script at which the exception passed."""
    at: TracebackType | None = error.__traceback__
    line = None
    while at is not None:
        frame = at.tb_frame
        if frame.f_globals is namespace and frame.f_code.co_name == "<module>":
            line = at.tb_lineno
        at = at.tb_next
    return line


def _shell() -> Any:
    """Return IPython's shell without its history and without a window, or None without IPython."""
    try:
        from IPython.core.interactiveshell import InteractiveShell
        from traitlets.config import Config
    except ImportError:
        return None

    class Shell(InteractiveShell):
        def enable_gui(self, gui: Any = None) -> None:
            """Do nothing: figures are drawn without a window."""

        def ask_exit(self) -> None:
            """End at once, as a kernel does."""
            raise SystemExit

    config = Config()
    config.HistoryManager.enabled = False
    return Shell.instance(config=config)


def _run(shell: Any, source: str) -> BaseException | None:
    result = shell.run_cell(source, store_history=False)
    error: BaseException | None = result.error_before_exec or result.error_in_exec
    return error


def _run_plain(source: str, number: int, namespace: dict[str, Any]) -> BaseException | None:
    magic = _MAGIC_CELL.match(source)
    if magic and magic[1] not in _STILL_PYTHON:
        return None
    text = _MAGIC_LINE.sub(r"\1pass", source)
    try:
        exec(compile(text, f"cell {number}", "exec", dont_inherit=True), namespace)  # noqa: S102 - as above
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a cell raises is how it ended
        return error
    return None
