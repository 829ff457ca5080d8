"""Running a submission of the corpus in its environment, with the recorder or without."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from takehome.proctor.carry import modules
from takehome.proctor.hearing import Hearing

_PROGRAM = """
import json, os, resource, sys, time
said = json.loads(sys.argv[1])
sys.path.insert(0, said["zip"])
entry = said["entry"]
if said["config"]:
    from recorder.switch import switch_on, switch_off
    switch_on(said["config"])
del sys.path[0]
sys.path.insert(0, os.path.dirname(entry))
sys.path.extend(said["more"])
from types import ModuleType
module = ModuleType("__main__")
module.__file__ = entry
sys.modules["__main__"] = module
sys.argv = [entry]
began = time.process_time()
error = ""
try:
    exec(compile(open(entry, "rb").read(), entry, "exec", dont_inherit=True), module.__dict__)
except BaseException as raised:
    import traceback
    error = traceback.format_exc()
cpu = time.process_time() - began
if said["config"]:
    switch_off()
cpu_all = time.process_time()
score = getattr(module, "expected_score", None)
with open(said["told"], "w") as file:
    json.dump({"cpu": cpu, "cpu_all": cpu_all, "error": error,
               "score": None if score is None else float(
                   score[0] if isinstance(score, tuple) else score),
               "peak_kib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}, file)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """One execution: what was told, and what it cost."""

    frames: tuple[tuple[dict[str, Any], dict[str, Any]], ...]
    error: str
    cpu_s: float
    """Of the submission's own process, from its first line to the recorder's last word."""
    peak_mib: float
    score: float | None
    printed: str


def run(python: str, entry: Path, kit: Path, *, record: bool, more: tuple[str, ...] = ()) -> Ran:
    """Execute a script in a kit's folder."""
    with tempfile.TemporaryDirectory(prefix="rec") as name:
        desk = Path(name)
        with ZipFile(desk / "proctor.zip", "w") as archive:
            for path, source in modules().items():
                archive.writestr(path, source)
        heard: list[tuple[dict[str, Any], dict[str, Any]]] = []
        hearing = Hearing(
            desk, lambda header, arrays: heard.append((dict(header["said"]), dict(arrays)))
        )
        config = {
            "examples": "data/payments.csv",
            "target": "is_fraud",
            "address": str(desk / "ear"),
            "desk": str(desk / "start"),
        }
        said = {
            "zip": str(desk / "proctor.zip"),
            "entry": str(entry),
            "config": config if record else None,
            "told": str(desk / "told"),
            "more": list(more),
        }
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        environment.pop("PYTHONPATH", None)
        ran = subprocess.run(
            [python, "-I", "-c", _PROGRAM, json.dumps(said)],
            cwd=kit,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        hearing.settle()
        hearing.close()
        told = desk / "told"
        if not told.exists():
            raise RuntimeError(f"{entry.name} left nothing behind: {ran.stderr[-2000:]}")
        result = json.loads(told.read_text(encoding="utf-8"))
    return Ran(
        frames=tuple(heard),
        error=result["error"],
        cpu_s=result["cpu"],
        peak_mib=result["peak_kib"] / 1024,
        score=result["score"],
        printed=(ran.stdout + ran.stderr)[-4000:],
    )
