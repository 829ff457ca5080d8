from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import html5lib
import pytest

from takehome.report.compare import Row, headline, render

if TYPE_CHECKING:
    from takehome.report.summary import Summary


def _row(name: str, summary: Summary) -> Row:
    return Row(reference=name, summary=summary, report=f"{name}/report.html")


@pytest.fixture(scope="module")
def rows(careful: Summary, naive: Summary, leaky: Summary) -> list[Row]:
    return [_row("careful", careful), _row("naive", naive), _row("leaky", leaky)]


def _table_rows(text: str) -> list[str]:
    root = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    assert isinstance(root, ET.Element)
    return [" ".join("".join(row.itertext()).split()) for row in root.iter("tr")][1:]


def test_the_most_splendid_claim_stands_first_with_what_became_of_it(rows: list[Row]) -> None:
    shown = _table_rows(render(rows, title="Fraud"))

    assert [row.split()[0] for row in shown] == ["leaky", "naive", "careful"]
    assert "more than it realises" in shown[0]
    assert "refunded_amount" in shown[0]
    assert "kept its word" in shown[2]
    assert shown[2].endswith("none")


def test_the_headline_sets_the_loudest_claim_against_the_best_result(rows: list[Row]) -> None:
    assert re.fullmatch(
        r"The most splendid claim, 0\.\d\d by leaky, realises 0\.\d\d;"
        r" careful claims 0\.\d\d and realises 0\.\d\d\.",
        headline(rows),
    )


def test_who_claims_the_most_and_realises_it_is_told_so(rows: list[Row]) -> None:
    assert "by careful, is also the one that realises the most" in headline(rows[:1])


def test_every_row_leads_to_its_report(rows: list[Row]) -> None:
    text = render(rows, title="Fraud")

    for row in rows:
        assert f'href="{row.report}"' in text


def test_nothing_leaves_its_axis(rows: list[Row], odd: dict[str, Summary]) -> None:
    text = render([*rows, *(_row(name, summary) for name, summary in odd.items())], title="Fraud")

    for number in re.findall(r"(?:left|width): ([-\d.]+)%", text):
        assert 0 <= float(number) <= 100


def test_odd_sittings_stand_beside_the_others(odd: dict[str, Summary], careful: Summary) -> None:
    rows = [_row(name, summary) for name, summary in odd.items()]

    shown = _table_rows(render([_row("careful", careful), *rows], title="Fraud"))

    assert len(shown) == len(odd) + 1
    assert any("nothing judged" in row and "failed" in row for row in shown)


def test_without_any_claim_the_headline_says_so(odd: dict[str, Summary]) -> None:
    assert headline([_row("a", odd["failed"])]) == (
        "There is no claim that could be held against what became of it."
    )


def test_the_same_sittings_give_the_same_bytes(rows: list[Row]) -> None:
    assert render(rows, title="Fraud") == render(list(reversed(rows)), title="Fraud")
