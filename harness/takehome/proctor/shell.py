"""A notebook's cells in a process without sockets, where no kernel can be talked to.

The same interpreter's shell that a kernel has (magics, `display`, top-level `await`), with the
process's own standard output. Runs beside the submission, in the process of `script_child`.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from . import ask

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType


def execute(
    cells: list[list[Any]], module: ModuleType, slip: str, places: dict[str, tuple[int, int]]
) -> None:
    """Execute the cells one after the other, up to the first that raises."""
    shell, naming = _shell(module)
    for number, source in cells:
        naming.current = _name(number)
        places.update(named([[number, source]]))
        done = shell.run_cell(source, store_history=True)
        error = done.error_before_exec or done.error_in_exec
        if error is not None:
            ask.raised(error, slip, places)
            return


def named(cells: Iterable[list[Any]]) -> dict[str, tuple[int, int]]:
    """Return the places of cells, by the names that their code gets.

    The shell takes empty lines at the beginning of a cell away before it counts.
    """
    return {
        _name(number): (number, source[: len(source) - len(source.lstrip())].count("\n"))
        for number, source in cells
    }


def _name(number: int) -> str:
    return f"<cell {number}>"


def _shell(module: ModuleType) -> tuple[Any, Any]:
    """Return a shell for the module, and what names its cells."""
    os.environ["IPYTHONDIR"] = os.path.join(os.environ.get("TMPDIR", "."), "ipython")  # noqa: PTH118 - a plain string is wanted
    from IPython.core.compilerop import CachingCompiler
    from IPython.core.displayhook import DisplayHook
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    class Naming(CachingCompiler):
        """Names code by its cell, so that a traceback can say which it was."""

        current = ""

        def get_code_name(self, _raw: str, _transformed: str, _number: int) -> str:
            return self.current

    class Plain(DisplayHook):
        """Shows a value without a number before it."""

        def write_output_prompt(self) -> None: ...

    class Shell(InteractiveShell):
        """Leaves what was raised to be told by a slip."""

        compiler_class = Naming
        displayhook_class = Plain

        def _showtraceback(self, *_: Any) -> None: ...

        # The other way wants a terminal, which not every box has.
        system = InteractiveShell.system_raw

        def enable_gui(self, gui: Any = None) -> None:
            """Do nothing: figures are drawn without a window."""

    settings = Config()
    settings.HistoryManager.enabled = False
    settings.InteractiveShell.colors = "NoColor"
    shell = Shell.instance(config=settings, user_module=module, user_ns=module.__dict__)
    return shell, shell.compile
