"""Projects of commands and of several modules, in real boxes, from the upload to the evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

import samples
from takehome.sitting import Terms, paper_of, sit
from takehome.submission.contents import submission_in
from takehome.submission.upload import Contents
from takehome_graders.evidence import Claim, Evidence, Outcome, Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from takehome.sandbox.protocol import Sandbox

TERMS = Terms(
    deliverables=("predict", "expected_score", "decide"),
    fit_s=60,
    probe_s=20,
    memory_mib=512,
    disk_mib=64,
    processes=64,
)
TOML = """
fit = "python train.py --data {data} --model {model}"
predict = "python predict.py --model {model} --input {input} --output {output}"
decide = "sh decide.sh {input} {output}"
"""
TRAIN = """
import argparse, csv, json, pathlib, sys
from parts.rates import rate
asked = argparse.ArgumentParser()
asked.add_argument("--data"); asked.add_argument("--model")
said = asked.parse_args()
rows = list(csv.DictReader(open(pathlib.Path(said.data) / "examples.csv")))
pathlib.Path(said.model).write_text(json.dumps(rate(rows)))
print("warming up", file=sys.stderr)
print(json.dumps({"expected_score": 0.25}))
"""
RATES = """
def rate(rows):
    return (1 + sum(int(row["outcome"]) for row in rows)) / (2 + len(rows))
"""
PREDICT = """
import argparse, csv, json, pathlib
asked = argparse.ArgumentParser()
for name in ("--model", "--input", "--output"):
    asked.add_argument(name)
said = asked.parse_args()
rate = json.loads(pathlib.Path(said.model).read_text())
with open(said.output, "w", newline="") as out:
    out.write("id,value\\n")
    for row in csv.DictReader(open(pathlib.Path(said.input) / "examples.csv")):
        out.write(f"{row['id']},{rate}\\n")
"""
DECIDE = 'sed -e "1d" -e "s/,.*/,1/" "$1" > "$2"\n'
PROJECT = {
    "submission.toml": TOML,
    "train.py": TRAIN,
    "parts/__init__.py": "",
    "parts/rates.py": RATES,
    "predict.py": PREDICT,
    "decide.sh": DECIDE,
}


def let_sit(sandbox: Sandbox, files: Mapping[str, str], terms: Terms = TERMS) -> Evidence:
    handed_in = {name: text.encode() for name, text in files.items()}
    submission = submission_in(Contents(files=handed_in, problems=()))
    paper = paper_of(samples.a_variant())
    # What is tried on copies of rows is asked of everybody in the same way.
    some = tuple(probe for probe in paper.probes if "batch" not in probe.name)
    return sit(submission, replace(paper, probes=some), terms, sandbox, note=lambda _: None)


def test_a_project_of_commands_fits_answers_and_decides(sandbox: Sandbox) -> None:
    evidence = let_sit(sandbox, PROJECT)

    assert evidence.ending.outcome is Outcome.COMPLETED, evidence.ending
    assert evidence.claim == Claim(value=0.25)
    assert evidence.entry == "submission.toml"
    assert "warming up" in evidence.log
    near = evidence.reply("near")
    assert near is not None
    assert near.values == pytest.approx([1 / 3] * 6)
    assert [(each.probe, each.acted.all()) for each in evidence.decided] == [
        ("near", np.True_),
        ("later", np.True_),
    ]
    assert evidence.refusals == ()


def test_nobody_claims_to_have_watched_commands(sandbox: Sandbox) -> None:
    evidence = let_sit(sandbox, PROJECT)

    assert evidence.recording is None


def test_modules_and_packages_beside_a_script_can_be_imported(sandbox: Sandbox) -> None:
    solution = """
import pandas as pd
from parts.rates import rate
from tools import reading
expected_score = rate([])
def predict(folder):
    from parts import late
    return late.constant(reading(folder))
def decide(probabilities):
    return [True] * len(probabilities)
"""
    files = {
        "solution.py": solution,
        "parts/__init__.py": "",
        "parts/rates.py": RATES,
        "parts/late.py": "import pandas as pd\n"
        "def constant(rows): return pd.Series(0.5, index=rows['id'])\n",
        "tools.py": "import pandas as pd\n"
        "def reading(folder): return pd.read_csv(folder / 'examples.csv')\n",
    }

    evidence = let_sit(sandbox, files)

    assert evidence.ending.outcome is Outcome.COMPLETED, evidence.ending
    assert evidence.claim == Claim(value=0.5)


WAYS = {
    "exits with a code": (
        {"train.py": "import sys; print('no luck', file=sys.stderr); sys.exit(3)"},
        Outcome.FAILED,
        "fit ended with exit code 3: no luck",
    ),
    "raises": ({"train.py": "x = 1\nx['a']"}, Outcome.FAILED, "fit: TypeError"),
    "never ends": (
        {"train.py": "while True: pass"},
        Outcome.TIMED_OUT,
        "fit was stopped after 3 s",
    ),
    "is killed": (
        {"train.py": "import os; os.kill(os.getpid(), 9)"},
        Outcome.FAILED,
        "killed by SIGKILL",
    ),
    "misses a package": ({"train.py": "import torch"}, Outcome.ENVIRONMENT, "no package torch"),
    "misses a program": (
        {"submission.toml": TOML.replace("python train.py", "Rscript train.R")},
        Outcome.ENVIRONMENT,
        "there is no program Rscript",
    ),
    "prints without end": (
        {"train.py": "while True: print('x' * (1 << 16))"},
        Outcome.OVER_LIMIT,
        "printed more than",
    ),
    "writes nothing": (
        {"predict.py": "print('done')"},
        Outcome.CONTRACT_BROKEN,
        "predict wrote nothing to {output}",
    ),
    "writes words": (
        {"predict.py": "import sys; open(sys.argv[-1], 'w').write('high risk\\n')"},
        Outcome.CONTRACT_BROKEN,
        "1 cells on line 1",
    ),
    "leaves rows out": (
        {"predict.py": "import sys; open(sys.argv[-1], 'w').write('id,value\\n100,0.5\\n')"},
        Outcome.CONTRACT_BROKEN,
        "left out 5 rows of 6",
    ),
    "hands over a folder": (
        {"predict.py": "import sys, os; os.mkdir(sys.argv[-1])"},
        Outcome.CONTRACT_BROKEN,
        "is no file",
    ),
    "hands over a pipe that nobody writes to": (
        {"predict.py": "import sys, os; os.mkfifo(sys.argv[-1])"},
        Outcome.CONTRACT_BROKEN,
        "is no file",
    ),
    "hands over a link": (
        {"predict.py": "import sys, os; os.symlink('/etc/passwd', sys.argv[-1])"},
        Outcome.CONTRACT_BROKEN,
        "cannot be read",
    ),
    "has no decide": (
        {"submission.toml": "\n".join(TOML.strip().splitlines()[:2])},
        Outcome.CONTRACT_BROKEN,
        "no command decide",
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_project_that_goes_wrong_ends_in_its_outcome(sandbox: Sandbox, way: str) -> None:
    changes, outcome, words = WAYS[way]

    evidence = let_sit(sandbox, {**PROJECT, **changes}, replace(TERMS, fit_s=3, probe_s=5))

    assert evidence.ending.outcome is outcome, evidence.ending
    assert words in evidence.ending.message


def test_an_exception_of_a_command_is_told_with_its_place(sandbox: Sandbox) -> None:
    files = {**PROJECT, "parts/rates.py": "def rate(rows):\n    return rows / 0\n"}

    evidence = let_sit(sandbox, files)

    assert evidence.ending.place == Place(file="parts/rates.py", line=2)
    assert "in rate" in evidence.ending.traceback


def test_a_last_line_that_claims_nothing_is_a_problem_and_no_more(sandbox: Sandbox) -> None:
    files = {
        **PROJECT,
        "train.py": TRAIN.replace('print(json.dumps({"expected_score"', 'str(({"x"'),
    }

    evidence = let_sit(sandbox, files)

    assert evidence.ending.outcome is Outcome.COMPLETED, evidence.ending
    assert evidence.claim is None
    assert any('print {"expected_score"' in problem for problem in evidence.problems)


def test_what_a_command_started_does_not_outlive_it(sandbox: Sandbox) -> None:
    lingering = "import os, subprocess\nsubprocess.Popen(['sleep', '600'])\n" + TRAIN

    evidence = let_sit(sandbox, {**PROJECT, "train.py": lingering}, replace(TERMS, fit_s=20))

    assert evidence.ending.outcome is Outcome.COMPLETED, evidence.ending
    assert evidence.fit_s is not None
    assert evidence.fit_s < 15
