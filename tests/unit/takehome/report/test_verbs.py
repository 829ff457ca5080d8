"""The verbs `report`, `rubric` and `compare`, on a vault of made-up sittings."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

import inert
import summaries
from takehome.cli import main
from takehome.report.from_vault import summary_of
from takehome.report.seat import seat
from takehome.store.vault import Vault
from takehome_datasets.variant import Variant
from takehome_graders import specimens
from takehome_graders.grading import mark

if TYPE_CHECKING:
    from takehome_datasets.key import Key

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SHEET = (
    'schema = "takehome/rubric@1"\nreader = "Ann"\n'
    '[levels.decision]\nlevel = 3\nreason = "Clear."\n'
    '[overrides.validation]\npoints = 30\nreason = "Honest about folds."\n'
)


@pytest.fixture
def home(tmp_path: Path, key: Key, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder to work in, whose vault holds three sittings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TAKEHOME_HOME", str(tmp_path / "vault"))
    vault = Vault(tmp_path / "vault")
    for number, sat in enumerate((specimens.careful, specimens.naive, specimens.leaky)):
        own = replace(key, kit=f"K-{number}")
        evidence = replace(sat(key), kit=own.kit)
        vault.keep_invitation(Variant(kit=own.kit, data={}, key=own), f"Candidate {number}", None)
        sitting = vault.keep_sitting(vault.keep_submission(own.kit, None, "5" * 64), NOW, evidence)
        marking = vault.keep_marks(sitting, mark(own, evidence, summaries.WEIGHTS), "0.1.0")
        if number:
            summary = summaries.summary(own, evidence, sitting=sitting)
            vault.keep_seat(marking, seat(summary, blind=True))
    vault.close()
    return tmp_path


def _run(*arguments: str, given: str = "") -> Result:
    return CliRunner().invoke(main, arguments, input=given, catch_exceptions=False)


def test_every_format_is_written_under_its_name(home: Path) -> None:
    formats = ("html", "json", "markdown", "csv", "junit", "sarif", "candidate")

    ran = _run(
        "report", "1", "--quiet", "--out", "r", *(a for f in formats for a in ("--format", f))
    )

    assert ran.exit_code == 0, ran.output
    assert {path.name for path in (home / "r").iterdir()} == {
        "report.html",
        "report.json",
        "report.md",
        "report.csv",
        "report.xml",
        "report.sarif",
        "feedback.html",
    }
    inert.assert_inert((home / "r" / "report.html").read_text(encoding="utf-8"))


def test_one_rendering_can_be_printed(home: Path) -> None:
    ran = _run("report", "2", "--format", "json", "--out", "-", "--quiet")

    assert json.loads(ran.stdout)["about"]["candidate"] == "Candidate 1"
    assert not (home / "report-2").exists()


@pytest.mark.usefixtures("home")
def test_two_renderings_cannot_be_printed_at_once() -> None:
    ran = _run("report", "2", "--format", "json", "--format", "csv", "--out", "-")

    assert ran.exit_code == 2
    assert "name one --format" in ran.stderr


@pytest.mark.usefixtures("home")
def test_a_sitting_that_is_not_there_is_told_so() -> None:
    ran = _run("report", "99")

    assert ran.exit_code == 2
    assert "no sitting 99" in ran.stderr


def test_a_sheet_is_kept_and_stands_in_the_report(home: Path) -> None:
    (home / "ann.toml").write_text(SHEET, encoding="utf-8")

    ran = _run("rubric", "1", "--from", "ann.toml", "--json")
    _run("report", "1", "--quiet")

    said = json.loads(ran.stdout)
    assert [entry["value"] for entry in said["entries"]] == [3, 30]
    assert said["entries"][1]["before"].startswith("automatic: ")
    page = (home / "report-1" / "report.html").read_text(encoding="utf-8")
    assert "Honest about folds." in page
    assert f"automatic: {said['automatic']['validation']:.0f}" in page


@pytest.mark.usefixtures("home")
def test_the_rubric_can_be_filled_in_at_the_keyboard() -> None:
    ran = _run("rubric", "1", "--reader", "Bo", given="4\nvery clear\n\n\n\n\n\n\nwell done\n")

    assert ran.exit_code == 0, ran.output
    assert "Kept 2 of Bo's" in ran.stderr
    assert "very clear" in ran.stdout


@pytest.mark.usefixtures("home")
def test_a_conversation_that_breaks_off_keeps_nothing() -> None:
    _run("rubric", "1", "--reader", "Bo", given="4\nvery clear\n")

    assert "Nobody has read it yet." in _run("rubric", "1", "--show").stdout


def test_a_sheet_that_cannot_be_taken_keeps_nothing(home: Path) -> None:
    (home / "ann.toml").write_text(SHEET.replace("decision", "decisoin"), encoding="utf-8")

    ran = _run("rubric", "1", "--from", "ann.toml")

    assert ran.exit_code == 2
    assert 'Did you mean "decision"?' in ran.stderr
    assert "Nobody has read it yet." in _run("rubric", "1", "--show").stdout


@pytest.mark.usefixtures("home")
def test_the_template_changes_nothing_and_can_be_taken_back() -> None:
    ran = _run("rubric", "1", "--reader", "Ann", "--template")
    Path("t.toml").write_text(ran.stdout, encoding="utf-8")

    again = _run("rubric", "1", "--from", "t.toml")

    assert again.exit_code == 0, again.output
    assert "Kept 0 of Ann's" in again.stderr


def test_everybody_is_compared_by_kit_until_names_are_asked_for(home: Path) -> None:
    blind = _run("compare", "--quiet")
    hidden = (home / "comparison" / "index.html").read_text(encoding="utf-8")
    _run("compare", "--names", "--quiet", "--out", "named")
    named = (home / "named" / "index.html").read_text(encoding="utf-8")

    assert blind.exit_code == 0, blind.output
    assert "K-0" in hidden
    assert "Candidate 0" not in hidden
    assert "Candidate 0" in named


def test_blind_reports_beside_the_page_hide_names_too(home: Path) -> None:
    _run("compare", "1", "3", "--reports", "--quiet", "--out", "c")

    assert {path.name for path in (home / "c").iterdir()} == {
        "index.html",
        "sitting-1.html",
        "sitting-3.html",
    }
    for path in (home / "c").iterdir():
        assert "Candidate" not in path.read_text(encoding="utf-8").replace("<dt>Candidate</dt>", "")


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("shape", ["terminal", "csv", "json"])
def test_a_comparison_can_be_printed(shape: str) -> None:
    ran = _run("compare", "--format", shape, "--quiet")

    assert ran.exit_code == 0, ran.output
    assert all(f"K-{number}" in ran.stdout for number in range(3))


def test_an_empty_vault_has_nothing_to_compare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TAKEHOME_HOME", str(tmp_path / "vault"))

    ran = _run("compare")

    assert ran.exit_code == 2
    assert "no sitting to compare" in ran.stderr


def test_what_was_kept_at_marking_is_compared_without_opening_any_evidence(home: Path) -> None:
    before = _run("compare", "2", "3", "--format", "json", "--quiet")
    for file in (home / "vault" / "files").rglob("*"):
        if file.is_file():
            file.unlink()

    after = _run("compare", "2", "3", "--format", "json", "--quiet")

    assert json.loads(after.stdout) == json.loads(before.stdout)


def test_what_was_kept_is_what_would_be_read(home: Path) -> None:
    vault = Vault(home / "vault")

    kept = vault.seated((1, 2, 3))
    read = {number: seat(summary_of(vault, number), blind=True) for number in (2, 3)}
    vault.close()

    assert {number: each.seat for number, each in kept.items()} == read
    assert kept[3].candidate == "Candidate 2"


def test_who_has_read_a_sitting_since_it_was_marked_is_known(home: Path) -> None:
    (home / "sheet.toml").write_text(SHEET)
    _run("rubric", "2", "--from", "sheet.toml")
    vault = Vault(home / "vault")

    readers = {number: each.seat.readers for number, each in vault.seated((2, 3)).items()}
    vault.close()

    assert readers == {2: ("Ann",), 3: ()}
