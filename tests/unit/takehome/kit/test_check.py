"""`check.py`, as a candidate runs it."""

from __future__ import annotations

import ast
import subprocess
import sys
import zipfile
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from takehome.kit import kit_files, write_kit
from takehome.kit.check_file import for_older_python
from unit.takehome.kit.a_kit import a_kit, notebook_of

if TYPE_CHECKING:
    from collections.abc import Mapping

ANSWERS = b'kit = "k-7f3a"\n'
MODEL = """
import pandas as pd
from pathlib import Path
train = pd.read_csv("data/payments.csv")
rate = float(train.is_fraud.mean())
expected_score = rate
"""
PREDICT = """
def predict(folder):
    rows = pd.read_csv(Path(folder) / "payments.csv")
    return pd.Series(rate, index=rows.payment_id)
"""
GOOD = (MODEL + PREDICT).encode()


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    write_kit(tmp_path / "kit", a_kit(fit_s=20.0))
    return tmp_path / "kit"


def checked(kit: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "check.py", *arguments],
        cwd=kit,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def said_of(kit: Path, files: Mapping[str, bytes], *arguments: str) -> tuple[str, int]:
    """Return what is said of a submission of these files, on one line, and the exit code."""
    folder = kit / "mine"
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    ran = checked(kit, "mine", *arguments)
    assert "Traceback" not in ran.stdout + ran.stderr
    return " ".join(ran.stdout.split()), ran.returncode


def test_the_starter_passes(kit: Path) -> None:
    before = {path: path.read_bytes() for path in kit.rglob("*") if path.is_file()}

    ran = checked(kit)

    assert ran.returncode == 0
    assert "executed solution.ipynb" in ran.stdout
    assert "asked predict for 50 rows" in ran.stdout
    assert "No problems found" in ran.stdout
    assert {path: path.read_bytes() for path in kit.rglob("*") if path.is_file()} == before


def test_the_starter_passes_whatever_is_asked_for(tmp_path: Path) -> None:
    everything = ("predict", "expected_score", "decide", "monitor", "decision")
    kit = tmp_path / "kit"
    write_kit(kit, a_kit(deliverables=everything))

    ran = subprocess.run(
        [sys.executable, "check.py"], cwd=kit, capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stdout
    assert "asked predict and decide and monitor for 50 rows" in ran.stdout


def test_a_script_passes(kit: Path) -> None:
    said, code = said_of(kit, {"solution.py": GOOD, "answers.toml": ANSWERS, "memo.md": b""})

    assert code == 0
    assert "note" not in said.replace("note: answers.toml does not say yet", "")


FIT = b"""
import json, pathlib, sys
data, model = sys.argv[1:]
assert pathlib.Path(data, "payments.csv").is_file()
pathlib.Path(model).write_text("0.2")
print(json.dumps({"expected_score": 0.2}))
"""
ASK = b"""
import csv, pathlib, sys
model, folder, output = sys.argv[1:]
rate = pathlib.Path(model).read_text()
rows = csv.DictReader(open(pathlib.Path(folder, "payments.csv")))
pathlib.Path(output).write_text("".join(f"{row['payment_id']},{rate}\\n" for row in rows))
"""
COMMANDS = b"""
fit = "python fit.py {data} {model}"
predict = "python ask.py {model} {input} {output}"
"""
PROJECT = {
    "submission.toml": COMMANDS,
    "fit.py": FIT,
    "ask.py": ASK,
    "answers.toml": ANSWERS,
    "memo.md": b"",
}


def test_a_project_of_commands_passes(kit: Path) -> None:
    said, code = said_of(kit, PROJECT)

    assert code == 0, said
    assert "read submission.toml: a project of 2 commands" in said
    assert "asked predict for 50 rows" in said


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"submission.toml": b"fit = 'python fit.py'"}, ["there is no predict in it"]),
        (
            {"submission.toml": COMMANDS + b'predikt = "x"'},
            ['no command "predikt"', 'Did you mean "predict"?', "submission.toml:4"],
        ),
        (
            {"submission.toml": COMMANDS.replace(b"{input}", b"{inptu}")},
            ["predict has no {inptu}", "predict never says {input}"],
        ),
        ({"submission.toml": b"fit = python"}, ["it is not TOML"]),
        ({"solution.py": GOOD}, ["solution.py and submission.toml are both there"]),
        ({"fit.py": b"raise SystemExit(3)"}, ["fit ended with exit code 3"]),
        ({"fit.py": FIT + b"print('bye')"}, ["The last line that fit printed is 'bye'"]),
        ({"ask.py": b""}, ["predict wrote nothing to {output}"]),
        ({"ask.py": ASK.replace(b"{rate}", b"high")}, ["predict wrote 'high' on line 1"]),
        (
            {"submission.toml": COMMANDS.replace(b"python fit.py", b"./fit.sh")},
            ["fit cannot be started"],
        ),
    ],
)
def test_a_wrong_project_has_a_clear_answer(
    kit: Path, changes: Mapping[str, bytes], words: list[str]
) -> None:
    said, code = said_of(kit, {**PROJECT, **changes})

    assert code == 1
    for word in words:
        assert word in said


def test_decide_is_asked_with_what_predict_answered(tmp_path: Path) -> None:
    write_kit(tmp_path / "kit", a_kit(deliverables=("predict", "expected_score", "decide")))
    good = GOOD + b"\ndef decide(p):\n    assert p.index.name == 'payment_id'\n    return p > 1\n"

    passed, code = said_of(tmp_path / "kit", {"solution.py": good, "answers.toml": ANSWERS})
    said, other = said_of(
        tmp_path / "kit",
        {"solution.py": good.replace(b"p > 1", b"[True]"), "answers.toml": ANSWERS},
    )

    assert code == 0, passed
    assert "asked predict and decide for 50 rows" in passed
    assert other == 1
    assert "decide returned 1 decisions for 50 probabilities" in said


@pytest.mark.parametrize(
    ("files", "words"),
    [
        pytest.param(
            {"answers.toml": ANSWERS, "memo.md": b""},
            ["there is no notebook and no script", "Hand in solution.ipynb or solution.py"],
            id="nothing to execute",
        ),
        pytest.param(
            {"solution.py": GOOD, "solution.ipynb": notebook_of("x"), "answers.toml": ANSWERS},
            ["both there", "Take out or rename"],
            id="two to execute",
        ),
        pytest.param(
            {"solution.ipynb": b'{"cells": [', "answers.toml": ANSWERS},
            ["solution.ipynb:1: it is no notebook", "save it again in Jupyter"],
            id="no notebook",
        ),
        pytest.param(
            {
                "solution.py": GOOD,
                "answers.toml": b'kit = "k-x"\n[[leaks]]\ntable = "t"\nkind = "x"\ncolum = "a"\n',
            },
            [
                '1. answers.toml: kit is "k-x", but this kit is "k-7f3a"',
                'answers.toml:5: leaks.colum: there is no such key. Did you mean "column"?',
                "3 problems",
            ],
            id="wrong answers",
        ),
        pytest.param(
            {"solution.py": GOOD, "answers.toml": b"kit = k-7f3a\n"},
            ["answers.toml:1:7: the file is not TOML"],
            id="no TOML",
        ),
        pytest.param(
            {"solution.py": GOOD},
            ["answers.toml: it is not there", "note: memo.md is not there"],
            id="no answers",
        ),
        pytest.param(
            {"solution.py": MODEL.encode() + b"del expected_score", "answers.toml": ANSWERS},
            [
                "left no predict behind. Define predict at the top level",
                "There is no expected_score",
                "2 problems",
            ],
            id="no deliverables",
        ),
        pytest.param(
            {
                "solution.ipynb": notebook_of(MODEL, "x = 1\nprint(amuont)", PREDICT),
                "answers.toml": ANSWERS,
            },
            [
                "solution.ipynb, cell 2, line 2: it ended in NameError: name 'amuont'",
                "executed from top to bottom",
            ],
            id="a cell that raises",
        ),
        pytest.param(
            {"solution.py": b"x = 1\n\ndef (:\n", "answers.toml": ANSWERS},
            ["solution.py, line 3: it ended in SyntaxError"],
            id="no Python",
        ),
        pytest.param(
            {
                "solution.py": MODEL.encode() + b"\ndef predict(folder):\n    return [rate] * 50\n",
                "answers.toml": ANSWERS,
            },
            ["predict returned a list", "a Series indexed by id"],
            id="a list for an answer",
        ),
        pytest.param(
            {
                "solution.py": GOOD.replace(
                    b"return pd.Series", b"rows = rows[1:]\n    return pd.Series"
                ),
                "answers.toml": ANSWERS,
            },
            ["predict left out 1 row of 50, payment_id 1000"],
            id="a row too few",
        ),
        pytest.param(
            {
                "solution.py": GOOD.replace(b"pd.Series(rate", b"pd.Series(float('nan')"),
                "answers.toml": ANSWERS,
            },
            ["50 values that are not finite"],
            id="not finite",
        ),
        pytest.param(
            {
                "solution.py": GOOD.replace(
                    b"    return pd", b"    print(rows.is_fraud)\n    return pd"
                ),
                "answers.toml": ANSWERS,
            },
            [
                "solution.py, predict, line 10: it ended in AttributeError",
                "The folder it is given has everything but is_fraud",
            ],
            id="wants the outcome",
        ),
        pytest.param(
            {"solution.py": b"import catboost\n" + GOOD, "answers.toml": ANSWERS},
            ["solution.py, line 1: there is no package catboost", "Use what environment.txt names"],
            id="another package",
        ),
        pytest.param(
            {"solution.py": GOOD + b"\nimport os\nos._exit(3)\n", "answers.toml": ANSWERS},
            ["it ended its own process (exit code 3)"],
            id="ends its process",
        ),
        pytest.param(
            {"solution.py": GOOD + b"\ninput('go on?')\n", "answers.toml": ANSWERS},
            ["EOFError", "take input() out"],
            id="asks somebody",
        ),
        pytest.param(
            {"solution.py": b"open('brief.txt')\n" + GOOD, "answers.toml": ANSWERS},
            ["FileNotFoundError", "where data/ lies"],
            id="reads what is not there",
        ),
        pytest.param(
            {
                "solution.py": GOOD.replace(b"expected_score = rate", b"expected_score = 'good'"),
                "answers.toml": ANSWERS,
            },
            ["expected_score is 'good' (str): it must be a number"],
            id="a claim in words",
        ),
    ],
)
def test_a_wrong_submission_has_a_clear_answer(
    kit: Path, files: Mapping[str, bytes], words: list[str]
) -> None:
    said, code = said_of(kit, files)

    assert code == 1
    for word in words:
        assert word in said


def test_all_problems_are_said_at_once(kit: Path) -> None:
    said, code = said_of(
        kit,
        {
            "solution.py": GOOD.replace(b"pd.Series(rate", b"pd.Series(7.0").replace(
                b"expected_score = rate", b""
            ),
            "answers.toml": b'kit = "k-7f3b"\nverdikt = 1\n',
            "model.py": b"\xff",
        },
    )

    assert code == 1
    assert "5 problems" in said
    for word in ("k-7f3b", "verdikt", "model.py:1", "no expected_score", "outside 0 to 1"):
        assert word in said


def test_what_runs_for_ever_is_stopped(tmp_path: Path) -> None:
    write_kit(tmp_path / "kit", a_kit(fit_s=0.5))

    said, code = said_of(
        tmp_path / "kit", {"solution.py": b"while True: pass", "answers.toml": ANSWERS}
    )

    assert code == 1
    assert "it was still at work after 0.5 s" in said


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("while True: pass", "predict was still at work after 0.5 s"),
        ("import os; os._exit(0)", "predict ended its own process (exit code 0)"),
    ],
)
def test_a_predict_that_never_returns_is_a_problem(tmp_path: Path, line: str, words: str) -> None:
    write_kit(tmp_path / "kit", a_kit(probe_s=0.5))
    source = f"{MODEL}\ndef predict(folder):\n    {line}\n".encode()

    said, code = said_of(tmp_path / "kit", {"solution.py": source, "answers.toml": ANSWERS})

    assert code == 1
    assert words in said


def test_what_it_started_does_not_outlive_it(kit: Path, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    sleeper = f"""
import subprocess
child = subprocess.Popen(["sleep", "300"])
Path({str(note)!r}).write_text(str(child.pid))
"""

    said_of(kit, {"solution.py": GOOD + sleeper.encode(), "answers.toml": ANSWERS})

    assert state_of(int(note.read_text())) in ("", "Z")


def state_of(process: int) -> str:
    """Return the state of a process as the kernel writes it, or nothing where it is gone."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    return stat.rpartition(")")[2].split()[0]


def test_modules_beside_the_solution_are_found(kit: Path) -> None:
    files = {
        "solution.ipynb": notebook_of("from parts.model import *", PREDICT),
        "parts/model.py": MODEL.encode(),
        "parts/__init__.py": b"",
        "answers.toml": ANSWERS,
    }

    said, code = said_of(kit, files)

    assert (code, "asked predict" in said) == (0, True)


def test_modules_elsewhere_in_the_kit_are_not(kit: Path) -> None:
    (kit / "features.py").write_bytes(b"")

    said, code = said_of(kit, {"solution.py": b"import features\n" + GOOD, "answers.toml": ANSWERS})

    assert code == 1
    assert "no package features" in said


def test_a_zip_is_checked_like_a_folder(kit: Path) -> None:
    with zipfile.ZipFile(kit / "mine.zip", "w") as archive:
        archive.writestr("submission/solution.py", GOOD)
        archive.writestr("submission/answers.toml", ANSWERS)

    ran = checked(kit, "mine.zip")

    assert ran.returncode == 0
    assert "asked predict" in ran.stdout


def test_a_zip_that_leads_out_is_refused(kit: Path) -> None:
    with zipfile.ZipFile(kit / "mine.zip", "w") as archive:
        archive.writestr("../solution.py", GOOD)

    ran = checked(kit, "mine.zip")

    assert ran.returncode == 1
    assert "leads out of the folder" in ran.stdout


def test_nothing_is_executed_where_that_is_asked(kit: Path) -> None:
    said, code = said_of(
        kit, {"solution.py": b"raise ValueError", "answers.toml": ANSWERS}, "--no-run"
    )

    assert (code, "executed" in said) == (0, False)


def test_magics_stop_nothing(kit: Path) -> None:
    files = {
        "solution.ipynb": notebook_of(
            "%matplotlib inline\n!true\n" + MODEL, "%%time\n" + PREDICT, "%%html\n<b>", "display(1)"
        ),
        "answers.toml": ANSWERS,
    }

    said, code = said_of(kit, files)

    assert (code, "asked predict" in said) == (0, True)


def test_a_package_that_is_not_installed_here_is_a_note(tmp_path: Path) -> None:
    write_kit(tmp_path / "kit", a_kit(environment="pandas==3\nnot-installed==1\n"))

    said, code = said_of(
        tmp_path / "kit",
        {"solution.py": b"import not_installed\n" + GOOD, "answers.toml": ANSWERS},
    )

    assert code == 0
    assert "note: it was not executed to its end: not_installed is not installed" in said


def test_data_that_are_not_as_they_came_are_said(kit: Path) -> None:
    (kit / "data" / "payments.csv").write_bytes(b"a,b\n1,2\n")

    said, code = said_of(kit, {"solution.py": GOOD, "answers.toml": ANSWERS})

    assert code == 1
    assert "data/payments.csv: the data are not as they came" in said


def test_names_and_messages_reach_the_terminal_harmless(kit: Path) -> None:
    said, code = said_of(
        kit, {"solution.py": b"raise ValueError('\x1b[31m\\u202e' * 9)", "answers.toml": ANSWERS}
    )

    assert code == 1
    assert "\x1b" not in said
    assert "\u202e" not in said


def carried() -> Mapping[str, str]:
    """Return the modules that `check.py` carries, by name."""
    text = kit_files(a_kit())["check.py"].decode()
    namespace: dict[str, Any] = {"__name__": "check"}
    exec(compile(text, "check.py", "exec"), namespace)  # noqa: S102 - our own text
    modules: Mapping[str, str] = namespace["MODULES"]
    return modules


def test_the_modules_that_receive_a_submission_are_carried_as_they_are() -> None:
    for name, source in carried().items():
        if name != "takehome_graders.evidence":
            package, _, module = name.rpartition(".")
            original = (resources.files(package) / f"{module}.py").read_text(encoding="utf-8")
            assert source.lstrip("\n") == for_older_python(original)


def test_nothing_in_it_is_newer_than_python_3_9() -> None:
    text = kit_files(a_kit())["check.py"].decode()

    for source in (text, *carried().values()):
        tree = ast.parse(source, feature_version=(3, 9))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                words = {keyword.arg for keyword in node.keywords}
                assert not words & {"strict", "slots", "kw_only"}, ast.unparse(node)
                if ast.unparse(node.func) == "isinstance":
                    assert not isinstance(node.args[1], ast.BinOp), ast.unparse(node)


def test_it_needs_nothing_but_python() -> None:
    roots = set()
    for source in carried().values():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                roots |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                roots.add((node.module or "").split(".")[0])

    ours = {"takehome", "takehome_datasets", "takehome_graders", "__future__"}
    assert roots - ours - sys.stdlib_module_names == {"IPython", "traitlets"}


def test_it_says_nothing_about_quality(kit: Path) -> None:
    ran = checked(kit)

    said = ran.stdout.replace("(This says nothing about how good it is.)", "").lower()
    for word in ("score of", "precision", "auc", "good", "better", "worse", "0.1125"):
        assert word not in said


@pytest.mark.skipif(find_spec("IPython") is None, reason="IPython is not installed here")
def test_ipython_executes_a_notebook_where_it_is_installed(kit: Path) -> None:
    files = {
        "solution.ipynb": notebook_of("import asyncio\nawait asyncio.sleep(0)", MODEL, PREDICT),
        "answers.toml": ANSWERS,
    }

    said, code = said_of(kit, files)

    assert (code, "asked predict" in said) == (0, True)
