"""A submission as the rest of the harness sees it: clean files, and what they say."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from takehome.submission.answer_tables import ANSWERS_FILE
from takehome.submission.answers import AnswersFile, read_answers
from takehome.submission.commands import COMMANDS_FILE, read_commands
from takehome.submission.entry import entry_of
from takehome.submission.flaw import Flaw, SubmissionUnusable, one_line
from takehome.submission.notebook import read_notebook
from takehome.submission.script import script_text
from takehome.submission.upload import Contents, Upload, contents_of
from takehome_datasets.errors import did_you_mean
from takehome_graders.evidence import Answers, Source

Form = Literal["notebook", "script", "commands"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What a candidate handed in, read and cleaned. Nothing of it has been executed."""

    files: Mapping[str, bytes]
    """By name from the submission's folder. The notebook that is executed is the clean one."""
    entry: str
    """The notebook, script or `submission.toml` that is executed."""
    form: Form
    sha256: str
    """Of all names and contents: the same submission, however it was packed."""
    answers: Answers | None
    kit: str | None
    """The id in `answers.toml`, as the candidate has it."""
    sources: tuple[Source, ...]
    """The entry's first, then those of the other Python files."""
    problems: tuple[str, ...]
    """What is wrong without making it unusable, a sentence each."""
    commands: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By name, where it is a project of commands."""


def submission_of(upload: Upload) -> Submission:
    """Read an upload.

    Raises:
        SubmissionUnusable: It cannot be executed as it was handed in; every flaw is listed.
    """
    return submission_in(contents_of(upload))


def submission_in(contents: Contents) -> Submission:
    """Return the submission that these files are.

    Raises:
        SubmissionUnusable: There is nothing to execute, or it cannot be read.
    """
    files = dict(contents.files)
    entry = entry_of(files)
    form = _form(entry)
    commands = read_commands(files[entry]) if form == "commands" else {}
    if form == "notebook":
        notebook = read_notebook(files[entry], entry)
        files[entry] = notebook.content
        source = Source(file=entry, cells=notebook.cells)
    else:
        source = _script(files[entry], entry)
    said = answers_in(files)
    others, problems = _other_sources(files, entry)
    return Submission(
        files=files,
        entry=entry,
        form=form,
        commands=commands,
        sha256=_sha256(files),
        answers=said.answers,
        kit=said.kit,
        sources=(source, *others),
        problems=(*said.problems, *problems, *contents.problems),
    )


def _form(entry: str) -> Form:
    if entry == COMMANDS_FILE:
        return "commands"
    return "notebook" if entry.endswith(".ipynb") else "script"


def _script(raw: bytes, name: str) -> Source:
    return Source(file=name, cells=((0, script_text(raw, name)),))


def _other_sources(
    files: Mapping[str, bytes], entry: str
) -> tuple[tuple[Source, ...], tuple[str, ...]]:
    sources, problems = [], []
    for name, raw in files.items():
        if name.endswith(".py") and name != entry:
            try:
                sources.append(_script(raw, name))
            except SubmissionUnusable as error:
                problems.append(str(error))
    return tuple(sources), tuple(problems)


def answers_in(files: Mapping[str, bytes]) -> AnswersFile:
    """Return what `answers.toml` among these files says, and what is wrong with it."""
    if ANSWERS_FILE in files:
        return read_answers(files[ANSWERS_FILE])
    flaw = Flaw(
        what=f"it is not there.{did_you_mean(ANSWERS_FILE, map(one_line, files))}",
        where=ANSWERS_FILE,
        mend="Without it nobody knows whose submission it is, and which leaks and drift were seen.",
    )
    return AnswersFile(kit=None, answers=None, problems=(str(flaw),))


def _sha256(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256(b"takehome/submission@1\n")
    for name in sorted(files):
        for part in (name.encode(), files[name]):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
