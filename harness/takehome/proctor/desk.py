"""The proctor's desk: every message of the host's, and what is done about it."""

from __future__ import annotations

import os
import platform
import shutil
import socket
import sys
import tempfile
import threading
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from . import contract, decisions, slip
from .cells import FormName, read_cells
from .folder import ProbeFolder, lay_out
from .form import Seat
from .frames import pack, unpack
from .hearing import Hearing
from .imports import check_imports
from .log import Log
from .trouble import KernelMissing, Setting, Trouble, of_disk, of_exception

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from .form import Form

_MAX_IN: Final = 1 << 31
_STOCK_S: Final = 60.0
_MAX_LOG_KIB: Final = 256
_MAX_TRACEBACK: Final = 20_000
_MAX_MESSAGE: Final = 4000


class Desk:
    """One sitting, from inside the box."""

    def __init__(self, pipe_in: int, pipe_out: int) -> None:
        self._in: Final = pipe_in
        self._out: Final = pipe_out
        self._kit: Final = Path("kit").absolute()
        # Beside the kit, not in it: a candidate's search for data finds what they know.
        self._probes: Final = Path("probes").absolute()
        # Sockets have short names only: the desk stands in the temporary folder.
        self._desk: Final = Path(tempfile.mkdtemp(prefix="desk"))
        self._slip: Final = str(self._desk / "slip")
        slip.reserve(self._slip)
        self._form: Form | None = None
        self._lock: Final = threading.Lock()
        self._hearing: Final = Hearing(self._desk, self._say)
        self._id_column = ""
        self._setting = Setting(entry="", allowed=())

    def serve(self) -> None:
        """Answer messages until the host says that it is the end, or hangs up."""
        self._say({"kind": "ready", "python": platform.python_version(), "packages": packages()})
        try:
            while True:
                header, arrays = unpack(self._read, max_bytes=_MAX_IN)
                match header["kind"]:
                    case "sit":
                        self._sit(header, arrays["contents"])
                    case "probe":
                        self._probe(header, arrays)
                    case _:
                        return
        except EOFError:
            return
        finally:
            if self._form is not None:
                self._form.close()
            self._hearing.close()
            shutil.rmtree(self._desk, ignore_errors=True)

    def _sit(self, header: Mapping[str, Any], contents: NDArray[Any]) -> None:
        entry = str(header["entry"])
        self._setting = Setting(
            entry=entry.removeprefix("submission/"), allowed=tuple(header["allowed"])
        )
        log = Log(min(int(header["log_kib"]), _MAX_LOG_KIB))
        self._id_column = str(header["id_column"])
        try:
            self._kit.mkdir()
            lay_out(self._kit, header["files"], contents)
            seat = self._seat(log, self._watch(header, entry))
            self._form = self._seated(header, self._kit / entry, seat)
            began = time.perf_counter()
            try:
                self._form.execute(float(header["fit_s"]))
                seconds = time.perf_counter() - began
            finally:
                self._hearing.settle()
            stock, _ = self._form.call("stock", {"deliverables": header["deliverables"]}, _STOCK_S)
            self._check_stock(stock)
        except KernelMissing as missing:
            self._trouble(missing, "start", {}, log.text())
        except Trouble as trouble:
            self._trouble(trouble, "fit", {}, log.text())
        except OSError as error:
            self._trouble(of_disk(error), "start", {}, log.text())
        else:
            self._say(
                {
                    "kind": "fitted",
                    "seconds": seconds,
                    "claim": stock.get("claim"),
                    "shipping": stock.get("shipping"),
                    "problems": stock.get("problems"),
                    "log": log.text(),
                }
            )

    def _watch(self, header: Mapping[str, Any], entry: str) -> Mapping[str, Any] | None:
        """Return what the recorder is told; None where the host does not want to watch."""
        asked = header.get("recorder")
        return self._hearing.config(asked, self._kit, entry) if asked else None

    def _seat(self, log: Log, watch: Mapping[str, Any] | None) -> Seat:
        return Seat(
            setting=self._setting,
            kit=self._kit,
            slip=self._slip,
            log=log,
            hearing=self._hearing,
            watch=watch,
        )

    def _seated(self, header: Mapping[str, Any], entry: Path, seat: Seat) -> Form:
        form: FormName | Literal["commands"] = header["form"]
        if form == "commands":
            from .commands import Commands

            return Commands(header["commands"], seat, entry.parent)
        cells = read_cells(entry, form)
        check_imports(cells, entry, self._setting)
        from .script import Script

        if form == "script":
            return Script(entry, seat)
        if not _has_sockets():
            return Script(entry, seat, cells)
        from .notebook import Notebook

        return Notebook(cells, seat, entry.parent)

    def _check_stock(self, stock: Mapping[str, Any]) -> None:
        """Check what was left behind, which is not believed to be more than words.

        Raises:
            Trouble: It cannot be asked for what was agreed; everything that is wrong is said.
        """
        if broken := stock.get("broken"):
            said = [*broken, *(stock.get("problems") or ())]
            raise Trouble("contract-broken", "\n".join(str(each) for each in said))

    def _probe(self, header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> None:
        number, what = {"number": header["number"]}, str(header["asks"])
        if self._form is None:
            self._trouble(Trouble("failed", "Nothing was fitted.", over=True), "probe", number, "")
            return
        try:
            with ProbeFolder(self._probes, header["files"], arrays["contents"]) as folder:
                asked: dict[str, Any] = {"folder": str(folder), "id_column": self._id_column}
                if what == "predict":
                    asked["watched"] = header["number"] if header.get("watched") else 0
                answer, columns = self._form.call(what, asked, float(header["deadline_s"]))
            told = self._told(what, answer)
            self._check_answer(what, columns, arrays["ids"])
        except Trouble as trouble:
            self._trouble(trouble, "probe", number, self._form.printed())
        except OSError as error:
            self._trouble(of_disk(error), "probe", number, self._form.printed())
        else:
            self._say({"kind": "answer", **number, **told}, columns)

    def _told(self, what: str, answer: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a slip says, which came from the submission's process and is not believed.

        Raises:
            Trouble: It is no answer.
        """
        match answer:
            case {"kind": "answer", "seconds": float(seconds), "alarm": dict(alarm)}:
                return {"seconds": seconds, "alarm": alarm}
            case {"kind": "answer", "seconds": float(seconds)}:
                return {"seconds": seconds}
            case {"kind": "broken", "message": str(message)}:
                raise Trouble("contract-broken", message)
            case {"kind": "raised"}:
                raise of_exception(answer, self._setting)
            case _:
                raise Trouble("failed", f"{what} left no answer behind.")

    def _check_answer(
        self, what: str, columns: Mapping[str, NDArray[Any]], asked: NDArray[Any]
    ) -> None:
        """Check the numbers of an answer.

        Raises:
            Trouble: They are not what was asked for.
        """
        ids, values = columns["ids"].tolist(), columns["values"].tolist()
        try:
            match what:
                case "predict":
                    contract.check(ids, values, asked.tolist(), self._id_column)
                case "decide":
                    decisions.decisions(values, asked.tolist(), self._id_column)
        except contract.ContractBroken as broken:
            raise Trouble("contract-broken", str(broken)) from broken

    def _trouble(self, trouble: Trouble, during: str, extra: Mapping[str, Any], log: str) -> None:
        self._say(
            {
                "kind": "trouble",
                **extra,
                "outcome": trouble.outcome,
                "during": during,
                "message": trouble.message[:_MAX_MESSAGE],
                "place": asdict(trouble.place) if trouble.place else None,
                "traceback": trouble.traceback[-_MAX_TRACEBACK:],
                "signal": trouble.signal,
                "over": trouble.over or during != "probe",
                "log": log,
            }
        )

    def _say(
        self, header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]] | None = None
    ) -> None:
        rest = memoryview(pack(header, arrays))
        # What the ear passes on goes between the proctor's own messages, never into one.
        with self._lock:
            while rest:
                rest = rest[os.write(self._out, rest) :]

    def _read(self, size: int) -> bytes:
        """Return exactly that many bytes of the pipe.

        Raises:
            EOFError: The host hung up.
        """
        pieces, left = [], size
        while left:
            piece = os.read(self._in, min(left, 1 << 20))
            if not piece:
                raise EOFError
            pieces.append(piece)
            left -= len(piece)
        return b"".join(pieces)


def _has_sockets() -> bool:
    """Say whether a kernel could be talked to: some boxes have no sockets but pairs."""
    try:
        socket.socket(socket.AF_UNIX).close()
    except OSError:
        return False
    return True


def packages() -> dict[str, str]:
    """Return the environment's packages with their versions, from their folders' names alone."""
    found = {}
    for folder in sys.path:
        for about in Path(folder).glob("*.dist-info"):
            name, _, version = about.name.removesuffix(".dist-info").partition("-")
            found[name.replace("_", "-").lower()] = version
    return dict(sorted(found.items()))
