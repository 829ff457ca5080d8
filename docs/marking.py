"""Writes the worked examples in docs/marking.md from the graders.

`python docs/marking.py` writes them; a test holds the two together, and adds each example up again.
The example is always the same made-up beginner: nothing is fitted, and every number follows from
the code.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from takehome_graders import specimens
from takehome_graders.grading import CRITERIA, mark
from takehome_graders.marks import Judged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from takehome_graders.marks import Marks

PATH = Path(__file__).with_name("marking.md")
ROWS: Final = 2000

SHARES: Final[Mapping[str, Mapping[str, float]]] = {
    "heldout": {
        "near.probability_points": 0.6 * 0.5,
        "near.ranking_points": 0.6 * 0.25,
        "near.value_points": 0.6 * 0.25,
        "later.probability_points": 0.4 * 0.5,
        "later.ranking_points": 0.4 * 0.25,
        "later.value_points": 0.4 * 0.25,
    },
    "leakage": {"seen.points": 4, "unused.points": 4, "made.points": 2},
    "imbalance": {
        "ranking.points": 3,
        "calibration.points": 3,
        "decisions.points": 3,
        "labels.points": 2,
    },
    "drift": {"named.points": 3, "resilience.points": 3, "monitor.points": 4},
    "production": {"batch.points": 4, "faults.points": 4, "pace.points": 2},
    "reproducibility": {"predictions.points": 7, "claim.points": 2, "repeat.points": 1},
    "economy": {"value.points": 1},
    "verdict": {"verdict.points": 1},
    "experiments": {
        "decision.points": 3,
        "effect.points": 2,
        "interval.points": 2,
        "flaws.points": 3,
    },
}
"""What each criterion adds up, and by which shares."""
_BLOCK: Final = re.compile(r"(<!-- example: (\w+) -->\n```text\n).*?(```\n)", re.DOTALL)


def text(page: str) -> str:
    """Return the page with every example as the graders have it."""
    return _BLOCK.sub(lambda found: f"{found[1]}{example(found[2])}{found[3]}", page)


def example(name: str) -> str:
    """Return the example of a criterion, line by line."""
    judged = marks().by_criterion[name]
    if not isinstance(judged, Judged):
        raise TypeError(f"the example of {name} is not judged")
    lines = _honesty(judged) if name == "validation" else _parts(name, judged)
    points = f"{name:<28}{judged.points:>8.2f}"
    return "\n".join([*lines, f"{points}   ({judged.low:.2f} to {judged.high:.2f})", ""])


@cache
def marks() -> Marks:
    """Return the marks of the example's sitting."""
    key = specimens.key(ROWS)
    return mark(key, specimens.naive(key), dict.fromkeys(CRITERIA, 1.0))


def _parts(name: str, judged: Judged) -> Iterator[str]:
    yield f"{'':<28}{'points':>8}{'share':>8}"
    for figure, share in SHARES[name].items():
        if figure in judged.figures:
            label = figure.removesuffix(".points").removesuffix("_points").replace(".", ", ")
            yield f"  {label:<26}{judged.figures[figure]:>8.2f}{share:>8g}"


def _honesty(judged: Judged) -> Iterator[str]:
    figures = judged.figures
    yield f"  {'claimed':<26}{figures['claimed']:>8.3f}"
    yield f"  {'realised':<26}{figures['realised']:>8.3f}"
    yield f"  {'within noise':<26}{figures['tolerance']:>8.3f}"
    yield f"  {'beyond that, in lifts':<26}{beyond(figures):>8.3f}"


def beyond(figures: Mapping[str, float]) -> float:
    """Return how much of the achievable lift a claim lies beyond its noise."""
    lift = figures["gap"] / figures["gap_in_lifts"]
    return max(abs(figures["gap"]) - figures["tolerance"], 0.0) / abs(lift)


if __name__ == "__main__":
    PATH.write_text(text(PATH.read_text(encoding="utf-8")), encoding="utf-8")
