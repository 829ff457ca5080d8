"""Places that a recorder names, as a report names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome_graders.evidence import Place

if TYPE_CHECKING:
    from takehome_graders.recording.events import Spot


def place_of(spot: Spot) -> Place:
    """Return where in the submission something happened."""
    return Place(file=spot.file, cell=spot.cell or None, line=spot.line or None)


def short(place: Place, entry: str) -> str:
    """Return a place in words, without the file where it is the one that was executed.

    >>> short(Place(file="solution.ipynb", cell=4, line=2), "solution.ipynb")
    'cell 4, line 2'
    """
    if place.file != entry or (place.cell is None and place.line is None):
        return str(place)
    return str(place).removeprefix(f"{place.file}, ")
