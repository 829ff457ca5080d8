from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

import inert
import summaries
from takehome.report import page
from takehome.report.summary import Beside
from takehome_graders import specimens
from takehome_graders.marks import Fault, NotAsked

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from takehome.report.summary import Summary
    from takehome_datasets.key import Key


def _elements(root: Element, name: str) -> list[Element]:
    return [element for element in root.iter() if inert.tag(element) == name]


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.fixture(scope="module")
def pages(
    careful: Summary,
    naive: Summary,
    leaky: Summary,
    odd: dict[str, Summary],
    watched: dict[str, Summary],
) -> dict[str, str]:
    seen = {f"{name}, watched": summary for name, summary in watched.items()}
    summaries = {"careful": careful, "naive": naive, "leaky": leaky, **odd, **seen}
    return {name: page.render(summary) for name, summary in summaries.items()}


def test_every_page_is_valid_and_inert(pages: dict[str, str]) -> None:
    for text in pages.values():
        inert.assert_inert(text)


def test_a_page_forbids_everything_that_it_does_not_need(pages: dict[str, str]) -> None:
    root = inert.parsed(pages["naive"])

    (policy,) = [m.attrib["content"] for m in _elements(root, "meta") if "http-equiv" in m.attrib]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")


def test_a_page_can_be_walked_without_seeing_it(pages: dict[str, str]) -> None:
    for text in pages.values():
        root = inert.parsed(text)
        assert root.attrib["lang"] == "en"
        assert len(_elements(root, "h1")) == 1
        for landmark in ("header", "main", "footer", "nav"):
            assert len(_elements(root, landmark)) == 1
        first = next(e for e in root.iter() if inert.tag(e) == "a")
        assert first.attrib == {"class": "skip", "href": "#main"}
        ids = [e.attrib["id"] for e in root.iter() if "id" in e.attrib]
        assert len(ids) == len(set(ids))
        referred = {a[1:] for a in inert.addresses(root) if a.startswith("#")}
        labels = {
            label for e in root.iter() for label in e.attrib.get("aria-labelledby", "").split()
        }
        assert referred | labels <= set(ids)
        for table in _elements(root, "table"):
            assert len(_elements(table, "caption")) == 1
            assert all("scope" in th.attrib for th in _elements(table, "th"))


def test_headings_skip_no_level(pages: dict[str, str]) -> None:
    for text in pages.values():
        levels = [
            int(inert.tag(e)[1])
            for e in inert.parsed(text).iter()
            if re.fullmatch(r"h\d", inert.tag(e))
        ]
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_first_screen_says_it_all(pages: dict[str, str], naive: Summary) -> None:
    (first,) = [
        e for e in _elements(inert.parsed(pages["naive"]), "section") if e.get("class") == "first"
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
    text = _text(inert.parsed(pages["naive"]))

    for criterion in naive.criteria:
        for finding in criterion.findings:
            for words in (finding.claim, finding.evidence, finding.question):
                assert " ".join(words.split()) in text
    assert "solution.py, line 2" in text


def test_every_planted_thing_stands_on_the_page_with_its_status(
    pages: dict[str, str], naive: Summary
) -> None:
    (table,) = [
        t for t in _elements(inert.parsed(pages["naive"]), "table") if t.get("class") == "plants"
    ]
    rows = [_text(row) for row in _elements(table, "tr")[1:]]

    for row, fate in zip(rows, naive.fates, strict=True):
        assert row.startswith(fate.status.value)
        assert fate.plant.story in row


def test_the_plots_have_their_numbers_in_tables(pages: dict[str, str], naive: Summary) -> None:
    every = _elements(inert.parsed(pages["naive"]), "table")
    tables = [t for t in every if "data" in t.get("class", "")]

    levels, weeks, filled, rerun, ranking, saving, size, pace = (
        _text(table) for table in tables[:8]
    )
    assert f"{naive.claimed:.3f}" in levels
    assert "card_dispute_rate" in filled
    assert "all labels permuted" in rerun
    assert "Precision at every recall" in ranking
    assert "acting on all" in saving
    assert "saidtrue" in size.replace(" ", "")
    assert "counterfactual:leak.missingness" in pace
    for week in naive.weeks:
        assert f"{week.average_precision:.3f}" in weeks


def test_the_footer_has_all_that_is_needed_to_do_it_again(
    pages: dict[str, str], naive: Summary
) -> None:
    (footer,) = _elements(inert.parsed(pages["naive"]), "footer")
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

    text = _text(inert.assert_inert(page.render(summary)))

    assert "not judged: a fault of ours, which costs nothing" in text
    assert "ZeroDivisionError" in text


def test_a_failed_sitting_shows_where_and_why(pages: dict[str, str]) -> None:
    text = _text(inert.parsed(pages["failed"]))

    assert "failed during fit, at solution.ipynb, cell 1, line 1. Cell 1 raised a KeyError." in text
    assert "KeyError: 'amount'" in text
    assert "Nothing was judged." in text


def test_a_page_is_small(pages: dict[str, str]) -> None:
    assert max(len(text.encode()) for text in pages.values()) < 250_000


def test_every_finding_in_the_code_and_its_line_lead_to_each_other(
    pages: dict[str, str], naive: Summary
) -> None:
    root = inert.parsed(pages["naive"])
    ids = {e.attrib["id"]: e for e in root.iter() if "id" in e.attrib}

    placed = [card for c in naive.criteria for card in c.cards if card.excerpt]

    assert placed
    for card in placed:
        assert card.excerpt is not None
        assert card.excerpt.anchor in ids
        assert f"#{card.anchor}" in inert.addresses(ids[card.excerpt.anchor])
        assert f"#{card.excerpt.anchor}" in inert.addresses(ids[card.anchor])


def test_every_question_says_what_a_strong_answer_contains(
    pages: dict[str, str], naive: Summary
) -> None:
    (sheet,) = [
        e for e in _elements(inert.parsed(pages["naive"]), "section") if e.get("class") == "sheet"
    ]
    text = _text(sheet)

    assert 3 <= len(naive.questions) <= 6
    for question in naive.questions:
        assert question.text in text
        assert question.strong in text
    assert {q.anchor.rpartition("-")[0] for q in naive.questions[:3]} == {
        "heldout",
        "validation",
        "leakage",
    }


def test_what_they_said_themselves_stands_on_the_page(key: Key) -> None:
    beside = Beside(memo="# I would ship it\n\n<b>now</b>")

    text = page.render(summaries.summary(key, specimens.careful(key), beside=beside))

    words = _text(inert.assert_inert(text))
    assert "immature labels" in words
    assert "<b>now</b>" in words


def test_human_and_automatic_marks_stand_side_by_side(key: Key) -> None:
    beside = Beside(people=summaries.read_by_two("Folds of time."))
    summary = summaries.summary(key, specimens.naive(key), beside=beside)

    text = _text(inert.assert_inert(page.render(summary)))

    automatic = summary.criteria[1].points
    assert f"Validation strategy {automatic:.0f}" in text
    assert "Ann Müller: 30" in text
    assert "Ann Müller gives 30. Folds of time." in text
    assert "Ann Müller and Bo agree in 2 of 4 items" in text
    assert "automatic: 0" in text
    assert summary.total == summaries.summary(key, specimens.naive(key)).total


def test_nobody_having_read_it_is_told_with_how_to(pages: dict[str, str]) -> None:
    assert "Nobody has read it yet. takehome rubric 7" in _text(inert.parsed(pages["naive"]))


def test_what_a_sitting_left_no_evidence_of_is_told(pages: dict[str, str]) -> None:
    texts = {name: _text(inert.parsed(text)) for name, text in pages.items()}

    assert "No window of production was answered" in texts["failed"]
    assert "No expected_score was left behind" in texts["no claim"]
    assert "The window later was never answered" in texts["one window"]
    assert "The upload could not be read" in texts["unreadable"]
    assert "It sat once" in texts["sat once"]
    assert "The recorder was not heard" in texts["careful"]
    assert "The recorder was not heard" not in texts["careful, watched"]
    assert "No answers.toml came with it" in texts["leaky"]


def test_a_second_sitting_shows_on_the_first_screen(naive: Summary) -> None:
    for reproduced, words in ((True, "reproduced"), (False, "not reproduced"), (None, "sat once")):
        text = page.render(replace(naive, reproduced=reproduced))
        assert f">{words}</span>" in text


def test_what_is_gone_is_told_at_the_head(key: Key) -> None:
    beside = Beside(gone=("The evidence cannot be read any more.",))
    bare = replace(key, plants=(), counterfactuals=())

    text = page.render(summaries.summary(bare, summaries.failed(key), beside=beside))

    root = inert.assert_inert(text)
    (main,) = _elements(root, "main")
    assert main[0].attrib["class"] == "gone"
    assert "What was planted" not in _text(root)


def test_a_sitting_without_a_sandbox_is_stamped_on_the_first_screen(naive: Summary) -> None:
    assert naive.confinement is not None
    unsafe = replace(naive, confinement=replace(naive.confinement, sandbox="NO SANDBOX (unsafe)"))

    stamped, plain = page.render(unsafe), page.render(naive)

    assert '<span class="chip bad">no sandbox</span>' in stamped
    assert "no sandbox</span>" not in plain


def test_how_it_was_validated_and_the_way_of_the_data_stand_on_the_page_with_their_numbers(
    pages: dict[str, str],
) -> None:
    root = inert.parsed(pages["leaky, watched"])
    (part,) = [e for e in _elements(root, "section") if e.get("id") == "validated"]
    scheme, way = (_text(table) for table in _elements(part, "table"))

    assert "The claim rests on cross_val_score at solution.ipynb, cell 1, line 1: 5 parts" in _text(
        part
    )
    assert scheme.count("cross_val_score, the claim") == 5
    assert "TargetEncoder.fit_transform" in way
    assert "had seen 1,500 judged rows" in way
    assert "#validated" in inert.addresses(root)
    assert {svg.get("role") for svg in _elements(part, "svg")} == {"img"}
    cells = {cell.get("id") for cell in root.iter() if cell.get("class") == "cell"}
    assert {f"#{cell}" for cell in cells} & set(inert.addresses(part))


def test_what_re_runs_settled_and_what_production_did_stand_on_the_page(
    pages: dict[str, str], watched: dict[str, Summary]
) -> None:
    root = inert.parsed(pages["naive, watched"])
    parts = {e.get("id"): _text(e) for e in _elements(root, "section") if e.get("id")}
    summary = watched["naive"]

    assert summary.again is not None
    for one in summary.again.settled:
        assert f"{one.answer} {one.asked}" in parts["rerun"].replace(one.answer, f"{one.answer} ")
    assert "No time was left." in parts["rerun"]
    assert "without refunded_amount" in parts["plots"]
    for trial in summary.trials:
        assert trial.asked in parts["trials"]
        assert " ".join(trial.told.split()) in parts["trials"]
    assert "#trials" in inert.addresses(root)


def test_reproduced_or_not_stands_on_the_first_screen_and_at_the_foot(
    watched: dict[str, Summary],
) -> None:
    summary = watched["naive"]
    for known, fitted, words in (
        (True, True, "Reproduced yes"),
        (False, None, "Reproduced no"),
        (None, False, "Reproduced not known; the model was not fitted here"),
    ):
        text = page.render(replace(summary, reproduced=known, fitted_here=fitted))
        (footer,) = _elements(inert.parsed(text), "footer")
        assert words in _text(footer).replace("Reproduced", "Reproduced ")
        assert ('<span class="chip bad">not fitted here</span>' in text) == (fitted is False)


def test_what_is_not_asked_has_no_bar_and_is_named(watched: dict[str, Summary]) -> None:
    every = watched["leaky"].criteria
    unasked_mark = NotAsked(reason="There is no experiment here.")
    summary = replace(
        watched["leaky"], criteria=(*every[:-1], replace(every[-1], mark=unasked_mark, cards=()))
    )
    root = inert.parsed(page.render(summary))
    (table,) = [t for t in _elements(root, "table") if "criteria" in t.get("class", "")]

    (unasked,) = [row for row in _elements(table, "tr") if row.get("class") == "unasked"]

    assert len(_elements(table, "tr")) == 2 + len(summary.asked)
    assert all(criterion.title in _text(unasked) for criterion in summary.not_asked)
    assert "Not asked. There is no experiment here." in _text(root)
