"""A twin: training files in which some plants are neutral."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from takehome_datasets.errors import TakehomeError, did_you_mean
from takehome_datasets.variant import Variant, make_variant

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from takehome_datasets.key import Key, NeutralCells
    from takehome_datasets.recipe import Recipe

_FIELD: Final = re.compile(r'("(?:[^"]|"")*"|[^,]*),')


class TwinImpossible(TakehomeError):
    """A plant cannot be taken out of the training files and all else be left as it is."""

    @classmethod
    def of(cls, plant: str, able: Iterable[str]) -> TwinImpossible:
        """Return the error for a plant that has no neutral cells."""
        known = list(dict.fromkeys(able))
        return cls(
            f'There is no twin without "{plant}": no column of the training files has it alone.'
            f"{did_you_mean(plant, known)} There are twins without {', '.join(known) or 'nothing'}."
        )


def make_twin(recipe: Recipe, *, seed: bytes, without: Sequence[str]) -> Mapping[str, bytes]:
    """Return the training files of a variant without some of its plants.

    Args:
        recipe: What decides the variant, apart from the seed.
        seed: The variant's.
        without: Ids of the plants that are neutral in it.

    Raises:
        ChallengeError: The recipe cannot be made into a variant.
        TwinImpossible: One of the plants cannot be taken out.
    """
    return twin_of(make_variant(recipe, seed=seed), without)


def twin_of(variant: Variant, without: Sequence[str]) -> Mapping[str, bytes]:
    """Return the training files of a variant without some of its plants.

    Raises:
        TwinImpossible: One of the plants cannot be taken out.
    """
    files, neutral = dict(variant.data), variant.key.neutral
    for plant in without:
        mine = [cells for cells in neutral if cells.plant == plant]
        if not mine:
            raise TwinImpossible.of(plant, (cells.plant for cells in neutral))
        for cells in mine:
            files[cells.table] = _filled(files[cells.table], cells)
    return files


def leaks_with_twins(key: Key) -> tuple[str, ...]:
    """Return the ids of the leaks that can be taken out."""
    able = {cells.plant for cells in key.neutral}
    return tuple(plant.id for plant in key.plants if plant.kind == "leak" and plant.id in able)


def _filled(content: bytes, neutral: NeutralCells) -> bytes:
    """Return a CSV file with other cells in one column, and every other byte as it was."""
    header, *lines = content.decode().split("\n")[:-1]
    column = [name.strip('"') for name in fields(header)].index(neutral.column)
    cells = neutral.cells.decode().split("\n")
    written = [header]
    for line, cell in zip(lines, cells, strict=True):
        row = fields(line)
        row[column] = cell
        written.append(",".join(row))
    return "\n".join([*written, ""]).encode()


def fields(line: str) -> list[str]:
    """Return the fields of a line, quotes and all.

    >>> fields('1,"a, b",,2')
    ['1', '"a, b"', '', '2']
    >>> fields("1,")
    ['1', '']
    """
    return _FIELD.findall(f"{line},")
