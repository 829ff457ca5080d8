"""The preview of every challenge in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import axe
from browser import Browser
from previews import SHIPPED, laid_open
from takehome.preview import page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.needs("chromium")

CHALLENGES = sorted(path.parent.name for path in SHIPPED.glob("*/challenge.toml"))


@pytest.fixture(scope="module", params=CHALLENGES)
def shown(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("preview")
    path = folder / "preview.html"
    path.write_text(page.render(laid_open(request.param, folder)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with Browser() as opened:
        yield opened


@pytest.mark.needs("axe")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 480])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    scheme: str, width: int, browser: Browser, shown: Path
) -> None:
    browser.media(scheme=scheme)
    browser.size(width, 800)
    browser.open(shown)

    assert browser.run("document.documentElement.scrollWidth - innerWidth") <= 0
    assert axe.violations(browser) == []


def test_the_page_asks_for_nothing_and_says_nothing(browser: Browser, shown: Path) -> None:
    browser.media()
    browser.size(1280, 800)

    browser.open(shown)

    assert browser.complaints == []
    assert browser.requests == [shown.as_uri()]
