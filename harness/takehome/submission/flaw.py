"""What is wrong with a submission, in words that its author can act on."""

from __future__ import annotations

from dataclasses import dataclass

from takehome.text import shown
from takehome_datasets.errors import TakehomeError

_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """One thing that is wrong: what, where, and how to mend it."""

    what: str
    where: str
    mend: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what} {self.mend}".rstrip()


class SubmissionUnusable(TakehomeError):
    """A submission cannot be read as it was handed in. It carries every flaw that was found."""

    def __init__(self, *flaws: Flaw) -> None:
        super().__init__(*flaws)
        self.flaws = flaws

    def __str__(self) -> str:
        return "\n".join(str(flaw) for flaw in self.flaws)

    @property
    def what(self) -> str:
        """What is wrong, of the first flaw."""
        return self.flaws[0].what

    @property
    def where(self) -> str:
        """The file, and the line where there is one, of the first flaw."""
        return self.flaws[0].where

    @property
    def mend(self) -> str:
        """How to mend the first flaw."""
        return self.flaws[0].mend


def one_line(text: str, *, limit: int = _LONGEST_NAME) -> str:
    r"""Return somebody else's words on one line, fit to stand in a message.

    >>> one_line("an\n odd\u202e  name")
    'an odd name'
    """
    return shown(" ".join(shown(text, limit=len(text) + 1).split()), limit=limit)


def size_in_words(size: int) -> str:
    """Return a number of bytes as people say it.

    >>> size_in_words(52428800), size_in_words(700)
    ('50.0 MiB', '700 bytes')
    """
    if size < 1 << 10:
        return f"{size} bytes"
    if size < 1 << 20:
        return f"{size / (1 << 10):.1f} KiB"
    return f"{size / (1 << 20):.1f} MiB"
