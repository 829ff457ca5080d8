from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

import inert
import summaries
from payloads import EVERYTHING, PAYLOADS, hostile_notebook
from takehome.report import cohort, compare, junit, markdown, page, sarif
from takehome.report.candidate import feedback
from takehome.report.candidate import render as render_feedback
from takehome.report.csv_table import as_csv
from takehome.report.document import as_json
from takehome.report.seat import seat
from takehome.report.summary import Beside
from takehome.submission.notebook import read_notebook
from takehome_graders import specimens
from takehome_graders.evidence import Source

if TYPE_CHECKING:
    from takehome.report.summary import Summary
    from takehome_datasets.key import Key


@pytest.fixture(scope="module")
def hostile(key: Key) -> Summary:
    beside = Beside(people=summaries.read_by_two(EVERYTHING), memo=EVERYTHING, gone=(EVERYTHING,))
    return summaries.summary(key, summaries.hostile(key), candidate=EVERYTHING, beside=beside)


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_one_payload_everywhere_in_a_notebook_leaves_an_inert_page(payload: str, key: Key) -> None:
    summary = summaries.summary(key, summaries.hostile(key, payload), candidate=payload)

    inert.assert_inert(page.render(summary))

    assert summary.listings[0].cells


def test_all_payloads_together_leave_an_inert_page(hostile: Summary) -> None:
    root = inert.assert_inert(page.render(hostile))

    text = " ".join("".join(root.itertext()).split())
    assert len(PAYLOADS) >= 25
    assert "<script>alert(1)</script>" in text
    assert "{{ 7*7 }}" in text


def test_of_a_notebook_no_output_and_no_metadata_reaches_a_page() -> None:
    notebook = read_notebook(hostile_notebook(), "solution.ipynb")

    assert len(notebook.cells) == len(PAYLOADS)
    assert all("refunded_amount" in text for _, text in notebook.cells)
    assert b'onload=\\"' not in notebook.content
    assert b"outputs" not in notebook.content.replace(b'"outputs": []', b"").replace(
        b'"outputs":[]', b""
    )


def test_what_cannot_be_seen_in_code_is_written_out(key: Key) -> None:
    source = Source(file="a.py", cells=((0, "user\u202e = 1\x1b[2J\nrefunded_amount"),))
    evidence = replace(specimens.leaky(key), sources=(source,))

    root = inert.parsed(page.render(summaries.summary(key, evidence)))

    text = "".join(root.itertext())
    assert "⟨U+202E⟩" in text
    assert "⟨U+001B⟩" in text


def test_side_by_side_nothing_becomes_markup(hostile: Summary, careful: Summary) -> None:
    rows = [
        compare.Row(reference=EVERYTHING, summary=hostile, report="hostile/report.html"),
        compare.Row(reference="careful", summary=careful, report="careful/report.html"),
    ]
    seats = [seat(hostile, blind=False), seat(careful, blind=False)]

    inert.assert_inert(compare.render(rows, title=EVERYTHING))
    inert.assert_inert(cohort.render(cohort.cohort(seats, title=EVERYTHING, blind=False)))


def test_the_candidate_s_version_is_inert(hostile: Summary) -> None:
    inert.assert_inert(render_feedback(feedback(hostile)))


def test_no_field_of_a_spreadsheet_begins_a_formula(hostile: Summary) -> None:
    for row in csv.reader(io.StringIO(as_csv(hostile))):
        for field in row:
            assert not re.match(r"[=+\-@|%\t\r]", field) or re.fullmatch(r"-?[\d.e+-]+", field)
            assert "\n" not in field


def test_markdown_has_no_live_link_picture_or_tag(hostile: Summary) -> None:
    text = markdown.as_markdown(hostile)

    assert not re.search(r"(?<!\\)\]\(", text)
    assert not re.search(r"(?<!\\)!\[", text)
    assert "<" not in text
    assert not re.search(r"https?://", text)
    assert not inert.UNSEEN.search(text)


def test_documents_for_programs_can_be_read(hostile: Summary) -> None:
    suites = ET.fromstring(junit.as_junit(hostile))  # noqa: S314 - our own
    run = json.loads(sarif.as_sarif(hostile))["runs"][0]

    assert json.loads(as_json(hostile))["about"]["candidate"] == EVERYTHING
    assert len(suites) == len(hostile.criteria)
    for artifact in run["artifacts"]:
        assert ":" not in artifact["location"]["uri"]
