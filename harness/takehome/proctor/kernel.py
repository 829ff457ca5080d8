"""The kernel of a notebook: one process, IPC sockets, and outputs that go into a log.

nbclient does the talking. Of what a cell displays only the text is kept, and that within the log's
limit; a notebook that prints without end is killed.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import ensure_async
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionComplete
from nbformat.notebooknode import NotebookNode, from_dict

from .log import FLOOD_BYTES, Log

if TYPE_CHECKING:
    from pathlib import Path

START_S: Final = 60
_DEATH_S: Final = 2.0


class Kernel(NotebookClient):
    """A kernel that executes one cell after the other, each with a deadline of its own."""

    def __init__(self, log: Log, desk: Path) -> None:
        self._seconds = 0.0
        super().__init__(
            # nbclient puts back each cell that it executed: one place is enough for all.
            _node(cells=[_cell("")], metadata={}),
            startup_timeout=START_S,
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
