"""From what happens in the code to signs. Each module looks for one family of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome_graders.code.signs import dividing, habits, reporting, shaping

if TYPE_CHECKING:
    from takehome_graders.code.happenings import Happenings
    from takehome_graders.code.reading import DataFacts, Sign


def found(happenings: Happenings, facts: DataFacts) -> tuple[Sign, ...]:
    """Return all signs, in the order of their places."""
    signs = [
        *shaping.found(happenings),
        *reporting.found(happenings),
        *dividing.found(happenings, facts),
        *habits.found(happenings, facts),
    ]
    once = {(sign.kind, sign.place, sign.sentence): sign for sign in signs}
    return tuple(sorted(once.values(), key=_place))


def _place(sign: Sign) -> tuple[str, int, int, str, str]:
    place = sign.place
    return (place.file, place.cell or 0, place.line or 0, sign.kind, sign.sentence)
