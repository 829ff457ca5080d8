"""The recorder in real sandboxes: what it sees of honest work, and of what reaches around it."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

import samples
from takehome.sandbox.bubblewrap import Bubblewrap
from takehome.sandbox.docker import Docker
from takehome.sandbox.landlock import Landlock
from takehome.sitting import Terms, paper_of, sit
from takehome.store.plain import from_bytes, to_bytes
from takehome_graders.evidence import Evidence, Outcome
from takehome_graders.grading import mark
from takehome_graders.marks import Fault
from takehome_graders.recording.closure import Source
from takehome_graders.validation import tampering

if TYPE_CHECKING:
    from takehome.sandbox.protocol import Sandbox
    from takehome_graders.recording import Recording

TERMS = Terms(
    deliverables=("predict", "expected_score"),
    fit_s=60,
    probe_s=20,
    memory_mib=1024,
    disk_mib=128,
    processes=64,
)
ROWS = 500
RNG = np.random.default_rng(8)
EXAMPLES = "id,amount,late_field,outcome\n" + "".join(
    f"{1000 + at},{amount:.9f},,{outcome}\n"
    for at, amount, outcome in zip(
        range(ROWS), RNG.normal(size=ROWS), RNG.integers(0, 2, ROWS), strict=True
    )
)
HONEST = """
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.preprocessing import StandardScaler
{before}
frame = pd.read_csv('data/examples.csv')
fitted, judged = frame[:400], frame[400:]
model = LogisticRegression().fit(fitted[['amount']], fitted['outcome'])
said = model.predict_proba(judged[['amount']])[:, 1]
expected_score = average_precision_score(judged['outcome'], said)
{after}
def predict(folder):
    rows = pd.read_csv(folder / 'examples.csv')
    return pd.Series(model.predict_proba(rows[['amount']])[:, 1], index=rows['id'])
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """One way of reaching around the recorder, and what is said of it."""

    name: str
    code: str
    said: tuple[str, ...]
    """Each in one of the claims."""


REACHES = (
    Reach(
        name="noticed",
        code="import ctypes, os, subprocess, sys\n"
        "import sklearn.model_selection._split as split\n"
        "StandardScaler.fit = StandardScaler.fit.__wrapped__\n"
        "split.train_test_split = lambda *a, **k: a\n"
        "subprocess.run([sys.executable, '-I', '-S', '-c', 'print(1)'], check=True)\n"
        "pid = os.fork()\nif not pid: os._exit(0)\nos.waitpid(pid, 0)\n"
        "ctypes.CDLL(None)",
        said=("something of its own", "other programs", "several processes", "by ctypes"),
    ),
    Reach(
        name="forged",
        code="import sys\n"
        "recorder = sys.modules['recorder.switch']._STANDING[0].recorder\n"
        "for value in (1e308 * 10, 'x' * 10**4, [[]] * 99, {'a': {}}, 10**300, '\\ud800', True):\n"
        "    try:\n"
        "        recorder.tell({'kind': 'event', 'value': value, 'number': value, 'line': value})\n"
        "    except Exception: pass\n"
        "recorder._sequence = iter([7, 7, 7, 900] + [*range(1000, 9000)])\n"
        "for _ in range(4): recorder.tell({'kind': 'noticed'})",
        said=("spoke in the recorder's place",),
    ),
    Reach(
        name="switched-off",
        code="import sys\nsys.modules['recorder.switch']._STANDING[0].recorder.on = False",
        said=("breaks off",),
    ),
    Reach(
        name="modules-deleted",
        code="import sys\n"
        "for name in [*sys.modules]:\n"
        "    if name.startswith(('sklearn.pre', 'recorder')): del sys.modules[name]",
        said=(),
    ),
    Reach(
        name="garbage-on-its-line",
        code="import os, sys\n"
        "recorder = sys.modules['recorder.switch']._STANDING[0].recorder\n"
        "line = recorder._emit.__closure__[0].cell_contents\n"
        "os.write(line.fileno(), b'\\xff' * 4096)",
        said=("breaks off",),
    ),
)


def a_sandbox(name: str) -> Sandbox:
    match name:
        case "docker":
            return Docker()
        case "bubblewrap":
            return Bubblewrap()
        case _:
            return Landlock(groups=False)


EVERY = [
    pytest.param(name, marks=pytest.mark.needs(name))
    for name in ("docker", "bubblewrap", "landlock")
]
# The third differs from these in nothing that a script could reach.
BOTH = EVERY[:2]


def sat(sandbox: str, source: str, *, notebook: bool = False) -> Evidence:
    entry = "solution.ipynb" if notebook else "solution.py"
    content = as_notebook(source) if notebook else source.encode()
    submission = samples.a_submission(
        files={entry: content}, entry=entry, form="notebook" if notebook else "script"
    )
    paper = replace(paper_of(samples.a_variant()), data={"examples.csv": EXAMPLES.encode()})
    return sit(submission, paper, TERMS, a_sandbox(sandbox), note=lambda _: None)


def as_notebook(source: str) -> bytes:
    cell: dict[str, object] = {
        "cell_type": "code",
        "metadata": {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }
    return json.dumps(
        {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    ).encode()


def heard(evidence: Evidence) -> Recording:
    assert evidence.recording is not None, evidence.ending
    return evidence.recording


@pytest.mark.parametrize("sandbox", EVERY)
@pytest.mark.parametrize("notebook", [False, True], ids=["script", "notebook"])
def test_honest_work_is_seen_whole_and_nobody_is_accused(sandbox: str, *, notebook: bool) -> None:
    evidence = sat(sandbox, HONEST.format(before="", after=""), notebook=notebook)

    recording = heard(evidence)
    assert evidence.ending.outcome is Outcome.COMPLETED, evidence.ending
    assert [event.what for event in recording.events] == ["read", "fit", "predict", "metric"]
    cell = 1 if notebook else 0
    assert {(event.spot.file, event.spot.cell) for event in recording.events} == {
        (evidence.entry, cell)
    }
    assert [event.spot.line for event in recording.events] == [7, 9, 10, 11]
    assert all(argument.rows for event in recording.events for argument in event.arguments)
    assert {*recording.sources.values()} == {Source.EQUAL}
    assert [*tampering.found(evidence)] == []


@pytest.mark.parametrize("sandbox", BOTH)
@pytest.mark.parametrize("reach", REACHES, ids=lambda reach: reach.name)
def test_reaching_around_is_said_and_hurts_nothing_of_ours(reach: Reach, sandbox: str) -> None:
    began = time.monotonic()

    evidence = sat(sandbox, HONEST.format(before=reach.code, after=""))

    assert time.monotonic() - began < 60
    assert evidence.ending.outcome is Outcome.COMPLETED, evidence.ending
    claims = [finding.claim for finding in tampering.found(evidence)]
    assert all(any(said in claim for claim in claims) for said in reach.said), claims
    assert from_bytes(Evidence, to_bytes(evidence)).recording is not None
    marks = mark(samples.a_key(), evidence, {"validation": 1.0})
    assert not isinstance(marks.by_criterion["validation"], Fault), marks.by_criterion


@pytest.mark.parametrize("sandbox", BOTH)
def test_answers_that_no_recorded_model_gave_are_asked_about(sandbox: str) -> None:
    by_hand = HONEST.format(before="", after="").replace(
        "model.predict_proba(rows[['amount']])[:, 1]",
        "(rows['amount'] * 7919 % 13 / 13).to_numpy()",
    )

    evidence = sat(sandbox, by_hand)

    assert {*heard(evidence).sources.values()} == {Source.UNEXPLAINED}
    assert [finding.tone for finding in tampering.found(evidence)] == ["note"]
