from __future__ import annotations

import re

import pytest

from takehome.report.rendering import style

SHEET = str(style("base", "report", "compare", "cohort"))
CANDIDATE = str(style("candidate"))

PAIRS = [
    ("ink", "paper"),
    ("muted", "paper"),
    ("accent", "paper"),
    ("bad", "paper"),
    ("ink", "band"),
    ("ink", "card"),
    ("good", "good-soft"),
    ("bad", "bad-soft"),
    ("note", "note-soft"),
]
"""Every colour of text with every ground that it stands on."""


def _schemes() -> dict[str, dict[str, str]]:
    blocks = re.findall(r":root \{(.*?)\}", SHEET, re.DOTALL)
    found = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)) for block in blocks]
    return dict(zip(("light", "dark", "print"), found, strict=True))


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_has_the_contrast_that_wcag_asks_for(scheme: str, text: str, ground: str) -> None:
    colours = _schemes()[scheme]

    assert _contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
@pytest.mark.parametrize("drawn", ["accent", "bad", "ink", "muted"])
def test_what_is_drawn_on_a_band_has_the_contrast_that_wcag_asks_for(
    scheme: str, drawn: str
) -> None:
    colours = _schemes()[scheme]

    assert _contrast(colours[drawn], colours["band"]) >= 3.0


def test_colours_stand_in_variables_alone() -> None:
    rules = re.sub(r":root \{.*?\}", "", SHEET + CANDIDATE, flags=re.DOTALL)

    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", rules)


def test_the_sheet_asks_for_nothing_from_outside() -> None:
    for sheet in (SHEET, CANDIDATE):
        assert "url(" not in sheet
        assert "@import" not in sheet
