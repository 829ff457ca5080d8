"""The names that the files of a submission may have.

A name that means one file here and another file, or none, on somebody else's machine is refused.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from takehome.submission.flaw import Flaw, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_NAME = 200
MAX_DEPTH = 10

_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
"""Control, format (bidi among them), half, private and line-separating characters."""
_LEFT_OUT = ("__MACOSX", "__pycache__", "Thumbs.db", "desktop.ini")
_LEFT_BY_TOOLS = re.compile(
    r"\._.*|\.DS_Store|\.git.*|\.ipynb_checkpoints|\.ipython|\.idea|\.vscode|\.venv"
    r"|\.(mypy|ruff|pytest)_cache"
)


def is_left_out(part: str) -> bool:
    """Say whether a file or folder of that name is no part of a submission.

    Everything that begins with a dot is left out, and what file managers and Python leave behind.

    >>> is_left_out(".ipynb_checkpoints"), is_left_out("__MACOSX"), is_left_out("model.py")
    (True, True, False)
    """
    return (part.startswith(".") and part not in (".", "..")) or part in _LEFT_OUT


def is_worth_a_word(part: str) -> bool:
    """Say whether its author may miss what was left out: no tool leaves such a name behind."""
    return part not in _LEFT_OUT and _LEFT_BY_TOOLS.fullmatch(part) is None


def canonical_name(name: str) -> str:
    """Return the name in the one spelling that is used from here on (Unicode's NFC)."""
    return unicodedata.normalize("NFC", name)


def flaw_of_name(name: str) -> Flaw | None:
    """Return what is wrong with the name of a file, with `/` between its parts, or None."""
    rename = "Rename it."
    for wrong, what, mend in (
        (not name, "a file has an empty name.", "Give it one."),
        ("\\" in name, "its name has a backslash in it.", "Pack it again with ordinary zip."),
        (name.startswith("/"), "its name begins at the root of a disk.", "Pack a folder."),
        (re.match(r"[A-Za-z]:", name), "its name begins with a drive.", "Pack a folder."),
        (".." in name.split("/"), "its name leads out of the folder.", "Pack a folder."),
        ({"", "."} & {*name.split("/")}, "its name has an empty part.", "Pack a folder."),
        (_has_unseen(name), "its name has characters that cannot be seen.", rename),
        (len(name) > MAX_NAME, f"its name has more than {MAX_NAME} characters.", rename),
        (name.count("/") >= MAX_DEPTH, f"it lies more than {MAX_DEPTH} folders deep.", "Move it."),
    ):
        if wrong:
            return Flaw(what=what, where=one_line(name) or "a name", mend=mend)
    return None


def _has_unseen(name: str) -> bool:
    return any(unicodedata.category(character) in _UNSEEN for character in name)


def flaws_of_twins(names: Iterable[str]) -> Iterator[Flaw]:
    """Yield a flaw for every name that another name would overwrite on some machine.

    Names that differ only in case or in how their accents are spelt are one name on many disks, and
    one name cannot be both a file and a folder.
    """
    files = sorted(names)
    spelt: dict[str, str] = {}
    seen: set[str] = set()
    for name in files:
        parts = name.split("/")
        for depth in range(1, len(parts) + 1):
            path = "/".join(parts[:depth])
            first = spelt.setdefault(_folded(path), path)
            is_file = depth == len(parts)
            if first != path or (is_file and path in seen):
                yield Flaw(
                    what=f'on many disks it is the same as "{one_line(first)}".',
                    where=one_line(path),
                    mend="Rename one of the two.",
                )
                break
            if is_file:
                seen.add(path)
            elif path in seen:
                yield Flaw(
                    what="it is both a file and a folder.",
                    where=one_line(path),
                    mend="Rename one of the two.",
                )
                break


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())
