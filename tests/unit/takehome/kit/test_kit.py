"""What a candidate receives."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import nbformat
import pytest

from takehome.kit import (
    FolderTaken,
    Reference,
    kit_files,
    submission_files,
    write_folder,
    write_kit,
)
from takehome.submission import receive
from takehome.submission.answer_tables import KEYS
from takehome.submission.answers import read_answers
from takehome_datasets.errors import ChallengeError
from unit.takehome.kit.a_kit import a_kit

if TYPE_CHECKING:
    from pathlib import Path


def test_a_kit_holds_what_the_design_promises(tmp_path: Path) -> None:
    write_kit(tmp_path / "kit", a_kit())

    files = {p.relative_to(tmp_path / "kit").as_posix() for p in tmp_path.rglob("*") if p.is_file()}
    assert files == {
        "BRIEF.md",
        "check.py",
        "environment.txt",
        "data/payments.csv",
        "data/cards.csv",
        "data/dictionary.md",
        "submission/solution.ipynb",
        "submission/answers.toml",
        "submission/memo.md",
    }


def test_the_brief_says_how_to_hand_in(tmp_path: Path) -> None:
    write_kit(tmp_path / "kit", a_kit())

    brief = (tmp_path / "kit" / "BRIEF.md").read_text(encoding="utf-8")
    assert brief.startswith("# Card fraud\n\nTell which payments are fraud.\n")
    assert "kit `k-7f3a`" in brief
    assert "by 2030-05-01" in brief
    assert "`predict(folder)`" in brief
    assert "`expected_score`" in brief


def test_the_brief_says_plainly_that_execution_is_recorded_and_repeated() -> None:
    brief = kit_files(a_kit())["BRIEF.md"].decode()

    assert "we record what is read, split, fitted, predicted and scored" in brief
    assert "It is executed again on changed data" in brief
    assert "Nothing is recorded on your own machine" in brief


def test_only_what_is_asked_for_is_asked_for() -> None:
    brief = kit_files(a_kit(deliverables=("predict",), due=None))["BRIEF.md"].decode()

    assert "expected_score" not in brief
    assert "as a zip." in brief


def test_the_same_kit_has_the_same_bytes_in_another_process() -> None:
    program = (
        "import hashlib\n"
        "from takehome.kit import kit_files\n"
        "from unit.takehome.kit.a_kit import a_kit\n"
        "print(hashlib.sha256(repr(sorted(kit_files(a_kit()).items())).encode()).hexdigest())\n"
    )

    ran = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": "tests", "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=True,
    )

    here = hashlib.sha256(repr(sorted(kit_files(a_kit()).items())).encode()).hexdigest()
    assert ran.stdout.strip() == here


def test_nothing_is_left_unfilled() -> None:
    for name, content in kit_files(a_kit()).items():
        assert not re.search(rb"@[A-Z_]+@", content), name


@pytest.mark.parametrize("title", ['A "quoted" title', "It's \\ ''' odd @KIT@"])
def test_any_title_and_name_will_do(tmp_path: Path, title: str) -> None:
    kit = a_kit(title=title, outcome_column='is "it"', kit_id="k'\"''' \\n", environment="")

    write_kit(tmp_path / "kit", kit)

    checked = subprocess.run(
        [sys.executable, "check.py", "--no-run"],
        cwd=tmp_path / "kit",
        capture_output=True,
        text=True,
        check=True,
    )
    assert title in checked.stdout
    assert "No problems found" in checked.stdout


@pytest.mark.parametrize("in_the_way", ["file", "full folder"])
def test_what_is_in_the_way_is_not_touched(tmp_path: Path, in_the_way: str) -> None:
    target = tmp_path / "kit"
    if in_the_way == "file":
        target.write_bytes(b"mine")
    else:
        target.mkdir()
        (target / "BRIEF.md").write_bytes(b"mine")

    with pytest.raises(FolderTaken, match="Give another folder"):
        write_kit(target, a_kit())

    left = target if in_the_way == "file" else target / "BRIEF.md"
    assert left.read_bytes() == b"mine"
    assert len(list(tmp_path.rglob("*"))) == (1 if in_the_way == "file" else 2)


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "kit").mkdir()

    write_kit(tmp_path / "kit", a_kit())

    assert (tmp_path / "kit" / "check.py").is_file()


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    files = {"a": b"1", "a/b": b"2"}

    with pytest.raises(OSError, match="a"):
        write_folder(tmp_path / "folder", files)

    assert list(tmp_path.iterdir()) == []


def test_the_starter_is_a_submission_without_problems(tmp_path: Path) -> None:
    write_kit(tmp_path / "kit", a_kit())

    received = receive(tmp_path / "kit")

    assert (received.entry, received.kit) == ("solution.ipynb", "k-7f3a")
    assert received.problems == ()


def test_the_starter_is_what_nbformat_calls_a_notebook() -> None:
    raw = kit_files(a_kit())["submission/solution.ipynb"].decode()

    nbformat.validate(nbformat.reads(raw, as_version=4))  # type: ignore[no-untyped-call]  # nbformat has no types


@pytest.mark.parametrize("where", [".", "submission"])
def test_the_starter_runs_wherever_it_is_opened(tmp_path: Path, where: str) -> None:
    write_kit(tmp_path / "kit", a_kit())
    cells = json.loads((tmp_path / "kit/submission/solution.ipynb").read_text())["cells"]
    program = "\n".join(cell["source"] for cell in cells if cell["cell_type"] == "code")

    ran = subprocess.run(
        [sys.executable, "-c", f"{program}\nprint(expected_score, len(predict(DATA)))"],
        cwd=tmp_path / "kit" / where,
        capture_output=True,
        text=True,
        check=True,
    )

    assert ran.stdout.split() == ["0.1125", "400"]


def test_the_template_of_answers_explains_every_key() -> None:
    text = kit_files(a_kit())["submission/answers.toml"].decode()

    for table, keys in KEYS.items():
        assert f"[{table}]" in text
        for key in keys:
            assert re.search(rf"^(# )?.*\b{key}\b", text, re.MULTILINE), key


def test_the_template_of_answers_is_right_when_it_is_filled_in() -> None:
    text = kit_files(a_kit())["submission/answers.toml"].decode()
    commented = re.compile(
        r"^# (?=\[|table|columns|kind|evidence|action|where|since|supp)", re.MULTILINE
    )

    said = read_answers(commented.sub("", text).encode())

    assert said.problems == ()
    assert said.answers is not None
    assert said.answers.verdict == "supported"
    assert said.answers.leaks[0].columns == ("shipped_at",)
    assert said.answers.drift[0].since == "2023-04-01"


def test_a_reference_is_laid_out_as_a_candidate_would(tmp_path: Path) -> None:
    reference = Reference(
        entry="solution.py",
        source="expected_score = 0.5\n",
        answers='[[drift]]\nkind = "concept"\n',
        memo="Ship it.\n",
    )

    write_folder(tmp_path / "handed-in", submission_files("k-1", reference))

    received = receive(tmp_path / "handed-in")
    assert (received.entry, received.kit, received.problems) == ("solution.py", "k-1", ())
    assert received.files["memo.md"] == b"Ship it.\n"


def test_a_reference_may_name_its_kit_itself() -> None:
    reference = Reference(entry="solution.py", source="", answers='kit = "mine"\n')

    files = submission_files("k-1", reference)

    assert tomllib.loads(files["answers.toml"].decode())["kit"] == "mine"


def test_a_reference_with_broken_answers_is_the_challenges_fault() -> None:
    with pytest.raises(ChallengeError, match="not TOML"):
        submission_files("k-1", Reference(entry="solution.py", source="", answers="x = "))
