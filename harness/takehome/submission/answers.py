"""`answers.toml`: what a candidate saw and decided, read as far as it can be read.

What is wrong in it makes nothing unusable. Every problem is said, with line, key and the word that
was probably meant, and the rest is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from takehome.submission.answer_tables import ANSWERS_FILE, AnswerTables
from takehome.submission.flaw import Flaw, SubmissionUnusable, one_line
from takehome.submission.script import decoded
from takehome.toml_lines import lines_of_keys
from takehome_graders.evidence import Answers

MAX_ANSWERS = 64 << 10

_PLACE = re.compile(r"(.*?) \(at (?:line (\d+), column (\d+)|end of document)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersFile:
    """What `answers.toml` says."""

    kit: str | None
    """The id of the kit that it came with."""
    answers: Answers | None
    """None where the file is not there or is not TOML."""
    problems: tuple[str, ...]


def read_answers(raw: bytes) -> AnswersFile:
    """Read `answers.toml`, with a sentence for everything in it that is not as it should be."""
    if len(raw) > MAX_ANSWERS:
        what = f"the file is larger than {MAX_ANSWERS >> 10} KiB, and nothing in it is read."
        flaw = Flaw(what=what, where=ANSWERS_FILE, mend="Shorten what it says.")
        return AnswersFile(kit=None, answers=None, problems=(str(flaw),))
    module = _toml_module()
    if module is None:
        return AnswersFile(kit=None, answers=None, problems=())
    try:
        text = decoded(raw, ANSWERS_FILE).replace("\r\n", "\n")
        document: dict[str, Any] = import_module(module).loads(text)
    except SubmissionUnusable as error:
        return AnswersFile(kit=None, answers=None, problems=(str(error),))
    except (ValueError, RecursionError) as error:
        return AnswersFile(kit=None, answers=None, problems=(_not_toml(error),))
    tables = AnswerTables(lines=lines_of_keys(text), problems=[])
    kit, answers = tables.read(document)
    return AnswersFile(kit=kit, answers=answers, problems=tuple(tables.problems))


def can_read_answers() -> bool:
    """Say whether this Python can read TOML; where it cannot, nothing is read and nothing said."""
    return _toml_module() is not None


def _toml_module() -> str | None:
    # A kit's check.py runs on what the candidate has; TOML came with Python 3.11.
    return next((name for name in ("tomllib", "tomli") if find_spec(name)), None)


def _not_toml(error: Exception) -> str:
    place = _PLACE.fullmatch(str(error))
    reason = one_line(place[1] if place else str(error) or "it is nested too deep")
    where = f"{ANSWERS_FILE}:{place[2]}:{place[3]}" if place and place[2] else ANSWERS_FILE
    return (
        f"{where}: the file is not TOML ({reason}), and nothing in it is read. "
        "Texts stand in quotes, as in the kit's template."
    )
