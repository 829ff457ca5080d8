"""A submission that is a notebook, executed by nbclient in a kernel of its own.

The kernel listens on IPC sockets: there is no network. Nothing that a cell displays is kept but
its text, and that within the log's limit. What came with the notebook as outputs, attachments and
metadata is dropped before the first cell runs.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any, Final, TypeVar

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import ensure_async
from nbclient import NotebookClient
from nbclient.exceptions import (
    CellExecutionComplete,
    CellExecutionError,
    CellTimeoutError,
    DeadKernelError,
)
from nbformat.notebooknode import NotebookNode, from_dict

from . import slip
from .log import FLOOD_BYTES, Log
from .trouble import Setting, Trouble, flooded, gone, late, of_exception, place_of

if TYPE_CHECKING:
    from collections.abc import Coroutine, Mapping
    from pathlib import Path

    from .form import Slip

_T = TypeVar("_T")

_START_S: Final = 60
_GRACE_S: Final = 2.0
_DEATH_S: Final = 2.0
_ASK: Final = "__import__('sys').modules['proctor.ask']"
"""How code in the kernel names the module that runs beside the submission."""


class Notebook:
    """One notebook, its kernel, and the channel to it."""

    def __init__(
        self,
        cells: list[tuple[int, str]],
        setting: Setting,
        *,
        beside: Path,
        desk: Path,
        log: Log,
    ) -> None:
        self._setting: Final = setting
        self._slip: Final = str(desk / "slip")
        self._cells: Final = cells
        self._loop: Final = asyncio.new_event_loop()
        self._client: Final = _Client(log, desk)
        self._log: Final = log
        self._executed: Final[dict[str, int]] = {}
        self._run(self._client.start(cwd=str(beside.parent)))
        self._quietly(
            f"import sys; sys.path.insert(0, {sys.argv[0]!r}); import proctor.ask;"
            f" sys.path[0] = {str(beside)!r}; proctor.ask.volunteer(); del proctor, sys",
            _START_S,
        )

    def execute(self, seconds: float) -> None:
        """Execute the cells from top to bottom.

        Raises:
            Trouble: It went wrong.
        """
        deadline = time.monotonic() + seconds
        for number, source in self._cells:
            self._executed[source] = number
            place = place_of(self._setting, number, None)
            try:
                self._run(self._client.cell(source, deadline - time.monotonic()))
            except CellTimeoutError as error:
                self._kill()
                raise late(seconds, "The notebook", place, over=True) from error
            except DeadKernelError as error:
                raise self._dead(place) from error
            except CellExecutionError as error:
                raise self._raised(error, number) from error

    def call(self, what: str, arguments: Mapping[str, Any], seconds: float) -> Slip:
        """Call a function of `ask` beside the submission and return the slip that it wrote.

        Raises:
            Trouble: It did not come back, or not with a slip.
        """
        said = {"path": self._slip, **arguments}
        try:
            self._quietly(f"{_ASK}.{what}(globals(), **{said!r}{self._places(what)})", seconds)
        except CellTimeoutError as error:
            listens = self._interrupted()
            raise late(seconds, what, over=not listens) from error
        return self._take()

    def printed(self) -> str:
        """Return what it printed, within the log's limit."""
        return self._log.text()

    def close(self) -> None:
        """End its kernel."""
        self._kill()
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, _T]) -> _T:
        return self._loop.run_until_complete(work)

    def _quietly(self, source: str, seconds: float) -> None:
        """Execute code of ours in the kernel.

        Raises:
            CellTimeoutError: It took longer.
            Trouble: The kernel is gone, or refuses.
        """
        try:
            self._run(self._client.cell(source, seconds, ours=True))
        except DeadKernelError as error:
            raise self._dead(None) from error
        except CellExecutionError as error:
            raise Trouble(
                "failed", f"It broke the notebook's kernel ({error.ename}: {error.evalue})."
            ) from error

    def _places(self, what: str) -> str:
        if what not in {"predict", "raised"}:
            return ""
        sources = json.dumps(self._executed)
        return f", places={_ASK}.cells({sources!r})"

    def _raised(self, error: CellExecutionError, cell: int) -> Trouble:
        """Return the trouble of a cell that raised, told by the kernel as well as can be."""
        try:
            self._quietly(f"{_ASK}.raised(None, {self._slip!r}{self._places('raised')})", _GRACE_S)
            told = slip.read(self._slip)[0]
        except (CellTimeoutError, Trouble, slip.SlipUnreadable):
            told = {"type": error.ename, "message": error.evalue}
        trouble = of_exception({**told, "type": error.ename}, self._setting)
        if trouble.place is None or trouble.place.cell is None:
            trouble.place = place_of(self._setting, cell, None)
        return trouble

    def _dead(self, place: Any) -> Trouble:
        if self._client.seen > FLOOD_BYTES:
            return flooded(FLOOD_BYTES / (1 << 20))
        return gone(self._run(self._client.exit_code()), place)

    def _interrupted(self) -> bool:
        """Interrupt what the kernel is doing, and say whether it listens again."""
        try:
            self._run(self._client.interrupt())
            self._quietly("pass", _GRACE_S)
        except (CellTimeoutError, Trouble):
            self._kill()
            return False
        return True

    def _take(self) -> Slip:
        try:
            return slip.read(self._slip)
        except slip.SlipUnreadable as error:
            raise Trouble("failed", f"Its answer could not be taken: {error}.") from error

    def _kill(self) -> None:
        self._run(self._client.kill())


class _Client(NotebookClient):
    """nbclient with a kernel on IPC, a deadline for every cell, and outputs that go into a log."""

    def __init__(self, log: Log, desk: Path) -> None:
        self._seconds = 0.0
        super().__init__(
            # nbclient puts back each cell that it executed: one place is enough for all.
            _node(cells=[_cell("")], metadata={}),
            startup_timeout=_START_S,
            timeout_func=lambda _cell: max(self._seconds, 0.001),
            store_widget_state=False,
            record_timing=False,
            iopub_timeout=10,
            force_raise_errors=True,
        )
        self._printed: Final = log
        self._desk: Final = desk
        self.seen = 0
        """Bytes of output, kept or not."""

    async def start(self, cwd: str) -> None:
        """Start the kernel."""
        self.km = AsyncKernelManager(
            kernel_name="python3",
            kernel_spec_manager=_OnlyOurs(),
            transport="ipc",
            ip=str(self._desk / "k"),
            connection_file=str(self._desk / "k.json"),
        )
        await self.async_start_new_kernel(cwd=cwd)
        await self.async_start_new_kernel_client()

    async def cell(self, source: str, seconds: float, *, ours: bool = False) -> None:
        """Execute one cell within so many seconds; code of ours leaves no trace in the history."""
        self._seconds = seconds
        await self.async_execute_cell(_cell(source), 0, store_history=not ours)

    async def interrupt(self) -> None:
        """Send the kernel an interrupt."""
        if self.km is not None:
            await ensure_async(self.km.interrupt_kernel())

    async def kill(self) -> None:
        """Kill the kernel."""
        if self.km is not None and self.km.has_kernel:
            await ensure_async(self.km.shutdown_kernel(now=True))

    async def exit_code(self) -> int | None:
        """Return how the kernel's process ended; None where that is not to be had."""
        process = getattr(self.km.provisioner, "process", None) if self.km else None
        if process is None:
            return None
        with contextlib.suppress(subprocess.TimeoutExpired):
            return int(await asyncio.to_thread(process.wait, _DEATH_S))
        return None

    def process_message(self, msg: dict[str, Any], cell: Any, cell_index: int) -> None:  # noqa: ARG002 - nbclient's signature
        """Take the text of an output, and nothing else."""
        content = msg["content"]
        match msg["msg_type"]:
            case "status" if content["execution_state"] == "idle":
                raise CellExecutionComplete
            case "stream":
                self._add(content["text"], 0)
            case "display_data" | "execute_result" | "update_display_data":
                shown = content["data"].get("text/plain", "")
                rest = sum(len(str(value)) for value in content["data"].values()) - len(shown)
                self._add(f"{shown}\n", rest)

    def _add(self, text: str, unseen: int) -> None:
        raw = text.encode(errors="replace")
        self._printed.add(raw)
        self.seen += len(raw) + unseen
        if self.seen > FLOOD_BYTES and self.km is not None:
            process = getattr(self.km.provisioner, "process", None)
            if process is not None:
                process.send_signal(signal.SIGKILL)


class _OnlyOurs(KernelSpecManager):
    """The one kernel there is, whatever a notebook asks for and whatever lies in home folders."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return KernelSpec(
            argv=[
                sys.executable,
                "-I",
                "-m",
                "ipykernel_launcher",
                "-f",
                "{connection_file}",
                "--IPKernelApp.log_level=CRITICAL",
            ],
            display_name=kernel_name,
            language="python",
        )


def _cell(source: str) -> NotebookNode:
    return _node(cell_type="code", source=source, metadata={}, outputs=[], execution_count=None)


def _node(**parts: Any) -> NotebookNode:
    node: NotebookNode = from_dict(parts)  # type: ignore[no-untyped-call]  # nbformat has no types here
    return node
