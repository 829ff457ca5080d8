"""A submission that is a notebook, executed cell by cell in a kernel of its own."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from nbclient.exceptions import (
    CellExecutionError,
    CellTimeoutError,
    DeadKernelError,
)

from . import slip
from .kernel import START_S, Kernel
from .log import FLOOD_BYTES
from .trouble import KernelMissing, Trouble, flooded, gone, late, of_exception, place_of

if TYPE_CHECKING:
    from collections.abc import Coroutine, Mapping

    from .form import Seat, Slip

_T = TypeVar("_T")

_GRACE_S: Final = 2.0
_ASK: Final = "__import__('sys').modules['proctor.ask']"
"""How code in the kernel names the module that runs beside the submission."""
_WATCH: Final = "__import__('sys').modules['proctor.watch']"


class Notebook:
    """One notebook, its kernel, and the channel to it."""

    def __init__(
        self,
        cells: list[tuple[int, str]],
        seat: Seat,
        beside: Path,
    ) -> None:
        self._setting: Final = seat.setting
        self._slip: Final = seat.slip
        self._cells: Final = cells
        self._loop: Final = asyncio.new_event_loop()
        self._client: Final = Kernel(seat.log, Path(seat.slip).parent)
        self._log: Final = seat.log
        self._executed: Final[dict[str, int]] = {}
        try:
            self._run(self._client.start(cwd=str(seat.kit)))
        except (RuntimeError, OSError) as error:
            raise KernelMissing(
                "failed", f"The notebook's kernel did not start: {error}."
            ) from error
        self._quietly(
            f"import sys; sys.path.insert(0, {sys.argv[0]!r}); import proctor.ask;"
            f" {self._watching(seat.watch)} sys.path[0] = {str(beside)!r}; proctor.ask.volunteer();"
            " del proctor, sys",
            START_S,
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
                trouble = self._raised(error, number)
                self._watched()
                raise trouble from error
        self._watched()

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

    def _watching(self, config: Mapping[str, Any] | None) -> str:
        """Return the code that switches the recorder on."""
        if config is None:
            return ""
        sources = json.dumps({source: number for number, source in self._cells})
        named = f"lambda: {_ASK}.cells({sources!r})"
        return f"import proctor.watch; proctor.watch.begin({config!r}, {named});"

    def _watched(self) -> None:
        """Switch the recorder off; where that fails, it is for the host to notice."""
        with contextlib.suppress(CellTimeoutError, Trouble):
            self._quietly(f"{_WATCH}.end()", _GRACE_S)

    def _places(self, what: str) -> str:
        if what == "stock":
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
