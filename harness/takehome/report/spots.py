"""Places that a recorder names, as a report names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome_graders.evidence import Place

if TYPE_CHECKING:
    from takehome_graders.recording.events import Spot


def place_of(spot: Spot) -> Place:
    """Return where in the submission something happened."""
    return Place(file=spot.file, line=spot.line or None)
