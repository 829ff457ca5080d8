"""`submission.toml`: the commands of a project that is no notebook and no script."""

from __future__ import annotations

import re
import shlex
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from takehome.submission.flaw import Flaw, SubmissionUnusable, one_line
from takehome.submission.script import decoded
from takehome.toml_lines import line_of, lines_of_keys
from takehome_datasets.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

COMMANDS_FILE = "submission.toml"

_PLACES = {
    "fit": ("data", "model"),
    "predict": ("model", "input", "output"),
    "decide": ("model", "input", "output"),
    "monitor": ("model", "input", "output"),
}
"""The commands, and what may be filled in in each."""
_NEEDED = ("input", "output")
_ALWAYS = ("fit", "predict")
_PLACE = re.compile(r"\{(\w*)\}")
_EXAMPLE = {
    "fit": 'fit = "python train.py --data {data} --model {model}"',
    "predict": 'predict = "python predict.py --model {model} --input {input} --output {output}"',
}


def read_commands(raw: bytes) -> dict[str, list[str]]:
    """Return the commands by name, each in its parts, with places such as `{data}` as they stand.

    Raises:
        SubmissionUnusable: They cannot be executed as they are written; every flaw is listed.
    """
    text = decoded(raw, COMMANDS_FILE).replace("\r\n", "\n")
    document = _document(text)
    lines = lines_of_keys(text)
    flaws = [*_flaws(document, lines)]
    commands = {}
    for name, command in document.items():
        if name in _PLACES and isinstance(command, str):
            try:
                commands[name] = shlex.split(command)
            except ValueError as error:
                flaws.append(_flaw(lines, name, f"its quotes do not close ({error}).", "Close it."))
    if flaws:
        raise SubmissionUnusable(*flaws)
    return commands


def can_read_commands() -> bool:
    """Say whether this Python can read TOML."""
    return _toml_module() is not None


def _document(text: str) -> dict[str, Any]:
    module = _toml_module()
    if module is None:
        raise SubmissionUnusable(
            Flaw(
                what="it cannot be read: this Python has no reader for TOML.",
                where=COMMANDS_FILE,
                mend="Use Python 3.11, or `pip install tomli`.",
            )
        )
    try:
        document: dict[str, Any] = import_module(module).loads(text)
    except (ValueError, RecursionError) as error:
        raise SubmissionUnusable(
            Flaw(
                what=f"it is not TOML ({one_line(str(error)) or 'it is nested too deep'}).",
                where=COMMANDS_FILE,
                mend=f"Write lines such as {_EXAMPLE['fit']}",
            )
        ) from error
    return document


def _toml_module() -> str | None:
    # A kit's check.py runs on what the candidate has; TOML came with Python 3.11.
    return next((name for name in ("tomllib", "tomli") if find_spec(name)), None)


def _flaws(document: Mapping[str, Any], lines: Mapping[Any, int]) -> Iterator[Flaw]:
    for name in _ALWAYS:
        if name not in document:
            yield Flaw(
                what=f"there is no {name} in it.",
                where=COMMANDS_FILE,
                mend=f"Write {_EXAMPLE[name]}",
            )
    for name, command in document.items():
        if name not in _PLACES:
            what = f'there is no command "{one_line(name)}".{did_you_mean(name, _PLACES)}'
            yield _flaw(lines, name, what, f"There are {', '.join(_PLACES)}.")
        elif not isinstance(command, str) or not command.strip():
            yield _flaw(lines, name, f"{name} is no command.", "Write one as a text in quotes.")
        else:
            yield from _flaws_of_places(name, command, lines)


def _flaws_of_places(name: str, command: str, lines: Mapping[Any, int]) -> Iterator[Flaw]:
    found = _PLACE.findall(command)
    for place in found:
        if place not in _PLACES[name]:
            what = f"{name} has no {{{place}}}.{did_you_mean(place, _PLACES[name])}"
            known = ", ".join(f"{{{each}}}" for each in _PLACES[name])
            yield _flaw(lines, name, what, f"It has {known}.")
    for place in _NEEDED:
        if place in _PLACES[name] and place not in found:
            yield _flaw(lines, name, f"{name} never says {{{place}}}.", "Pass it on.")


def _flaw(lines: Mapping[Any, int], name: str, what: str, mend: str) -> Flaw:
    return Flaw(what=what, where=f"{COMMANDS_FILE}:{line_of(lines, (name,))}", mend=mend)
