from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from importlib.resources import files
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from rich.console import Console

import summaries
from takehome.report import csv_table, document, junit, markdown, sarif, terminal
from takehome.report.formats import RENDERED
from takehome.report.schema import Report
from takehome.report.summary import Beside
from takehome.report.told import told
from takehome_graders import specimens

if TYPE_CHECKING:
    from takehome.report.summary import Summary
    from takehome_datasets.key import Key


def test_the_shipped_schema_is_the_schema_of_the_document() -> None:
    shipped = files("takehome.report").joinpath("report.schema.json").read_text(encoding="utf-8")

    assert shipped == document.as_schema(), "write it again with: python docs/report_schema.py"
    assert json.loads(shipped)["properties"]["schema"]["const"] == "takehome/report@1"


@pytest.mark.parametrize("name", RENDERED)
def test_the_same_marks_give_the_same_bytes_in_every_format(name: str, key: Key) -> None:
    _, render = RENDERED[name]
    one, two = (summaries.summary(key, specimens.naive(key)) for _ in range(2))

    assert render(one) == render(two)


@pytest.mark.parametrize("name", RENDERED)
def test_odd_sittings_render_in_every_format(name: str, odd: dict[str, Summary]) -> None:
    _, render = RENDERED[name]

    for summary in odd.values():
        assert render(summary).endswith("\n") or name in ("html", "candidate")


def test_a_spreadsheet_has_a_row_for_every_finding(naive: Summary) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_table.as_csv(naive))))

    found = [finding for criterion in naive.criteria for finding in criterion.findings]
    assert [row["claim"] for row in rows] == [finding.claim for finding in found]
    assert {row["file"] for row in rows if row["line"]} == {"solution.py"}


def test_a_criterion_without_findings_has_a_row_that_says_so(odd: dict[str, Summary]) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_table.as_csv(odd["failed"]))))

    assert {row["tone"] for row in rows} == {"not judged"}


def test_a_build_sees_weaknesses_as_failures_and_what_is_not_judged_as_skipped(
    naive: Summary, odd: dict[str, Summary]
) -> None:
    suites = ET.fromstring(junit.as_junit(naive))  # noqa: S314 - our own
    silent = ET.fromstring(junit.as_junit(odd["failed"]))  # noqa: S314 - our own

    weak = [f for c in naive.criteria for f in c.findings if f.tone == "weakness"]
    assert suites.attrib["failures"] == str(len(weak)) == str(len(list(suites.iter("failure"))))
    assert [suite.attrib["name"] for suite in suites] == [c.title for c in naive.criteria]
    assert silent.attrib["failures"] == "0"
    assert silent.attrib["skipped"] == str(len(odd["failed"].criteria))


def test_an_editor_is_led_to_the_very_line(key: Key) -> None:
    for evidence in (specimens.naive(key), specimens.careful(key), summaries.many_cells(key, 9)):
        summary = summaries.summary(key, evidence)
        run = json.loads(sarif.as_sarif(summary))["runs"][0]
        texts = {a["location"]["uri"]: a["contents"]["text"] for a in run["artifacts"]}
        placed = [result for result in run["results"] if "locations" in result]

        assert placed
        for result in placed:
            where = result["locations"][0]["physicalLocation"]
            lines = texts[where["artifactLocation"]["uri"]].split("\n")
            line = lines[where["region"]["startLine"] - 1]
            assert result["message"]["text"].split(" ")[0]
            assert any(column in line for column in ("refunded", "dispute_rate", "review_minutes"))


def test_sarif_fails_only_what_is_a_weakness(naive: Summary) -> None:
    run = json.loads(sarif.as_sarif(naive))["runs"][0]

    for result in run["results"]:
        assert (result["kind"] == "fail") == (result["level"] == "warning")
    assert {result["ruleId"] for result in run["results"]} == {
        rule["id"] for rule in run["tool"]["driver"]["rules"]
    }


def test_markdown_says_what_the_page_says(naive: Summary) -> None:
    text = markdown.as_markdown(naive)

    for criterion in naive.criteria:
        assert markdown.plain(criterion.title) in text
        for finding in criterion.findings:
            assert markdown.plain(finding.claim) in text
    for question in naive.questions:
        assert markdown.plain(question.strong) in text


def test_the_document_holds_curves_people_and_what_is_missing(key: Key) -> None:
    beside = Beside(people=summaries.read_by_two())
    once = replace(specimens.naive(key), reruns=(), not_rerun=())

    read = Report.model_validate_json(document.as_json(summaries.summary(key, once, beside=beside)))

    assert [curves.window for curves in read.curves] == ["near", "later"]
    assert {said.reader for said in read.people} == {"Ann Müller", "Bo"}
    assert read.reproduced is None
    assert any("sat once" in sentence for sentence in read.missing)


def test_markdown_and_a_terminal_tell_what_was_seen_at_run_time(
    watched: dict[str, Summary],
) -> None:
    summary = watched["leaky"]
    marked = markdown.as_markdown(summary)
    screen = io.StringIO()
    Console(width=400, file=screen, highlight=False).print(terminal.render(summary))
    shown = " ".join(screen.getvalue().split())

    for part in told(summary):
        assert f"## {part.title}" in marked
        for row in part.rows:
            assert f"| {' | '.join(markdown.plain(cell) for cell in row)} |" in marked
            for cell in row:
                assert " ".join(cell.split()) in shown
    assert ", reproduced" in marked
    assert "completed, reproduced" in shown


def test_an_editor_is_shown_what_was_seen_at_run_time(watched: dict[str, Summary]) -> None:
    run = json.loads(sarif.as_sarif(watched["leaky"]))["runs"][0]

    (found,) = [each for each in run["results"] if "TargetEncoder" in each["message"]["text"]]

    assert found["kind"] == "fail"
    assert found["properties"]["certainty"] == "seen at run time"
    region = found["locations"][0]["physicalLocation"]
    assert region["artifactLocation"]["uri"] == "solution.ipynb.py"
    # Its first cell begins below the line that names it.
    assert region["region"] == {"startLine": 2}
