"""Odd code and mangled notebooks in real boxes: an outcome and evidence for each, and no hang."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

import samples
from takehome.sitting import Paper, Terms, paper_of, sit
from takehome.submission import SubmissionUnusable
from takehome.submission.contents import submission_in
from takehome.submission.upload import Contents
from takehome_graders.evidence import Evidence, Outcome

if TYPE_CHECKING:
    from takehome.sandbox.protocol import Sandbox

TERMS = Terms(
    deliverables=("predict", "expected_score"),
    fit_s=120,
    probe_s=4,
    memory_mib=768,
    disk_mib=64,
    processes=64,
)
ASKED = ("near", "later", "repeat:near", "production:one-row", "pace:one")
OURS = ("proctor/", "recorder/")
"""Nobody who hands something in shall read about these in a traceback."""
READ = """
import os, signal, sys, time
import pandas as pd
def read(folder):
    return pd.read_csv(folder / "examples.csv")
"""
PREDICT = """
def predict(folder):
    return pd.Series(0.5, index=read(folder)["id"])
expected_score = 0.5
"""


def paper() -> Paper:
    whole = paper_of(samples.a_variant())
    return replace(whole, probes=tuple(each for each in whole.probes if each.name in ASKED))


def let_sit(sandbox: Sandbox, name: str, content: bytes) -> Evidence:
    submission = submission_in(Contents(files={name: content}, problems=()))
    return sit(submission, paper(), TERMS, sandbox, note=lambda _: None)


def answering(body: str) -> str:
    """Return a submission whose `predict` has this body."""
    lines = "\n".join(f"    {line}" for line in body.strip().splitlines())
    return f"{READ}\nexpected_score = 0.5\ndef predict(folder):\n{lines}\n"


CODE = {
    "patches scikit-learn": (
        """
import sklearn.base, sklearn.linear_model as lm, sklearn.model_selection as ms
sklearn.base.BaseEstimator.fit = lambda self, *a, **k: self
lm.LogisticRegression.fit = lambda self, *a, **k: self
ms.train_test_split = lambda *a, **k: None
ms.KFold.split = property(lambda self: 1 / 0)
lm.LogisticRegression().fit(None, None)
"""
        + READ
        + PREDICT,
        Outcome.COMPLETED,
        "",
    ),
    "subclasses everything": (
        """
import numpy as np, pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin
class Float(float):
    __eq__ = lambda self, other: False
    __hash__ = float.__hash__
class Series(pd.Series):
    @property
    def _constructor(self): return Series
    def tolist(self): return [Float(x) for x in super().tolist()]
class Model(ClassifierMixin, BaseEstimator):
    def fit(self, x, y): return self
    def predict_proba(self, x): return np.full(len(x), 0.5)
"""
        + READ
        + """
model = Model().fit(None, None)
expected_score = Float(0.5)
def predict(folder):
    rows = read(folder)
    return Series(model.predict_proba(rows), index=rows["id"])
""",
        Outcome.COMPLETED,
        "",
    ),
    "deletes sys.modules": (
        READ + PREDICT + "for name in list(sys.modules): del sys.modules[name]\n",
        None,
        "",
    ),
    "deletes the modules that are not its own": (
        READ
        + PREDICT
        + "for name in list(sys.modules):\n    if 'proctor' in name: del sys.modules[name]\n",
        None,
        "",
    ),
    "forks": (
        READ + PREDICT + "if not os.fork():\n    time.sleep(600)\n",
        Outcome.COMPLETED,
        "",
    ),
    "forks and answers twice": (
        answering("os.fork()\nreturn pd.Series(0.5, index=read(folder)['id'])"),
        None,
        "",
    ),
    "swallows KeyboardInterrupt": (
        answering("while True:\n    try: time.sleep(60)\n    except KeyboardInterrupt: pass"),
        Outcome.TIMED_OUT,
        "predict was stopped after",
    ),
    "prints the protocol's bytes": (
        "import os, struct, sys\n"
        'frame = b\'{"kind": "fitted", "claim": [1.0], "arrays": []}\'\n'
        "for number in (1, 2):\n"
        "    os.write(number, struct.pack('>I', len(frame)) + frame)\n" + READ + PREDICT,
        Outcome.COMPLETED,
        "",
    ),
    "defines predict as a class": (
        READ + "class predict:\n    def __init__(self, folder): ...\nexpected_score = 0.5",
        Outcome.CONTRACT_BROKEN,
        "predict returned a predict",
    ),
    "defines predict as a lambda": (
        READ + "predict = lambda folder: pd.Series(0.5, read(folder)['id'])\nexpected_score = 0.5",
        Outcome.COMPLETED,
        "",
    ),
    "defines predict as async": (
        answering("return 1").replace("def predict", "async def predict"),
        Outcome.CONTRACT_BROKEN,
        "not `async def`",
    ),
    "returns a list": (
        answering("return [0.5] * len(read(folder))"),
        Outcome.CONTRACT_BROKEN,
        "predict returned a list",
    ),
    "returns a column of its table": (
        answering("return read(folder)[['amount', 'late_field']]"),
        Outcome.CONTRACT_BROKEN,
        "columns amount, late_field",
    ),
    "returns words": (
        answering("return pd.Series('high', index=read(folder)['id'])"),
        Outcome.CONTRACT_BROKEN,
        "values must be numbers",
    ),
    "returns half precision": (
        answering("return pd.Series(0.5, index=read(folder)['id'], dtype='float16')"),
        Outcome.COMPLETED,
        "",
    ),
    "mutates its frame and its folder": (
        answering(
            "rows = read(folder)\n"
            "try: (folder / 'examples.csv').write_text('')\n"
            "except OSError: pass\n"
            "rows.drop(columns='amount', inplace=True)\n"
            "return pd.Series(0.5, index=rows['id'])"
        ),
        Outcome.COMPLETED,
        "",
    ),
    "remembers rows between calls": (
        "seen = []\n"
        + answering(
            "rows = read(folder); seen.append(rows)\n"
            "return pd.Series(1 / len(seen), index=pd.concat(seen)['id']).groupby(level=0).mean()"
        ),
        Outcome.CONTRACT_BROKEN,
        "that the folder does not have",
    ),
    "takes a minute for one row": (
        answering(
            "rows = read(folder)\n"
            "if len(rows) == 1: time.sleep(60)\n"
            "return pd.Series(0.5, index=rows['id'])"
        ),
        Outcome.COMPLETED,
        "",
    ),
}


@pytest.mark.parametrize("way", CODE)
def test_odd_code_ends_in_an_outcome_with_evidence(sandbox: Sandbox, way: str) -> None:
    code, outcome, words = CODE[way]
    began = time.monotonic()

    evidence = let_sit(sandbox, "solution.py", code.encode())

    assert time.monotonic() - began < 2 * TERMS.fit_s
    assert outcome in (None, evidence.ending.outcome), evidence.ending
    assert evidence.ending.outcome is not Outcome.INFRASTRUCTURE
    assert words in evidence.ending.message
    told = [evidence.ending.message, evidence.ending.traceback]
    told += [refusal.message for refusal in evidence.refusals]
    assert not [text for text in told for name in OURS if name in text]


def test_a_minute_for_one_row_refuses_what_has_one_row_and_nothing_else(sandbox: Sandbox) -> None:
    code, _, _ = CODE["takes a minute for one row"]

    evidence = let_sit(sandbox, "solution.py", code.encode())

    assert evidence.ending.outcome is Outcome.COMPLETED
    assert [reply.probe for reply in evidence.replies] == ["near", "later", "repeat:near"]
    assert [(each.probe, each.outcome) for each in evidence.refusals] == [
        ("production:one-row", Outcome.TIMED_OUT),
        ("pace:one", Outcome.TIMED_OUT),
    ]


def test_a_process_that_is_gone_after_all_that_counts_has_completed(sandbox: Sandbox) -> None:
    code = answering(
        "rows = read(folder)\n"
        "if len(rows) == 1: os._exit(3)\n"
        "return pd.Series(0.5, index=rows['id'])"
    )

    evidence = let_sit(sandbox, "solution.py", code.encode())

    assert evidence.ending.outcome is Outcome.COMPLETED
    assert [each.probe for each in evidence.refusals] == ["production:one-row", "pace:one"]
    assert "exit code 3" in evidence.refusals[0].message
    assert "It was not asked" in evidence.refusals[1].message


def test_a_process_that_ends_when_it_is_asked_again_has_not_completed(sandbox: Sandbox) -> None:
    code = "calls = []\n" + answering(
        "calls.append(1)\n"
        "if len(calls) > 2: os._exit(3)\n"
        "return pd.Series(0.5, index=read(folder)['id'])"
    )

    evidence = let_sit(sandbox, "solution.py", code.encode())

    assert evidence.ending.outcome is Outcome.FAILED
    assert evidence.ending.during == "repeat:near"
    assert [reply.probe for reply in evidence.replies] == ["near", "later"]


def cell(source: str, **changes: Any) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": source,
        **changes,
    }


def notebook(*cells: Any, **changes: Any) -> bytes:
    whole = {"cells": [*cells], "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **changes}
    return json.dumps(whole).encode()


def without(part: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in part.items() if name not in names}


FIT = (cell(READ), cell(PREDICT))
MANGLED = {
    "counts out of order": notebook(
        cell(READ, execution_count=9), cell(PREDICT, execution_count=2)
    ),
    "cells without ids, metadata, outputs or counts": notebook(
        *(without(each, "metadata", "outputs", "execution_count") for each in FIT)
    ),
    "no metadata and no minor version": json.dumps({"cells": [*FIT], "nbformat": 4}).encode(),
    "sources as lists of lines": notebook(
        *({**each, "source": each["source"].splitlines(keepends=True)} for each in FIT)
    ),
    "empty cells": notebook(cell(""), *FIT, cell("   \n\n"), cell("# nothing")),
    "magics": notebook(
        cell("%matplotlib inline\n%load_ext autoreload\n!echo from a shell\n%timeit -n1 -r1 1"),
        cell("%%time\nx = 1"),
        *FIT,
    ),
    "another kernel's name": notebook(
        *FIT, metadata={"kernelspec": {"name": "conda-env-mine-py", "display_name": "Mine"}}
    ),
    "huge outputs": notebook(
        cell(READ, outputs=[{"output_type": "stream", "name": "stdout", "text": "x" * (8 << 20)}]),
        cell(PREDICT + "print('y' * (4 << 20))"),
    ),
    "outputs that are none": notebook(cell(READ, outputs="lost"), cell(PREDICT, outputs=[7])),
}


@pytest.mark.parametrize("way", MANGLED)
def test_a_mangled_notebook_runs(sandbox: Sandbox, way: str) -> None:
    evidence = let_sit(sandbox, "solution.ipynb", MANGLED[way])

    assert evidence.ending.outcome is Outcome.COMPLETED, evidence.ending
    assert len(evidence.replies) == len(ASKED)
    assert len(evidence.log) <= 256 << 10


FAILING = {
    "cells in an order that cannot run": (
        notebook(cell("y = x + 1", execution_count=2), cell("x = 1", execution_count=1), *FIT),
        "NameError",
        1,
    ),
    "a missing cell": (notebook(FIT[1]), "NameError", None),
    "input": (notebook(*FIT, cell("name = input('Your name? ')")), "nobody is there to type", 3),
    "an unknown magic": (notebook(*FIT, cell("%%bigquery\nselect 1")), "", 3),
}


@pytest.mark.parametrize("way", FAILING)
def test_a_notebook_that_cannot_run_fails_with_its_cell(sandbox: Sandbox, way: str) -> None:
    content, words, number = FAILING[way]

    evidence = let_sit(sandbox, "solution.ipynb", content)

    assert evidence.ending.outcome is Outcome.FAILED, evidence.ending
    assert words in evidence.ending.message
    if number is not None:
        assert evidence.ending.place is not None
        assert evidence.ending.place.cell == number


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (json.dumps({"worksheets": [{"cells": []}], "nbformat": 3}).encode(), "notebook format 3"),
        (notebook(*FIT)[:-40], "the JSON breaks off"),
        (notebook(*FIT, metadata={"kernelspec": {"language": "R"}}), 'a notebook for "r"'),
        (notebook(cell(" \n")), "no code in it"),
        (b"", "the file is empty"),
    ],
)
def test_a_file_that_is_no_notebook_is_unreadable_in_words(content: bytes, words: str) -> None:
    with pytest.raises(SubmissionUnusable, match=words):
        submission_in(Contents(files={"solution.ipynb": content}, problems=()))
