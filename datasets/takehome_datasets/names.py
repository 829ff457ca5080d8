"""Names: what a world's columns and tokens are called in one variant, and rewriting texts so.

A challenge's own texts (the brief, the references, the plants' stories) are written in canonical
names. A variant draws one of several names for each column and token; `render` carries a text
over. Canonical names are single words no prose would use by chance, such as `amount_eur`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from takehome_datasets.errors import ChallengeError

if TYPE_CHECKING:
    from takehome_datasets.streams import Streams

_WORD = re.compile(r"[A-Za-z0-9_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dress:
    """Another unit or direction in which a column may be measured."""

    names: tuple[str, ...]
    """What it is called then."""
    times: float
    plus: float = 0.0
    decimals: int = 0
    meaning: str
    """Its line in the data dictionary then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One column or token of a world."""

    names: tuple[str, ...]
    """What it may be called, all of them equally plausible."""
    meaning: str = ""
    """Its line in the data dictionary, in canonical names. A token has none."""
    dresses: tuple[Dress, ...] = ()
    """Other units or directions that its column may wear; each as likely as the plain one."""

    def all_names(self) -> tuple[str, ...]:
        """Return everything that it may be called, in any dress."""
        return (*self.names, *(name for dress in self.dresses for name in dress.names))


Lexicon = Mapping[str, Word]


def check_lexicon(lexicon: Lexicon) -> None:
    """Refuse a lexicon whose names could not be carried over, or back.

    Raises:
        ChallengeError: A name is no single word, or stands for two things.
    """
    owner: dict[str, str] = {}
    for canonical, word in lexicon.items():
        for name in dict.fromkeys((canonical, *word.all_names())):
            if not _WORD.fullmatch(name):
                raise ChallengeError(
                    f'"{name}" cannot be a name for {canonical}: a name is one word of letters,'
                    " digits and underscores"
                )
            if owner.setdefault(name, canonical) != canonical:
                raise ChallengeError(
                    f'"{name}" stands for both {owner[name]} and {canonical}: give one of them'
                    " another name"
                )


def draw_names(lexicon: Lexicon, streams: Streams) -> dict[str, str]:
    """Return this variant's name for every word of the lexicon.

    Raises:
        ChallengeError: The lexicon's names could not be told apart.
    """
    check_lexicon(lexicon)
    drawn = {}
    for canonical, word in lexicon.items():
        dress = draw_dress(canonical, word, streams)
        options = dress.names if dress else word.names or (canonical,)
        drawn[canonical] = options[int(streams.rng("names", canonical).integers(len(options)))]
    return drawn


def draw_dress(canonical: str, word: Word, streams: Streams) -> Dress | None:
    """Return what the column of a word wears in this variant; None where it is the plain unit."""
    if not word.dresses:
        return None
    drawn = int(streams.rng("names", "dress", canonical).integers(len(word.dresses) + 1))
    return word.dresses[drawn - 1] if drawn else None


def draw_meanings(lexicon: Lexicon, streams: Streams) -> dict[str, str]:
    """Return the line of each word in this variant's data dictionary, in canonical names."""
    return {
        canonical: dress.meaning
        if (dress := draw_dress(canonical, word, streams))
        else word.meaning
        for canonical, word in lexicon.items()
    }


def render(text: str, names: Mapping[str, str]) -> str:
    """Return a text written in canonical names, in a variant's names.

    Every whole word that is a canonical name is replaced, once; everything else stays as it is.

    >>> render("df['amount_eur'].sum()  # log_amount_eur", {"amount_eur": "gross_eur"})
    "df['gross_eur'].sum()  # log_amount_eur"
    """
    return _WORD.sub(lambda found: names.get(found[0], found[0]), text)
