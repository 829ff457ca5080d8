"""The docs say what the software does."""

from __future__ import annotations

import re
import runpy
import shlex
from pathlib import Path

import pytest

from takehome.cli import main
from takehome_datasets.plants import CATALOGUE
from takehome_graders.grading import CRITERIA

REPOSITORY = Path(__file__).parents[2]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
REFERENCE = (REPOSITORY / "docs" / "reference.md").read_text(encoding="utf-8")


def test_the_reference_is_what_the_code_says() -> None:
    written = runpy.run_path(str(REPOSITORY / "docs" / "reference.py"))

    assert written["text"]() == REFERENCE, "write it again with: python docs/reference.py"


@pytest.mark.parametrize("command", main.commands)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`takehome {command}`" in README


@pytest.mark.parametrize("name", [*CATALOGUE, *CRITERIA])
def test_every_plant_and_criterion_is_in_the_reference(name: str) -> None:
    assert f"`{name}`" in REFERENCE


def test_the_commands_that_the_readme_shows_can_be_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kit-zoe" / "submission").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)

    shown = re.findall(r"^\$ takehome (.*)$", README, flags=re.MULTILINE)

    assert shown
    for line in shown:
        name, *arguments = shlex.split(line)
        main.commands[name].make_context(name, arguments)
