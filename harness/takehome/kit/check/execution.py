"""Executing a submission in a process of its own, in a copy of the kit."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from takehome.kit.check.sample import DataChanged, write_sample
from takehome.kit.check.tasks import Step, Task
from takehome.submission.flaw import Flaw, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from takehome.kit.check.facts import Facts
    from takehome.submission.contents import Submission

_START_S = 60.0
"""For a slow machine to start Python."""
_POLL_S = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """What came of executing a submission."""

    flaws: tuple[Flaw, ...]
    seconds: float | None
    """How long it took; None where it did not come to its end."""
    asked: tuple[str, ...]
    """The functions that were asked."""
    rows: int
    """How many rows they were asked about."""
    missing: str | None
    """The module that it wanted and that is not installed here."""


def execute(submission: Submission, facts: Facts, kit: Path, program: Path) -> Execution:
    """Execute the submission and ask `predict` for a few rows.

    Args:
        submission: As it would be received.
        facts: What is known of the kit.
        kit: The candidate's own copy of it, which is not written to.
        program: The file of `check.py`, which executes itself once more.

    Raises:
        OSError: The disk is full, or cannot be written.
    """
    place = Path(tempfile.mkdtemp(prefix="check-"))
    try:
        return _executed(submission, facts, kit / "data", program, place)
    except DataChanged as error:
        flaw = Flaw(
            what=f"the data are not as they came ({one_line(str(error))}).",
            where=f"data/{facts.table}",
            mend="Unpack the kit again.",
        )
        return Execution(flaws=(flaw,), seconds=None, asked=(), rows=0, missing=None)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _executed(
    submission: Submission, facts: Facts, data: Path, program: Path, place: Path
) -> Execution:
    kit = place / "kit"
    shutil.copytree(data, kit / "data")
    for name, content in submission.files.items():
        path = kit / "submission" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    ids = write_sample(data, place / "rows", facts)
    write_sample(data, place / "window", facts, with_outcomes=True)
    task = Task(
        entry=str(kit / "submission" / submission.entry),
        name=submission.entry,
        form=submission.form,
        cells=submission.sources[0].cells,
        commands={name: tuple(parts) for name, parts in submission.commands.items()},
        deliverables=facts.deliverables,
        folder=str(place / "rows"),
        watched=str(place / "window"),
        ids=tuple(ids),
        id_column=facts.id_column,
        outcome_column=facts.outcome_column,
        result=str(place / "result.json"),
    )
    (place / "task.json").write_text(json.dumps(asdict(task)), encoding="utf-8")
    command = [sys.executable, str(program), "--execute", str(place / "task.json")]
    ended = _run(command, kit, Path(task.result), facts)
    return _understood(task, facts, ended, _read(Path(task.result)))


def _run(command: list[str], kit: Path, result: Path, facts: Facts) -> int | None:
    """Run the child and return how it ended; None where it had to be stopped."""
    environment = {**os.environ, "MPLBACKEND": "Agg", "IPYTHONDIR": str(kit.parent / "ipython")}
    has_groups = os.name == "posix"
    child = subprocess.Popen(
        command,
        cwd=kit,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=has_groups,
    )
    try:
        return _ended(child, result, facts)
    finally:
        # What the submission started itself goes with it.
        if has_groups:
            _end_group(child.pid)
        elif child.poll() is None:
            child.kill()
        child.wait()


def _ended(child: subprocess.Popen[bytes], result: Path, facts: Facts) -> int | None:
    limits = {"": _START_S, Step.BEGUN: facts.fit_s, Step.FITTED: facts.probe_s}
    step, asking, since = "", "", time.monotonic()
    while True:
        try:
            return child.wait(_POLL_S)
        except subprocess.TimeoutExpired:
            found = _read(result)
            now = str(found.get("step", "")), str(found.get("asking", ""))
        if now != (step, asking):
            (step, asking), since = now, time.monotonic()
        elif time.monotonic() - since > limits.get(step, _START_S):
            return None


def _end_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _read(result: Path) -> Mapping[str, Any]:
    if not result.is_file():
        return {}
    found: Mapping[str, Any] = json.loads(result.read_text(encoding="utf-8"))
    return found


def _understood(task: Task, facts: Facts, ended: int | None, found: Mapping[str, Any]) -> Execution:
    flaws = [Flaw(**flaw) for flaw in found.get("flaws", ())]
    step = found.get("step")
    if step == Step.FITTED:
        flaws.append(_stopped(task, found.get("asking", "it"), ended, facts.probe_s))
    elif step != Step.DONE:
        flaws.append(_stopped(task, "it", ended, facts.fit_s))
    return Execution(
        flaws=tuple(flaws),
        seconds=found.get("seconds"),
        asked=tuple(found.get("asked") or ()),
        rows=len(task.ids),
        missing=found.get("missing"),
    )


def _stopped(task: Task, what: str, ended: int | None, seconds: float) -> Flaw:
    if ended is None:
        return Flaw(
            what=f"{what} was still at work after {seconds:g} s, which is the limit.",
            where=task.name,
            mend="Do less: fewer rows, fewer trials, a smaller model.",
        )
    return Flaw(
        what=f"{what} ended its own process (exit code {ended}).",
        where=task.name,
        mend="Take out what ends or kills it; it may also have run out of memory.",
    )
