"""What every way of handing in looks like from here, and what is taken from it.

A folder, an archive and a single file are three `Upload`s. Of each, the one folder that is the
submission is found and read into memory, within limits. Nothing is ever written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from takehome.submission.flaw import Flaw, SubmissionUnusable, one_line, size_in_words
from takehome.submission.names import (
    canonical_name,
    flaw_of_name,
    flaws_of_twins,
    is_left_out,
    is_worth_a_word,
)

MAX_FILES = 200
MAX_FILE = 10 << 20
MAX_TOTAL = 50 << 20

_KIT = "submission"
"""The folder of a kit that is handed in."""
_OF_A_KIT = ("BRIEF.md", "check.py", "environment.txt", "data")
_WRAPPERS = 3
"""Folders that may stand around a submission: one of its own, the kit's, and `submission/`."""
_SHOWN = 20
"""Flaws of one kind that are listed before it gets tiring."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What stands directly in one folder of an upload."""

    files: tuple[str, ...]
    folders: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Every file below one folder of an upload, by its name relative to that folder."""

    files: tuple[str, ...]
    left_out: tuple[str, ...]
    """Files and folders that are no part of a submission."""


class Upload(Protocol):
    """One thing handed in, whatever its form. Folders are named with `/`, the top is empty."""

    def level(self, folder: str) -> Level:
        """List what stands directly in that folder, apart from what is left out.

        Raises:
            SubmissionUnusable: It cannot be listed.
        """

    def listing(self, folder: str) -> Listing:
        """List every file below that folder.

        Raises:
            SubmissionUnusable: It cannot be listed, or there is no end to it.
        """

    def read(self, name: str, limit: int) -> bytes:
        """Return the content of a file, by its name from the top, up to `limit` bytes and one.

        Raises:
            SubmissionUnusable: It is no regular file, or cannot be read.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The files of a submission, in memory."""

    files: Mapping[str, bytes]
    """By name, sorted."""
    problems: tuple[str, ...]


def contents_of(upload: Upload) -> Contents:
    """Read the submission out of an upload.

    Raises:
        SubmissionUnusable: A limit or a rule for names and kinds is broken; every flaw is listed.
    """
    folder = _folder_of_submission(upload)
    listing = upload.listing(folder)
    if len(listing.files) > MAX_FILES:
        raise SubmissionUnusable(
            Flaw(
                what=f"it holds {len(listing.files)} files; {MAX_FILES} are allowed.",
                where=folder or "the submission",
                mend="Hand in the kit's submission/ folder alone, without environments or data.",
            )
        )
    names = {name: canonical_name(name) for name in listing.files}
    flaws = [flaw for name in names.values() if (flaw := flaw_of_name(name))]
    flaws += [] if flaws else flaws_of_twins(canonical_name(name) for name in listing.files)
    files: dict[str, bytes] = {}
    for raw, name in names.items():
        try:
            files[name] = _content(upload, f"{folder}/{raw}" if folder else raw, name)
        except SubmissionUnusable as error:
            flaws += error.flaws
        if sum(map(len, files.values())) > MAX_TOTAL:
            flaws.append(_too_large_together())
            break
    if flaws:
        raise SubmissionUnusable(*flaws[:_SHOWN])
    return Contents(
        files={name: files[name] for name in sorted(files)},
        problems=tuple(map(_left_out, listing.left_out[:_SHOWN])),
    )


def _folder_of_submission(upload: Upload) -> str:
    """Return the folder that is meant: within a kit its `submission/`, else past lone folders."""
    folder = ""
    for _ in range(_WRAPPERS):
        level = upload.level(folder)
        if _KIT in level.folders and {*_OF_A_KIT} & {*level.files, *level.folders}:
            inner = _KIT
        elif len(level.folders) == 1 and not level.files:
            inner = level.folders[0]
        else:
            break
        folder = f"{folder}/{inner}" if folder else inner
    return folder


def _content(upload: Upload, path: str, name: str) -> bytes:
    content = upload.read(path, MAX_FILE)
    if len(content) <= MAX_FILE:
        return content
    raise SubmissionUnusable(
        Flaw(
            what=f"the file is larger than {size_in_words(MAX_FILE)}.",
            where=one_line(name),
            mend=(
                "Clear the notebook's outputs and save it again."
                if name.endswith(".ipynb")
                else "Leave it out: what is needed is made in the run, from data/."
            ),
        )
    )


def _too_large_together() -> Flaw:
    return Flaw(
        what=f"the files are larger than {size_in_words(MAX_TOTAL)} together.",
        where="the submission",
        mend="Leave out data and fitted models: both are made in the run.",
    )


def _left_out(name: str) -> str:
    return str(
        Flaw(
            what="it is left out: names that begin with a dot are no part of a submission.",
            where=one_line(name),
            mend="Rename it if the submission needs it.",
        )
    )


def worth_a_word(left_out: list[str]) -> tuple[str, ...]:
    """Return, of what was left out, the names whose author may miss them."""
    return tuple(sorted(name for name in left_out if is_worth_a_word(name.rpartition("/")[2])))


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleFile:
    """A notebook or script handed in alone."""

    name: str
    content: bytes

    def level(self, folder: str) -> Level:
        """List the file, which stands at the top."""
        return Level(files=() if folder else (self.name,), folders=())

    def listing(self, folder: str) -> Listing:
        """List the file."""
        return Listing(files=() if folder else (self.name,), left_out=())

    def read(self, name: str, limit: int) -> bytes:
        """Return the content; there is only one file, whatever its name."""
        del name
        return self.content[: limit + 1]


def left_out_of(name: str) -> str | None:
    """Return the first part of a name, from the top, that is left out, or None."""
    parts = name.split("/")
    for depth, part in enumerate(parts, start=1):
        if is_left_out(part):
            return "/".join(parts[:depth])
    return None
