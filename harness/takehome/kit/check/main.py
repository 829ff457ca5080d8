"""`check.py` on the command line."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from takehome.kit.check.child import serve
from takehome.kit.check.execution import execute
from takehome.kit.check.facts import Facts
from takehome.kit.check.findings import Findings
from takehome.kit.check.own_disk import OwnDisk, read_own
from takehome.kit.check.packages import imports_of, is_in_environment
from takehome.submission.answers import AnswersFile, can_read_answers
from takehome.submission.contents import Submission, answers_in, submission_in
from takehome.submission.flaw import Flaw, SubmissionUnusable
from takehome.submission.opening import opened
from takehome.submission.upload import contents_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_INTERRUPTED = 130


def main(raw_facts: Mapping[str, Any], program: Path, arguments: Sequence[str]) -> int:
    """Check a submission and return the exit code: 0 where there is no problem, else 1.

    Args:
        raw_facts: The kit's `Facts`, as JSON has them.
        program: The file of `check.py`, which stands in the kit's folder.
        arguments: Those of the command line.
    """
    if arguments[:1] == ["--execute"]:
        return serve(Path(arguments[1]))
    known: dict[str, Any] = {
        k: tuple(v) if isinstance(v, list) else v for k, v in raw_facts.items()
    }
    facts = Facts(**known)
    kit = program.parent
    parser = argparse.ArgumentParser(
        prog="check.py",
        description="Say whether a submission can be read, executed and asked.",
    )
    parser.add_argument("submission", nargs="?", type=Path, default=kit / "submission")
    parser.add_argument("--no-run", action="store_true", help="read only, execute nothing")
    options = parser.parse_args(arguments)
    # Whatever a name or a message holds, an old console must not end the check.
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # a text stream
    _print(f"Kit {facts.kit}: {facts.title}", f"Checking {options.submission}", "")
    findings = Findings()
    try:
        submission = _read(options.submission, facts, findings)
        if submission is not None and not options.no_run:
            _execute(submission, facts, kit, program, findings)
    except KeyboardInterrupt:
        _print("", "Stopped.")
        return _INTERRUPTED
    _print(*findings.lines())
    return 1 if findings.problems else 0


def _print(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def _read(path: Path, facts: Facts, findings: Findings) -> Submission | None:
    """Read the submission as the harness would; what stops that is a problem."""
    try:
        upload = opened(path, lambda folder: OwnDisk(path=folder), read_own)
        contents = contents_of(upload)
    except SubmissionUnusable as unusable:
        findings.problems.extend(map(str, unusable.flaws))
        return None
    said = answers_in(contents.files)
    _look_at_answers(said, facts, findings)
    if "memo.md" not in contents.files:
        findings.notes.append("memo.md is not there.")
    try:
        submission = submission_in(contents)
    except SubmissionUnusable as unusable:
        findings.problems.extend(map(str, unusable.flaws))
        findings.problems.extend(said.problems)
        return None
    findings.problems.extend(submission.problems)
    findings.done.append(f"read {submission.entry}: {_length(submission)}")
    return submission


def _length(submission: Submission) -> str:
    cells = submission.sources[0].cells
    if submission.form == "commands":
        return f"a project of {len(submission.commands)} commands"
    if submission.form == "script":
        return f"a script of {len(cells[0][1].splitlines())} lines"
    return f"a notebook of {len(cells)} code cells"


def _look_at_answers(said: AnswersFile, facts: Facts, findings: Findings) -> None:
    if not can_read_answers():
        findings.notes.append(
            "answers.toml was not read: this Python has no reader for TOML. Python 3.11 has one, "
            "and so has any after `pip install tomli`."
        )
        return
    if said.kit is not None and said.kit != facts.kit:
        flaw = Flaw(
            what=f'kit is "{said.kit}", but this kit is "{facts.kit}".',
            where="answers.toml",
            mend=f'Write kit = "{facts.kit}".',
        )
        findings.problems.append(str(flaw))
    if said.answers is None:
        return
    findings.done.append(
        f"read answers.toml: {len(said.answers.leaks)} under leaks, "
        f"{len(said.answers.drift)} under drift"
    )
    empty = [
        name
        for name, value in (
            ("validation.scheme", said.answers.validation_scheme),
            ("verdict.supported", said.answers.verdict),
        )
        if not value
    ]
    if empty:
        findings.notes.append(f"answers.toml does not say yet: {', '.join(empty)}.")


def _execute(
    submission: Submission, facts: Facts, kit: Path, program: Path, findings: Findings
) -> None:
    imports = imports_of(submission, facts)
    findings.problems.extend(map(str, imports.not_there))
    if imports.not_here:
        findings.notes.append(_not_executed(imports.not_here))
        return
    if not (kit / "data").is_dir():
        findings.problems.append(
            f"data: it is not beside {program.name}, and nothing can be executed without it. "
            "Unpack the kit again."
        )
        return
    sys.stderr.write(f"Executing {submission.entry}; {facts.fit_s:g} s are allowed.\n")
    sys.stderr.flush()
    execution = execute(submission, facts, kit, program)
    missing = execution.missing
    if missing and is_in_environment(missing.split(".")[0], facts.packages):
        findings.notes.append(_not_executed((missing,)))
        return
    findings.problems.extend(map(str, execution.flaws))
    if execution.seconds is not None:
        findings.done.append(f"executed {submission.entry} in {execution.seconds:.1f} s")
    if execution.asked:
        findings.done.append(f"asked {' and '.join(execution.asked)} for {execution.rows} rows")


def _not_executed(packages: Sequence[str]) -> str:
    return (
        f"it was not executed to its end: {', '.join(packages)} is not installed beside this "
        "Python. `pip install -r environment.txt` installs it."
    )
