"""What docs/marking.md says about points is what the graders do."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import pytest

from takehome_graders.economy import DEAR, FREE, PAYS
from takehome_graders.grading import CRITERIA
from takehome_graders.marks import Judged
from takehome_graders.prices import LEAST, MOST, USUAL
from takehome_graders.production.trials import ONE_ROW_S
from takehome_graders.resampling import BUNDLES, RESAMPLES
from takehome_graders.signal import NO_SIGNAL, SIGNAL

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "marking.md").read_text(encoding="utf-8")
WRITTEN: dict[str, Any] = runpy.run_path(str(DOCS / "marking.py"))


def _section(name: str) -> str:
    found = re.search(rf"^## `{name}`.*?(?=^## )", PAGE, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[0]


def _rows(name: str) -> list[tuple[float, float]]:
    lines = re.findall(r"^  .{26} *([\d.-]+) +([\d.]+)$", _section(name), re.MULTILINE)
    return [(float(points), float(share)) for points, share in lines]


def _stated(name: str) -> float:
    found = re.search(rf"^{name} +([\d.]+) ", _section(name), re.MULTILINE)
    assert found is not None
    return float(found[1])


def test_every_criterion_has_its_page_with_an_example() -> None:
    for name, criterion in CRITERIA.items():
        assert f"## `{name}`: {criterion.title}\n" in PAGE
        assert f"<!-- example: {name} -->" in _section(name)


def test_the_examples_are_what_the_graders_say() -> None:
    assert WRITTEN["text"](PAGE) == PAGE, "write them again with: python docs/marking.py"


@pytest.mark.parametrize("name", [name for name in CRITERIA if name != "validation"])
def test_the_parts_of_an_example_add_up_to_its_points(name: str) -> None:
    rows = _rows(name)

    total = sum(points * share for points, share in rows) / sum(share for _, share in rows)

    assert rows
    assert total == pytest.approx(_stated(name), abs=0.02)


def test_the_example_of_an_overclaim_follows_from_its_numbers() -> None:
    judged = WRITTEN["marks"]().by_criterion["validation"]
    assert isinstance(judged, Judged)
    beyond = WRITTEN["beyond"](judged.figures)

    assert judged.figures["claimed"] - judged.figures["realised"] > judged.figures["tolerance"]
    assert _stated("validation") == pytest.approx(max(0.0, 100 * (1 - beyond / 0.5)))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("economy", f"from there to the whole of it up to {DEAR:g} of the points go"),
        ("economy", f"Skill beyond the anchor's pays for it, {PAYS:g} for all."),
        ("verdict", f"below {NO_SIGNAL:g} they cannot, from {SIGNAL:g} on they can"),
    ],
)
def test_the_numbers_in_the_text_are_those_of_the_code(name: str, words: str) -> None:
    assert FREE == 0.25
    assert ONE_ROW_S == 1.0
    assert words in _section(name)


def test_what_is_said_of_resamples_and_prices_holds() -> None:
    assert f"Intervals come from {RESAMPLES:,} resamples" in PAGE
    assert f"With more than {BUNDLES:,} entities" in PAGE
    assert f"counts no further than {MOST:g}," in PAGE
    assert f"and no less than {LEAST:g}," in PAGE
    others = {value for kind, value in USUAL.items() if kind != "leak"}
    assert others == {0.05}
    assert f"a leak weighs {USUAL['leak']:g} and everything else 0.05" in PAGE
