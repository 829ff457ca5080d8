"""Every way in which a submission goes wrong ends in its outcome, and nothing is lost."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from desks import SANDBOXES, Desk
from takehome.store.vault import Vault

if TYPE_CHECKING:
    from pathlib import Path

PREDICT = """
import pandas as pd
from pathlib import Path

def decide(probabilities):
    return probabilities > 0.5

def examples(folder):
    for path in sorted(Path(folder).glob("*.csv")):
        frame = pd.read_csv(path)
        if ID in frame.columns:
            return frame
"""
CONSTANT = """
def predict(folder):
    return pd.Series(0.03, index=examples(folder)[ID])
expected_score = 0.03
"""

BAD = {
    "raises": ("x = {}['amount']", "failed", 1, "KeyError"),
    "loops for ever": ("while True: pass", "timed-out", 1, "20 s"),
    "eats memory": (
        "blocks = []\nwhile True: blocks.append(bytearray(1 << 26))",
        "out-of-memory",
        1,
        "memory",
    ),
    "prints a gigabyte": (
        "for _ in range(1 << 14): print('x' * (1 << 16))",
        "over-limit",
        1,
        "printed",
    ),
    "fills the disk": (
        "open('big', 'wb').write(b'x' * (1 << 28))",
        "over-limit",
        1,
        "disk",
    ),
    "has no predict": ("expected_score = 0.5", "contract-broken", 5, "left no predict"),
    "returns too few": (
        PREDICT + "def predict(folder): return pd.Series(0.5, index=examples(folder)[ID][:-3])",
        "contract-broken",
        5,
        "left out 3 rows",
    ),
    "returns NaN": (
        PREDICT + "def predict(folder): return pd.Series(float('nan'), index=examples(folder)[ID])",
        "contract-broken",
        5,
        "not finite",
    ),
    "misses a package": ("import tensorflow", "environment", 5, "no package tensorflow"),
    "kills itself": ("import os; os.kill(os.getpid(), 9)", "failed", 1, "killed"),
    "kills its parent": ("import os; os.kill(os.getppid(), 9)", "failed", 1, ""),
    "asks for input": ("input('password? ')", "failed", 1, "input"),
}


def written(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text)
    return path


def id_column(desk: Desk) -> str:
    with_outcome = (desk.folder / "kit" / "data").glob("*.csv")
    headers = [path.read_text().splitlines()[0].split(",") for path in with_outcome]
    return next(header[0] for header in headers if len(header) == max(map(len, headers)))


@pytest.mark.parametrize("sandbox", SANDBOXES)
@pytest.mark.parametrize("way", BAD)
def test_a_bad_submission_ends_in_its_outcome(
    desk: Desk, tmp_path: Path, sandbox: str, way: str
) -> None:
    code, outcome, exit_code, words = BAD[way]
    submission = written(tmp_path, "solution.py", f"ID = {id_column(desk)!r}\n{code}\n")

    ran = desk.takehome(
        "grade",
        str(submission),
        "--candidate",
        "Zoë Miller",
        "--json",
        "--sandbox",
        sandbox,
        "--out",
        str(tmp_path / "report"),
    )

    assert ran.document["ending"]["outcome"] == outcome, ran.err
    assert words in ran.document["ending"]["message"]
    assert ran.document["total"] is None
    assert ran.exit_code == exit_code
    assert (tmp_path / "report" / "report.html").stat().st_size


@pytest.mark.parametrize("sandbox", SANDBOXES)
def test_a_submission_that_hides_nothing_is_graded(
    desk: Desk, tmp_path: Path, sandbox: str
) -> None:
    code = f"ID = {id_column(desk)!r}\n{PREDICT}{CONSTANT}"
    submission = written(tmp_path, "solution.py", code)

    ran = desk.takehome(
        "grade",
        str(submission),
        "--candidate",
        "Zoë Miller",
        "--json",
        "--sandbox",
        sandbox,
        "--out",
        str(tmp_path / "report"),
    )

    assert ran.exit_code == 0, ran.err
    assert ran.document["ending"]["outcome"] == "completed"
    assert ran.document["total"] is not None


def test_an_upload_that_cannot_be_read_is_an_outcome_too(desk: Desk, tmp_path: Path) -> None:
    slip = tmp_path / "slip.zip"
    with zipfile.ZipFile(slip, "w") as archive:
        archive.writestr("../../etc/passwd", "root")
    notebook = written(tmp_path, "solution.ipynb", '{"cells": [')

    for upload, words in ((slip, "leads out of the folder"), (notebook, "solution.ipynb")):
        ran = desk.takehome(
            "grade",
            str(upload),
            "--candidate",
            "Zoë Miller",
            "--json",
            "--out",
            str(tmp_path / "report"),
        )

        assert ran.exit_code == 5
        assert ran.document["ending"]["outcome"] == "unreadable"
        assert words in ran.document["ending"]["message"]


def test_an_upload_that_nobody_is_known_for_says_how_to_name_them(
    desk: Desk, tmp_path: Path
) -> None:
    submission = written(tmp_path, "solution.py", "x = 1")

    ran = desk.takehome("grade", str(submission))

    assert ran.exit_code == 5
    assert "--candidate" in ran.err


def test_a_misspelt_key_in_the_answers_is_shown_and_the_rest_is_read(
    desk: Desk, tmp_path: Path
) -> None:
    kit = (desk.folder / "kit" / "submission" / "answers.toml").read_text()
    kit_line = next(line for line in kit.splitlines() if line.startswith("kit = "))
    code = f"ID = {id_column(desk)!r}\n{PREDICT}{CONSTANT}"
    written(tmp_path / "submission", "solution.py", code)
    written(
        tmp_path / "submission",
        "answers.toml",
        f'{kit_line}\n[validation]\nsceme = "time split"\n',
    )

    ran = desk.takehome(
        "grade", str(tmp_path / "submission"), "--json", "--out", str(tmp_path / "report")
    )

    assert ran.exit_code == 0, ran.err
    assert any("sceme" in problem and "scheme" in problem for problem in ran.document["problems"])


def test_nothing_of_all_this_is_lost(desk: Desk, tmp_path: Path) -> None:
    submission = written(tmp_path, "solution.py", "raise RuntimeError('again')")
    ran = desk.takehome(
        "grade",
        str(submission),
        "--candidate",
        "Zoë Miller",
        "--json",
        "--out",
        str(tmp_path / "report"),
    )
    sitting = ran.document["about"]["sitting"]

    vault = Vault(desk.folder / ".takehome")
    record = vault.sitting(sitting)
    vault.close()
    again = desk.takehome("mark", str(sitting), "--out", str(tmp_path / "again"))

    assert record.submission.attempt == record.submission.of
    assert record.evidence.ending.message == "RuntimeError: again"
    assert again.exit_code == 0
