"""Every page in a real browser: light, dark, on paper, and at 400 % zoom."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import axe
import summaries
from browser import Browser
from payloads import EVERYTHING
from takehome.report import candidate, cohort, compare, page
from takehome.report.seat import seat
from takehome.report.summary import Beside
from takehome_graders import specimens
from takehome_graders.grading import CRITERIA
from takehome_graders.marks import NotJudged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from takehome.report.summary import Summary
    from takehome_datasets.key import Key

pytestmark = pytest.mark.needs("chromium")

PAGES = (
    "careful",
    "leaky",
    "failed",
    "without claim",
    "read by two",
    "gone",
    "hostile",
    "many cells",
    "nine criteria",
    "watched",
    "side by side",
    "cohort",
    "feedback",
)
FIRST_SCREENS = (
    "careful",
    "leaky",
    "failed",
    "without claim",
    "read by two",
    "nine criteria",
    "watched",
)
WIDTH, HEIGHT = 1280, 800
A4_MM = 297
PRINTED_MM = A4_MM - 2 * 16


@pytest.fixture(scope="module")
def key() -> Key:
    return specimens.key(1500)


@pytest.fixture(scope="module")
def shown(key: Key) -> dict[str, Summary]:
    careful, leaky = specimens.careful(key), specimens.leaky(key)
    read = Beside(people=summaries.read_by_two(), memo="Ship it.\n\nWith care.")
    return {
        "careful": summaries.summary(key, careful, sitting=1),
        "leaky": summaries.summary(key, leaky, sitting=2),
        "failed": summaries.summary(key, summaries.failed(key), sitting=3),
        "without claim": summaries.summary(key, replace(careful, claim=None), sitting=4),
        "read by two": summaries.summary(key, specimens.naive(key), sitting=5, beside=read),
        "gone": summaries.summary(
            replace(key, plants=(), counterfactuals=()),
            summaries.failed(key),
            beside=Beside(gone=("The evidence cannot be read any more.",)),
        ),
        "hostile": summaries.summary(
            key,
            summaries.hostile(key),
            candidate=EVERYTHING,
            beside=Beside(people=summaries.read_by_two(EVERYTHING), memo=EVERYTHING),
        ),
        "many cells": summaries.summary(
            key, summaries.many_cells(key, 10_000), weights=summaries.NO_CODE
        ),
        "nine criteria": _of_nine(summaries.summary(key, leaky)),
        "watched": summaries.summary(
            key, summaries.watched(key, leaky), weights=dict.fromkeys(CRITERIA, 10.0), beside=read
        ),
    }


@pytest.fixture(scope="module")
def pages(shown: dict[str, Summary], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    rows = [
        compare.Row(reference=name, summary=shown[name], report=f"{name}.html")
        for name in ("careful", "leaky", "failed")
    ]
    seats = [
        seat(replace(summary, kit=f"kit-{number:04}"), blind=True)
        for number, summary in enumerate([*shown.values()] * 4)
    ]
    texts = {
        **{name: page.render(summary) for name, summary in shown.items()},
        "side by side": compare.render(rows, title=summaries.TITLE),
        "cohort": cohort.render(cohort.cohort(seats, title=summaries.TITLE)),
        "feedback": candidate.render(candidate.feedback(shown["leaky"])),
    }
    paths = {name: folder / f"{name}.html" for name in texts}
    for name, text in texts.items():
        paths[name].write_text(text, encoding="utf-8")
    return paths


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with Browser() as opened:
        yield opened


@pytest.mark.needs("axe")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_in_either_scheme(
    name: str, scheme: str, browser: Browser, pages: dict[str, Path]
) -> None:
    browser.media(scheme=scheme)
    browser.size(WIDTH, HEIGHT)
    browser.open(pages[name])

    assert axe.violations(browser) == []


@pytest.mark.needs("axe")
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_at_four_times_the_size_and_nothing_is_cut_off(
    name: str, browser: Browser, pages: dict[str, Path]
) -> None:
    browser.media()
    browser.size(WIDTH, HEIGHT, zoom=4)
    browser.open(pages[name])

    assert browser.run("document.documentElement.scrollWidth - innerWidth") <= 0
    assert axe.violations(browser) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_for_nothing_and_says_nothing(
    name: str, browser: Browser, pages: dict[str, Path]
) -> None:
    browser.media()
    browser.size(WIDTH, HEIGHT)

    browser.open(pages[name])

    assert browser.complaints == []
    assert browser.requests == [pages[name].as_uri()]


@pytest.mark.parametrize("name", PAGES)
def test_on_paper_nothing_is_lost(
    name: str, browser: Browser, pages: dict[str, Path], tmp_path: Path
) -> None:
    browser.size(680, HEIGHT)
    browser.media("print")
    browser.open(pages[name])

    browser.pdf(tmp_path / "page.pdf")

    closed = "[...document.querySelectorAll('details > :not(summary)')]"
    assert browser.run(f"{closed}.every(e => e.checkVisibility())")
    assert browser.run("[...document.querySelectorAll('nav')].every(e => !e.checkVisibility())")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("name", FIRST_SCREENS)
def test_the_first_screen_needs_no_scrolling(
    name: str, browser: Browser, pages: dict[str, Path]
) -> None:
    browser.media()
    browser.size(WIDTH, HEIGHT)
    browser.open(pages[name])

    bottom = browser.run("document.querySelector('.first').getBoundingClientRect().bottom")

    assert bottom <= HEIGHT


@pytest.mark.parametrize("name", ["careful", "leaky", "read by two"])
def test_the_questions_are_one_page_to_print(
    name: str, browser: Browser, pages: dict[str, Path], tmp_path: Path
) -> None:
    browser.media("print")
    browser.size(round(180 / 25.4 * 96), HEIGHT)
    browser.open(pages[name])
    high = browser.run("document.querySelector('.sheet').getBoundingClientRect().height")

    browser.run("document.body.replaceChildren(document.querySelector('.sheet')); 0")
    browser.pdf(tmp_path / "sheet.pdf")

    assert high / 96 * 25.4 <= PRINTED_MM
    assert len(re.findall(rb"/Type\s*/Page\b", (tmp_path / "sheet.pdf").read_bytes())) == 1


def test_every_link_leads_somewhere_on_the_page(browser: Browser, pages: dict[str, Path]) -> None:
    browser.media()
    browser.size(WIDTH, HEIGHT)
    browser.open(pages["watched"])

    dangling = browser.run(
        "[...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.getAttribute('href').slice(1))"
        ".filter(id => !document.getElementById(id))"
    )

    assert dangling == []


def test_a_finding_s_note_stands_beside_its_line(browser: Browser, pages: dict[str, Path]) -> None:
    browser.media()
    browser.size(WIDTH, HEIGHT)
    browser.open(pages["many cells"])

    apart = browser.run(
        "[...document.querySelectorAll('.cell .notes')].map(n => Math.abs("
        "n.getBoundingClientRect().top"
        " - n.previousElementSibling.querySelector('.hit').getBoundingClientRect().top))"
    )

    assert apart
    assert max(apart) < 12


def _of_nine(summary: Summary) -> Summary:
    """Return a summary with as many criteria as there are to be."""
    first = summary.criteria[0]
    unjudged = [
        replace(first, name=f"other-{n}", title=f"Some other criterion {n}", cards=())
        for n in range(4)
    ]
    silent = NotJudged(reason="Nothing was left behind that could tell.")
    silenced = [
        replace(one, name=f"{one.name}-silent", title=f"{one.title}, silent", mark=silent)
        for one in unjudged[:2]
    ]
    found = (*summary.criteria, *unjudged, *silenced)
    assert len(found) >= max(9, len(CRITERIA) - 1)
    return replace(summary, criteria=found)
