"""A browser to look at pages with: Chromium without a window, spoken to over a pair of pipes.

It speaks the DevTools protocol, one JSON message after the other, each ended by a NUL. Nothing has
to be installed for it beyond Chromium itself.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import signal
import tempfile
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from pathlib import Path

NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
HOW: Final = "install it with: apt-get install chromium"

_WAIT_S: Final = 60.0
_END_S: Final = 10.0
_FLAGS: Final = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--no-first-run",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--remote-debugging-pipe",
)


class BrowserError(Exception):
    """Chromium answered with an error, or not at all."""


def executable() -> str | None:
    """Return where Chromium is, or None where there is none."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def _started(found: str, flags: tuple[str, ...], reads: int, writes: int) -> int:
    """Start Chromium, which reads from descriptor 3 and writes to 4, and return its process id."""
    # Moved out of the way first: a descriptor that is 3 or 4 already would be written over.
    away = [fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 10) for descriptor in (reads, writes)]
    nothing = [
        (os.POSIX_SPAWN_OPEN, descriptor, os.devnull, os.O_RDWR, 0) for descriptor in (0, 1, 2)
    ]
    pipes = [(os.POSIX_SPAWN_DUP2, away[0], 3), (os.POSIX_SPAWN_DUP2, away[1], 4)]
    try:
        return os.posix_spawn(
            found, [found, *flags], dict(os.environ), file_actions=[*nothing, *pipes]
        )
    finally:
        for descriptor in away:
            os.close(descriptor)


class Browser:
    """Chromium with one page open."""

    def __init__(self) -> None:
        found = executable()
        if found is None:
            raise BrowserError(f"There is no Chromium here; {HOW}.")
        self._profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        self._pid = _started(
            found, (*_FLAGS, f"--user-data-dir={self._profile.name}"), theirs_in, theirs_out
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._pending = b""
        self._number = 0
        self._session: str | None = None
        self.events: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End Chromium, and take its profile away."""
        self._session = None
        with suppress(BrowserError, OSError):
            self.call("Browser.close")
        deadline = time.monotonic() + _END_S
        while os.waitpid(self._pid, os.WNOHANG) == (0, 0):
            if time.monotonic() > deadline:
                os.kill(self._pid, signal.SIGKILL)
                os.waitpid(self._pid, 0)
                break
            time.sleep(0.02)
        os.close(self._in)
        os.close(self._out)
        self._profile.cleanup()

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Return what Chromium answers to a command; events that come meanwhile are kept."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session is not None:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read(method)
            if answer.get("id") != self._number:
                self.events.append(answer)
            elif "error" in answer:
                raise BrowserError(f"{method}: {answer['error']}")
            else:
                result: dict[str, Any] = answer["result"]
                return result

    def open(self, page: Path) -> float:
        """Open a file, wait until it is shown, and return after how many seconds it was."""
        self.events.clear()
        self.call("Page.navigate", url=page.resolve().as_uri())
        deadline = time.monotonic() + _WAIT_S
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            if time.monotonic() > deadline:
                raise BrowserError(f"{page} was not shown within {_WAIT_S:.0f} s")
            self.events.append(self._read("Page.loadEventFired"))
        # The first frame that was really drawn: loaded is not yet shown.
        shown = "new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))"
        self.run(f"{shown}.then(() => performance.now() / 1000)")
        return float(self.run("performance.now() / 1000"))

    def run(self, script: str) -> Any:
        """Return what a script evaluates to in the page, having waited for its promise."""
        answer = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in answer:
            raise BrowserError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def media(self, medium: str = "screen", *, scheme: str = "light") -> None:
        """Show the page as on that medium and in that colour scheme."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.call("Emulation.setEmulatedMedia", media=medium, features=features)

    def size(self, width: int, height: int, *, zoom: float = 1.0) -> None:
        """Make the window so large; zoomed in, fewer and larger pixels of the page fit in."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=round(width / zoom),
            height=round(height / zoom),
            deviceScaleFactor=zoom,
            mobile=False,
        )

    def picture(self, path: Path, *, whole: bool = False) -> None:
        """Write what is shown, or the whole page, as a PNG."""
        answer = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(answer["data"]))

    def pdf(self, path: Path) -> None:
        """Print the page to a file, on the paper that its style asks for."""
        answer = self.call("Page.printToPDF", printBackground=False, preferCSSPageSize=True)
        path.write_bytes(base64.b64decode(answer["data"]))

    @property
    def complaints(self) -> list[str]:
        """What the console said since the page was opened."""
        kinds = ("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown")
        return [json.dumps(e["params"]) for e in self.events if e.get("method") in kinds]

    @property
    def requests(self) -> list[str]:
        """Every address that was asked for since the page was opened."""
        return [
            event["params"]["request"]["url"]
            for event in self.events
            if event.get("method") == "Network.requestWillBeSent"
        ]

    def _read(self, waiting_for: str) -> dict[str, Any]:
        while b"\0" not in self._pending:
            ready, _, _ = select.select([self._in], [], [], _WAIT_S)
            chunk = os.read(self._in, 1 << 20) if ready else b""
            if not chunk:
                raise BrowserError(f"Chromium does not answer to {waiting_for}.")
            self._pending += chunk
        message, _, self._pending = self._pending.partition(b"\0")
        decoded: dict[str, Any] = json.loads(message)
        return decoded
