"""What gives a plant away: words in the brief, and words in the dictionary and in names.

A brief tells the business and never the exam; a dictionary is written by people who do not know
that a column leaks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takehome.challenge import Challenge
    from takehome_datasets.recipe import PlantSpec, Recipe
    from takehome_datasets.scene import Scene

_TELLING: Final = re.compile(
    r"\b(leak\w*|decoys?|planted|drift\w*|post-outcome|look-ahead|trap|hold-?out)\b", re.IGNORECASE
)
_DRIFT: Final = re.compile(r"drift", re.IGNORECASE)


def giveaways(challenge: Challenge, recipe: Recipe, bare: Scene) -> Iterator[str]:
    """Give every place where candidates would be told what they are to find.

    Args:
        challenge: Whose brief is read.
        recipe: Whose plants are told on.
        bare: Its world without any plant.
    """
    path = challenge.folder / "brief.md"
    columns = _added(recipe, bare)
    may_say_drift = "monitor" in challenge.file.deliverables
    for number, line in enumerate(challenge.brief.splitlines(), start=1):
        for word in _TELLING.findall(line):
            if not (may_say_drift and _DRIFT.match(word)):
                yield (
                    f'{path}:{number}: the brief says "{word}", which tells candidates what to'
                    " look for: say what the business needs instead."
                )
        for column in columns:
            if re.search(rf"\b{re.escape(column)}\b", line):
                yield (
                    f'{path}:{number}: the brief names "{column}", which a plant of this challenge'
                    " adds: leave it to the dictionary."
                )
    yield from _unsaid(challenge)
    yield from _in_words_of_the_world(recipe, bare)


def _every(recipe: Recipe) -> tuple[PlantSpec, ...]:
    """Return every plant that some variant may have."""
    return (*recipe.plants, *(spec for family in recipe.families for spec in family))


def _added(recipe: Recipe, bare: Scene) -> tuple[str, ...]:
    """Return the columns that plants add to the world."""
    there = {column for table in bare.tables.values() for column in table.columns}
    named = (str(spec.settings.get("column", "")) for spec in _every(recipe))
    return tuple(name for name in named if name and name not in there)


def _unsaid(challenge: Challenge) -> Iterator[str]:
    for name in challenge.file.deliverables:
        if not re.search(rf"\b{name}\b", challenge.brief):
            yield (
                f"{challenge.folder / 'brief.md'}:1: the brief never mentions `{name}`, which is"
                " asked for: say what it is to return."
            )


def _in_words_of_the_world(recipe: Recipe, bare: Scene) -> Iterator[str]:
    """Give the words for the plants' columns that tell on them."""
    for spec in _every(recipe):
        column = str(spec.settings.get("column", ""))
        word = bare.lexicon.get(column)
        if word is None:
            continue
        lines = (word.meaning, *(dress.meaning for dress in word.dresses))
        for text in (*word.all_names(), *lines):
            for telling in _TELLING.findall(text.replace("_", " ")):
                yield (
                    f'{spec.place}: the words for {column} have "{telling}" in them ({text!r}),'
                    " which tells on it: choose another column."
                )
