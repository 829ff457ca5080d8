"""The references of a challenge, read as a candidate's submission would be. Nothing is executed."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from takehome.kit import Reference, submission_files
from takehome.submission import SubmissionUnusable
from takehome.submission.contents import submission_in
from takehome.submission.upload import Contents
from takehome_datasets.errors import ChallengeError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from takehome.challenge import Challenge
    from takehome.submission import Submission
    from takehome_datasets.names import Lexicon

_ASKED_OF_ALL: Final = ("careful", "naive", "leaky")
"""Without these nobody can say what a challenge measures."""
_NO_KIT: Final = "kit-of-nobody"


def flaws_of_references(challenge: Challenge, lexicon: Lexicon) -> Iterator[str]:
    """Give what is wrong with the references.

    Args:
        challenge: Whose they are.
        lexicon: The words of its world: references name columns as it does.
    """
    folder = challenge.folder / "references"
    if not folder.is_dir():
        yield f"{folder} is not there: every challenge ships {', '.join(_ASKED_OF_ALL)}."
        return
    sources = sorted(path for path in folder.iterdir() if path.suffix in (".py", ".ipynb"))
    for name in _ASKED_OF_ALL:
        if name not in {path.stem for path in sources}:
            yield f'{folder}: there is no reference "{name}", as {name}.py or {name}.ipynb.'
    for path in sources:
        yield from _flaws(path, challenge, lexicon)


def _flaws(path: Path, challenge: Challenge, lexicon: Lexicon) -> Iterator[str]:
    try:
        submission = submission_in(Contents(files=_files(path), problems=()))
    except (ChallengeError, SubmissionUnusable) as error:
        yield f"{path}: {error}"
        return
    yield from (f"{path}: {problem}" for problem in submission.problems)
    yield from _missing(path, challenge, submission)
    yield from _unknown_columns(path, submission, lexicon)


def _files(path: Path) -> dict[str, bytes]:
    def text(beside: Path) -> str:
        return beside.read_text(encoding="utf-8") if beside.exists() else ""

    reference = Reference(
        entry=f"solution{path.suffix}",
        source=text(path),
        answers=text(path.with_suffix(".answers.toml")),
        memo=text(path.with_suffix(".memo.md")),
    )
    return dict(submission_files(_NO_KIT, reference))


def _missing(path: Path, challenge: Challenge, submission: Submission) -> Iterator[str]:
    """Give the deliverables that its code never names, where all of its cells are plain Python."""
    made: set[str] = set()
    for _, text in submission.sources[0].cells:
        try:
            tree = ast.parse(text)
        except SyntaxError:
            return
        for node in ast.walk(tree):
            match node:
                case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                    made.add(name)
                case ast.Name(id=name, ctx=ast.Store()):
                    made.add(name)
                case ast.alias(name=name, asname=known_as):
                    made.add(known_as or name)
                case _:
                    pass
    for name in challenge.file.deliverables:
        if name not in made:
            yield f"{path}: it never makes `{name}`, which the challenge asks for."


def _unknown_columns(path: Path, submission: Submission, lexicon: Lexicon) -> Iterator[str]:
    named = submission.answers.leaks if submission.answers else ()
    for column in dict.fromkeys(column for leak in named for column in leak.columns):
        if column not in lexicon:
            yield (
                f'{path.with_suffix(".answers.toml")}: it names "{column}", which is no word of'
                f" this world.{did_you_mean(column, lexicon)} References are written in canonical"
                " names."
            )
