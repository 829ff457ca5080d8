"""What a sandbox costs to start: a bare subprocess and each backend, interleaved in one run.

Each does nothing, and imports scikit-learn, with the same interpreter and the same packages. What
is timed is everything from the order to start until the program says that it has done its work.
Clearing away comes after, in a box as for a process.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from contract import Bar, run

from takehome.proctor.carry import framed
from takehome.sandbox import environment
from takehome.sandbox.choose import choose
from takehome.sandbox.protocol import Limits, Sandbox, SandboxMissing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WORK = {"nothing": "pass", "scikit-learn": "import sklearn.ensemble"}
BARS_MS = {
    ("nothing", "bubblewrap"): 60,
    ("nothing", "landlock"): 60,
    ("nothing", "docker"): 600,
    ("scikit-learn", "bubblewrap"): 100,
    ("scikit-learn", "landlock"): 200,
}
LIMITS = Limits(lifetime_s=120, memory_mib=2048, disk_mib=64)
PATIENCE_S = 60.0
DONE = "\nimport os\nos.write(1, b'.')\n"


def measure(quick: bool) -> Sequence[Bar]:  # noqa: FBT001 - the contract's signature
    """Return what each backend takes beyond the bare subprocess, as a median over pairs."""
    runs = 9 if quick else 31
    ways = _ways()
    took: dict[tuple[str, str], list[float]] = {}
    for number in range(runs + 1):
        for what, source in WORK.items():
            for name, way in ways.items():
                seconds = way(source)
                # The first of each warms caches and is not counted.
                if number:
                    took.setdefault((what, name), []).append(seconds)
    bars = []
    for what in WORK:
        bare = took[what, "bare"]
        bars.append(_bar(f"{what}: bare subprocess", 1000 * statistics.median(bare), None, runs))
        for name in ways:
            if name != "bare":
                over = 1000 * (statistics.median(took[what, name]) - statistics.median(bare))
                bars.append(
                    _bar(f"{what}: {name} over bare", over, BARS_MS.get((what, name)), runs)
                )
    return bars


def _bar(name: str, value: float, bar: float | None, runs: int) -> Bar:
    return Bar(name=name, value=value, bar=bar, unit="ms", n=runs)


def _ways() -> dict[str, Callable[[str], float]]:
    interpreter = str(Path(environment.ensure(lambda _: None).folder) / "bin" / "python")
    ways: dict[str, Callable[[str], float]] = {"bare": partial(_bare, interpreter)}
    for name in ("bubblewrap", "landlock", "docker"):
        try:
            sandbox = choose(name)
        except SandboxMissing as missing:
            print(f"{name} is left out: {missing}", file=sys.stderr)  # noqa: T201 - a benchmark's own words
            continue
        ways[name] = partial(_boxed, sandbox)
    return ways


def _bare(interpreter: str, source: str) -> float:
    began = time.perf_counter()
    with subprocess.Popen(
        [interpreter, "-I", "-c", f"{source}{DONE}"], stdout=subprocess.PIPE
    ) as process:
        if process.stdout is None or process.stdout.read(1) != b".":
            raise RuntimeError("it did not do its work")
        return time.perf_counter() - began


def _boxed(sandbox: Sandbox, source: str) -> float:
    began = time.perf_counter()
    box = sandbox.open(LIMITS)
    try:
        deadline = time.monotonic() + PATIENCE_S
        box.send(framed({"__main__.py": f"{source}{DONE}".encode()}), deadline=deadline)
        box.receive(1, deadline=deadline)
        return time.perf_counter() - began
    finally:
        box.end()


if __name__ == "__main__":
    run(measure, __doc__)
