"""Marking stored evidence again: by the same rubric, by another, by another grader."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from takehome.challenge import find
from takehome.cli import main
from takehome.store.vault import Vault
from takehome_datasets.variant import Variant
from takehome_graders import specimens
from takehome_graders.grading import mark
from takehome_graders.marks import NotJudged

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder to work in, whose vault holds a sitting that production was not judged in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TAKEHOME_HOME", str(tmp_path / "vault"))
    challenge = find("card-fraud").file
    key = replace(specimens.key(300), challenge=challenge.name, version=challenge.version)
    evidence, weights = specimens.naive(key), {"heldout": 50.0, "production": 50.0}
    marks = mark(key, evidence, weights)
    before = replace(
        marks,
        by_criterion={**marks.by_criterion, "production": NotJudged(reason="It was not asked.")},
    )
    vault = Vault(tmp_path / "vault")
    vault.keep_invitation(Variant(kit=key.kit, data={}, key=key), "Zoë Miller", None)
    sitting = vault.keep_sitting(vault.keep_submission(key.kit, None, "5" * 64), NOW, evidence)
    vault.keep_marks(sitting, before, "0.0.1")
    vault.close()
    return tmp_path


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["mark", "1", "--quiet", *arguments], catch_exceptions=False)


def _weights(home: Path, text: str) -> str:
    path = home / "other.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_what_a_newer_grader_judges_is_shown_with_its_reason(home: Path) -> None:
    rubric = _weights(home, "[weights]\nheldout = 50\nproduction = 50\n")

    ran = _run("--weights", rubric)

    assert ran.exit_code == 0, ran.output
    assert "Changed: production, not judged → " in ran.output
    assert "Changed: heldout" not in ran.output
    assert "  Follows from production." in ran.output


def test_another_rubric_is_shown_by_its_weights(home: Path) -> None:
    _run("--weights", _weights(home, "[weights]\nheldout = 50\nproduction = 50\n"))

    ran = _run("--weights", _weights(home, "[weights]\nheldout = 20\nproduction = 60\n"))

    assert "The rubric gives it 25% of the weights, where it was 50%." in ran.output
    assert "Changed: total" in ran.output


def test_marked_again_by_the_same_nothing_has_changed(home: Path) -> None:
    rubric = _weights(home, "[weights]\nheldout = 1\n")
    _run("--weights", rubric)

    ran = _run("--weights", rubric)

    assert "Changed" not in ran.output


@pytest.mark.usefixtures("home")
def test_without_weights_the_rubric_is_the_challenges() -> None:
    ran = _run()

    assert ran.exit_code == 0, ran.output
    assert "Changed: leakage, no criterion → " in ran.output


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("weights = 3", "has no table [weights]"),
        ("[weights]\nheldout = -1", "weights.heldout is -1"),
        ("[weights]\nheldout = true", "weights.heldout is True"),
        ("[weights", "cannot be read"),
        ("[weights]\nhelpout = 1", 'no criterion "helpout". Did you mean "heldout"?'),
    ],
)
def test_what_is_no_rubric_is_refused(home: Path, text: str, words: str) -> None:
    ran = _run("--weights", _weights(home, text))

    assert ran.exit_code == 4
    assert words in ran.output
