from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import html5lib
import pytest

from takehome.report import compare, page
from takehome_graders import specimens
from takehome_graders.evidence import (
    Answers,
    Confinement,
    Ending,
    NamedLeak,
    Outcome,
    Place,
    Source,
)
from takehome_graders.marks import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from takehome.report.summary import Summary
    from takehome_datasets.key import Key

HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
    "</style></title></textarea>{{ 7*7 }}\"'><svg/onload=alert(3)>\u202egnp\u202c\x1b[31m\x00\x08"
)


def _parsed(text: str) -> ET.Element:
    # Strict: what an HTML parser would have to guess is an error.
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root = parser.parse(text)
    assert isinstance(root, ET.Element)
    return root


def _tag(element: ET.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _elements(root: ET.Element, name: str) -> list[ET.Element]:
    return [element for element in root.iter() if _tag(element) == name]


def _text(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _addresses(root: ET.Element) -> Iterator[str]:
    for element in root.iter():
        for name, value in element.attrib.items():
            if name.rpartition("}")[2] in ("href", "src", "srcset", "action", "data", "poster"):
                yield value


def _assert_inert(text: str) -> ET.Element:
    root = _parsed(text)
    assert not {_tag(element) for element in root.iter()} & {
        "script",
        "img",
        "iframe",
        "object",
        "embed",
        "link",
        "base",
        "form",
        "foreignObject",
    }
    for element in root.iter():
        assert not [name for name in element.attrib if name.lower().startswith("on")]
    for address in _addresses(root):
        parts = urlsplit(address)
        assert not parts.scheme
        assert not parts.netloc
    assert not re.search(r"url\((?!#)", text)
    assert "@import" not in text
    return root


@pytest.fixture(scope="module")
def pages(
    careful: Summary, naive: Summary, leaky: Summary, odd: dict[str, Summary]
) -> dict[str, str]:
    summaries = {"careful": careful, "naive": naive, "leaky": leaky, **odd}
    return {name: page.render(summary) for name, summary in summaries.items()}


def test_every_page_is_valid_and_inert(pages: dict[str, str]) -> None:
    for text in pages.values():
        _assert_inert(text)


def test_a_page_forbids_everything_that_it_does_not_need(pages: dict[str, str]) -> None:
    root = _parsed(pages["naive"])

    (policy,) = [m.attrib["content"] for m in _elements(root, "meta") if "http-equiv" in m.attrib]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")


def test_a_page_can_be_walked_without_seeing_it(pages: dict[str, str]) -> None:
    for text in pages.values():
        root = _parsed(text)
        assert root.attrib["lang"] == "en"
        assert len(_elements(root, "h1")) == 1
        for landmark in ("header", "main", "footer", "nav"):
            assert len(_elements(root, landmark)) == 1
        first = next(e for e in root.iter() if _tag(e) == "a")
        assert first.attrib == {"class": "skip", "href": "#main"}
        ids = [e.attrib["id"] for e in root.iter() if "id" in e.attrib]
        assert len(ids) == len(set(ids))
        referred = {a[1:] for a in _addresses(root) if a.startswith("#")}
        labels = {
            label for e in root.iter() for label in e.attrib.get("aria-labelledby", "").split()
        }
        assert referred | labels <= set(ids)
        for table in _elements(root, "table"):
            assert len(_elements(table, "caption")) == 1
            assert all("scope" in th.attrib for th in _elements(table, "th"))


def test_headings_skip_no_level(pages: dict[str, str]) -> None:
    for text in pages.values():
        levels = [int(_tag(e)[1]) for e in _parsed(text).iter() if re.fullmatch(r"h\d", _tag(e))]
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_first_screen_says_it_all(pages: dict[str, str], naive: Summary) -> None:
    (first,) = [
        e for e in _elements(_parsed(pages["naive"]), "section") if e.get("class") == "first"
    ]
    text = _text(first)

    assert "Ada Lovelace" in text
    assert "completed" in text
    assert naive.headline in text
    assert f"Total {naive.total:.0f} / 100" in text
    for criterion in naive.criteria:
        assert f"{criterion.title} {criterion.points:.0f}" in text
    for finding in (*naive.strengths, *naive.weaknesses):
        assert finding.claim in text


def test_every_finding_stands_on_the_page_with_evidence_place_and_question(
    pages: dict[str, str], naive: Summary
) -> None:
    text = _text(_parsed(pages["naive"]))

    for criterion in naive.criteria:
        for finding in criterion.findings:
            for words in (finding.claim, finding.evidence, finding.question):
                assert " ".join(words.split()) in text
    assert "solution.py, line 2" in text


def test_every_planted_thing_stands_on_the_page_with_its_status(
    pages: dict[str, str], naive: Summary
) -> None:
    (table,) = [
        t for t in _elements(_parsed(pages["naive"]), "table") if t.get("class") == "plants"
    ]
    rows = [_text(row) for row in _elements(table, "tr")[1:]]

    for row, fate in zip(rows, naive.fates, strict=True):
        assert row.startswith(fate.status.value)
        assert fate.plant.story in row


def test_the_plots_have_their_numbers_in_tables(pages: dict[str, str], naive: Summary) -> None:
    every = _elements(_parsed(pages["naive"]), "table")
    tables = [t for t in every if "data" in t.get("class", "")]

    levels, weeks, filled, ranking, saving, size, pace = (_text(table) for table in tables[:7])
    assert f"{naive.claimed:.3f}" in levels
    assert "card_dispute_rate" in filled
    assert "Precision at every recall" in ranking
    assert "acting on all" in saving
    assert "saidtrue" in size.replace(" ", "")
    assert "counterfactual:leak.missingness" in pace
    for week in naive.weeks:
        assert f"{week.average_precision:.3f}" in weeks


def test_the_footer_has_all_that_is_needed_to_do_it_again(
    pages: dict[str, str], naive: Summary
) -> None:
    (footer,) = _elements(_parsed(pages["naive"]), "footer")
    text = _text(footer)

    for fact in (
        "submission 1 of 2",
        "3 Jun 2025, 14:05 UTC",
        "card-fraud, version 1",
        "K-SPECIMEN",
        naive.variant,
        naive.submission,
        "bubblewrap 0.8.0",
        "no network",
        "disk quota",
        "takehome 0.1.0",
        "scikit-learn",
    ):
        assert fact in text


def test_the_same_marks_give_the_same_bytes(
    key: Key, summarised: Callable[..., Summary], pages: dict[str, str]
) -> None:
    assert page.render(summarised(specimens.naive(key))) == pages["naive"]


def test_a_fault_of_ours_is_told_as_ours(naive: Summary) -> None:
    broken = replace(naive.criteria[0], mark=Fault(traceback="ZeroDivisionError"), cards=())
    summary = replace(naive, criteria=(broken, *naive.criteria[1:]))

    text = _text(_assert_inert(page.render(summary)))

    assert "not judged: a fault of ours, which costs nothing" in text
    assert "ZeroDivisionError" in text


def test_a_failed_sitting_shows_where_and_why(pages: dict[str, str]) -> None:
    text = _text(_parsed(pages["failed"]))

    assert "failed during fit, at solution.ipynb, cell 3, line 1. Cell 3 raised a KeyError." in text
    assert "KeyError: 'amount'" in text
    assert "Nothing was judged." in text


@pytest.fixture(scope="module")
def hostile(key: Key, summarised: Callable[..., Summary]) -> Summary:
    leak = NamedLeak(table="", columns=(HOSTILE,), kind=HOSTILE, evidence=HOSTILE, action=HOSTILE)
    place = Place(file=HOSTILE, cell=1, line=2)
    evidence = replace(
        specimens.leaky(key),
        entry=HOSTILE,
        answers=Answers(leaks=(leak,), validation_scheme=HOSTILE),
        sources=(Source(file=HOSTILE, cells=((1, "refunded_amount"),)),),
        problems=(HOSTILE,),
        ending=Ending(
            outcome=Outcome.FAILED,
            during=HOSTILE,
            message=HOSTILE,
            place=place,
            traceback=HOSTILE,
        ),
        packages={HOSTILE: HOSTILE},
        confinement=Confinement(
            sandbox=HOSTILE, version=HOSTILE, image=HOSTILE, enforced=(HOSTILE,), not_enforced=()
        ),
    )
    return summarised(evidence, candidate=HOSTILE)


def test_nothing_of_a_candidates_becomes_markup(hostile: Summary) -> None:
    text = page.render(hostile)

    root = _assert_inert(text)
    assert not set(text) & set("\u202e\u202c\x1b\x00\x08")
    assert "{{ 7*7 }}" in _text(root)
    assert "</script><script>alert(1)</script>" in _text(_elements(root, "h1")[0])


def test_nothing_of_a_candidates_becomes_markup_side_by_side(
    hostile: Summary, careful: Summary
) -> None:
    rows = [
        compare.Row(reference=HOSTILE, summary=hostile, report="hostile/report.html"),
        compare.Row(reference="careful", summary=careful, report="careful/report.html"),
    ]

    text = compare.render(rows, title=HOSTILE)

    _assert_inert(text)
    assert not set(text) & set("\u202e\u202c\x1b\x00\x08")


def test_a_page_is_small(pages: dict[str, str]) -> None:
    assert max(len(text.encode()) for text in pages.values()) < 200_000
