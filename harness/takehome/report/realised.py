"""What was realised in each window, and what that makes of the claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from takehome_datasets.key import Scale
from takehome_graders.heldout.findings import WORDS
from takehome_graders.marks import Judged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takehome_datasets.key import Key
    from takehome_graders.marks import Marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Realised:
    """What was realised in one window, beside its fixed points."""

    window: str
    words: str
    """When that is, such as `right after training`."""
    average_precision: float
    low: float
    high: float
    points: float
    scale: Scale


def realised_in(key: Key, marks: Marks) -> tuple[Realised, ...]:
    """Return what was realised in every window that was judged."""
    return tuple(_realised(key, marks))


def word(marks: Marks) -> Literal["kept", "overclaimed", "underclaimed"] | None:
    """Return what became of the claim beyond what noise explains, where anything can tell."""
    mark = marks.by_criterion.get("validation")
    if not isinstance(mark, Judged) or "gap" not in mark.figures:
        return None
    gap, tolerance = mark.figures["gap"], mark.figures["tolerance"]
    if abs(gap) <= tolerance:
        return "kept"
    return "overclaimed" if gap > 0 else "underclaimed"


def _realised(key: Key, marks: Marks) -> Iterator[Realised]:
    mark = marks.by_criterion.get("heldout")
    if not isinstance(mark, Judged):
        return
    for window in key.windows:
        name = f"{window.name}.average_precision"
        if name in mark.figures:
            yield Realised(
                window=window.name,
                words=WORDS.get(window.name, window.name),
                average_precision=mark.figures[name],
                low=mark.figures[f"{name}.low"],
                high=mark.figures[f"{name}.high"],
                points=mark.figures[f"{window.name}.points"],
                scale=key.scales[window.name],
            )
