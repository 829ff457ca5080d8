"""What a sitting costs beside plain nbclient: the same notebook, the same packages, in one run.

CPU seconds are the whole machine's, so that an engine's own work counts too: run it where nothing
else runs. Plain nbclient is a process of its own with the environment's interpreter; a sitting is
everything from the opened sandbox to the stored evidence, its probes included, without the imports
of the harness, the marking and the report.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from contract import Bar, run

from takehome.challenge import find
from takehome.kit import write_folder
from takehome.sandbox import environment
from takehome.sandbox.choose import choose
from takehome.sandbox.protocol import Sandbox, SandboxMissing
from takehome.sitting import Terms, paper_of, sit
from takehome.store.vault import Vault
from takehome.submission import receive
from takehome.submission.notebook import notebook_bytes, notebook_cell
from takehome_datasets.variant import Variant, make_variant
from takehome_graders.evidence import Outcome
from takehome_graders.listening import PROBE, REPEAT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROWS, WINDOW = 40_000, 10_000
CELLS = (
    (
        "import pandas as pd\nfrom pathlib import Path\n"
        "from sklearn.linear_model import LogisticRegression\n"
        "from sklearn.model_selection import cross_val_score"
    ),
    (
        "frame = pd.read_csv(Path('data') / TABLE)\n"
        "numbers = frame.select_dtypes('number').columns\n"
        "used = [c for c in numbers if c not in (ID, OUTCOME)]\n"
        "X, y = frame[used].fillna(0), frame[OUTCOME]"
    ),
    "model = LogisticRegression(max_iter=50, solver='liblinear').fit(X, y)",
    "scores = cross_val_score(model, X, y, cv=5, scoring='average_precision')",
    "expected_score = float(scores.mean())",
    (
        "def predict(folder):\n    rows = pd.read_csv(Path(folder) / TABLE)\n"
        "    return pd.Series(model.predict_proba(rows[used].fillna(0))[:, 1], index=rows[ID])"
    ),
)
PLAIN = """
import sys
import nbclient, nbformat
notebook = nbformat.read(sys.argv[1], as_version=4)
nbclient.NotebookClient(notebook, kernel_name="python3", timeout=600).execute()
"""
OWN = """
import json, statistics, sys, time
for cell in json.load(open(sys.argv[1]))["cells"]:
    exec("".join(cell["source"]), globals())
took = []
for _ in range(int(sys.argv[3])):
    began = time.perf_counter()
    predict(sys.argv[2])
    took.append(time.perf_counter() - began)
print(statistics.median(took))
"""
OWN_TIMES = 9
PROBE_MS = 100
TERMS = Terms(
    deliverables=("predict", "expected_score"),
    fit_s=600,
    probe_s=60,
    memory_mib=4096,
    disk_mib=1024,
    processes=256,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Of one run."""

    wall_s: float
    cpu_s: float
    probe_s: float = 0.0
    """Of one more probe of a whole window, the submission's own time included."""


def measure(quick: bool) -> Sequence[Bar]:  # noqa: FBT001 - the contract's signature
    """Return the costs side by side; nothing here is bound but the cost of a probe."""
    recipe = replace(find("card-fraud").recipe, rows=ROWS, window_rows=WINDOW)
    variant = make_variant(recipe, seed=b"the benchmark's own seed, any will do")
    runs = 3 if quick else 9
    with tempfile.TemporaryDirectory() as folder:
        ways = dict(_ways(variant, Path(folder)))
        own_s = _own_s(Path(folder) / "kit", variant)
        costs: dict[str, list[Cost]] = {name: [] for name in ways}
        for number in range(runs + 1):
            for name, way in ways.items():
                cost = way()
                # The first of each warms caches and is not counted.
                if number:
                    costs[name].append(cost)
    return [*_bars(costs, own_s, runs)]


def _bars(costs: dict[str, list[Cost]], own_s: float, runs: int) -> Sequence[Bar]:
    plain = costs.pop("nbclient")
    bars = []
    for what in ("wall_s", "cpu_s"):
        floor = statistics.median(getattr(cost, what) for cost in plain)
        bars.append(_told(f"nbclient {what}", floor, "s", runs))
        for name, sat in costs.items():
            value = statistics.median(getattr(cost, what) for cost in sat)
            bars.append(_told(f"{name} {what}", value, "s", runs))
            bars.append(_told(f"{name} {what} over nbclient", value - floor, "s", runs))
    for name, sat in costs.items():
        value = 1000 * statistics.median(cost.probe_s for cost in sat)
        bars.append(_told(f"{name} one probe of {WINDOW} rows", value, "ms", runs))
        bars.append(
            Bar(
                name=f"{name} one probe beyond the submission's own time",
                value=value - 1000 * own_s,
                bar=PROBE_MS,
                unit="ms",
                n=runs,
            )
        )
    return [*bars, _told("the submission's own time for one probe", 1000 * own_s, "ms", OWN_TIMES)]


def _told(name: str, value: float, unit: str, runs: int) -> Bar:
    return Bar(name=name, value=value, bar=None, unit=unit, n=runs)


def _ways(variant: Variant, folder: Path) -> Sequence[tuple[str, Callable[[], Cost]]]:
    key = variant.key
    named = f"TABLE, ID, OUTCOME = {key.table!r}, {key.id_column!r}, {key.outcome_column!r}\n"
    cells = [named + CELLS[0], *CELLS[1:]]
    notebook = notebook_bytes(
        [notebook_cell("code", cell, number) for number, cell in enumerate(cells, start=1)]
    )
    files = {f"data/{name}": content for name, content in variant.data.items()}
    write_folder(folder / "kit", {**files, "submission/solution.ipynb": notebook})
    submission = receive(folder / "kit" / "submission")
    vault = Vault(folder / "vault")
    vault.keep_invitation(variant, "benchmark", None)
    ways: list[tuple[str, Callable[[], Cost]]] = [("nbclient", lambda: _plain(folder / "kit"))]
    for name in ("docker", "bubblewrap"):
        try:
            sandbox = choose(name)
        except SandboxMissing as missing:
            print(f"{name} is left out: {missing}", file=sys.stderr)  # noqa: T201 - a benchmark's own words
            continue

        def way(sandbox: Sandbox = sandbox) -> Cost:
            began, before = time.perf_counter(), _machine_cpu_s()
            paper = paper_of(variant)
            number = vault.keep_submission(variant.kit, submission, submission.sha256)
            evidence = sit(submission, paper, TERMS, sandbox, note=lambda _: None)
            vault.keep_sitting(number, datetime.now(UTC), evidence)
            if evidence.ending.outcome is not Outcome.COMPLETED:
                raise RuntimeError(str(evidence.ending))
            return Cost(
                wall_s=time.perf_counter() - began,
                cpu_s=_machine_cpu_s() - before,
                probe_s=statistics.median(
                    reply.seconds for reply in evidence.replies if _is_further(reply.probe)
                ),
            )

        ways.append((name, way))
    return ways


def _is_further(probe: str) -> bool:
    """Say whether it is a whole window that was asked after the first."""
    return probe.startswith((REPEAT, PROBE))


def _own_s(kit: Path, variant: Variant) -> float:
    """Return what `predict` takes for a window where nobody asks but a plain interpreter."""
    interpreter = Path(environment.ensure(lambda _: None).folder) / "bin" / "python"
    write_folder(kit.parent / "window", variant.key.windows[0].folder)
    ran = subprocess.run(
        [str(interpreter), "-c", OWN, "submission/solution.ipynb", "../window", str(OWN_TIMES)],
        cwd=kit,
        check=True,
        capture_output=True,
        text=True,
    )
    return float(ran.stdout.split()[-1])


def _plain(kit: Path) -> Cost:
    interpreter = Path(environment.ensure(lambda _: None).folder) / "bin" / "python"
    began, before = time.perf_counter(), _machine_cpu_s()
    subprocess.run(
        [str(interpreter), "-c", PLAIN, "submission/solution.ipynb"],
        cwd=kit,
        check=True,
        stderr=subprocess.DEVNULL,
    )
    return Cost(wall_s=time.perf_counter() - began, cpu_s=_machine_cpu_s() - before)


def _machine_cpu_s() -> float:
    """Return the seconds that all processors together have worked since the machine started."""
    user, nice, system = map(int, Path("/proc/stat").read_text().split()[1:4])
    return (user + nice + system) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    run(measure, __doc__)
