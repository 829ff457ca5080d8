"""What is told of an execution, between the proctor's own messages."""

from __future__ import annotations

import socket
import threading
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from takehome.proctor.ear import Ear
from takehome.proctor.frames import pack
from takehome.proctor.hearing import Hearing
from unit.takehome.proctor.host import IDS, PREDICT

if TYPE_CHECKING:
    from pathlib import Path

    from unit.takehome.proctor.host import Host

ROWS = 400
RNG = np.random.default_rng(3)
EXAMPLES = "payment_id,amount,age,paid\n" + "".join(
    f"{at},{amount:.9f},{age},{paid}\n"
    for at, amount, age, paid in zip(
        range(ROWS),
        RNG.normal(size=ROWS),
        RNG.integers(18, 90, ROWS),
        RNG.integers(0, 2, ROWS),
        strict=True,
    )
)
DATA = {"data/payments.csv": EXAMPLES.encode()}
READING = """

import pandas as pd
from sklearn.linear_model import LogisticRegression
frame = pd.read_csv('data/payments.csv')
"""
LEARNING = """model = LogisticRegression()

model.fit(frame[['amount', 'age']][:300], frame['paid'][:300])
"""
ANSWERING = """expected_score = 0.25
def predict(folder):
    rows = pd.read_csv(folder / 'payments.csv').assign(age=40)
    said = model.predict_proba(rows[['amount', 'age']])[:, 1]
    return pd.Series(said, index=rows['payment_id'])
"""
FITTING = (READING, LEARNING, ANSWERING)


def kinds(host: Host) -> list[str]:
    return [each["kind"] for each in host.seen]


def test_calls_are_told_as_they_happen_with_cell_and_line(host: Host, form: str) -> None:
    host.sit(*FITTING, form=form, files=DATA)

    (fit,) = [each for each in host.seen if each["kind"] == "event" and each["what"] == "fit"]
    where = ("solution.ipynb", 3, 3) if form == "notebook" else ("solution.py", 0, 9)
    assert (fit["file"], fit["cell"], fit["line"]) == where
    assert [each["missing"] for each in fit["arguments"]] == [0, 0]
    assert [each["sequence"] for each in host.seen] == list(range(len(host.seen)))


def test_the_last_word_comes_before_the_submission_is_said_to_be_fitted(
    host: Host, form: str
) -> None:
    host.sit(*FITTING, form=form, files=DATA)

    assert kinds(host)[0] == "hello"
    assert kinds(host)[-1] == "end"


def test_what_models_put_out_for_a_probe_is_told_under_its_number(host: Host, form: str) -> None:
    host.sit(*FITTING, form=form, files=DATA)
    before = len(host.seen)

    host.probe(4)

    assert {(each["kind"], each["probe"]) for each in host.seen[before:]} == {("output", 4)}


def test_what_was_told_before_it_raised_is_kept(host: Host, form: str) -> None:
    told = host.sit(*FITTING[:2], "1 / 0", form=form, files=DATA)

    assert told["kind"] == "trouble"
    assert kinds(host)[-1] == "end"


def test_without_its_examples_a_submission_is_executed_all_the_same(host: Host, form: str) -> None:
    fitted = host.sit("import os; os.unlink('data/payments.csv')", PREDICT, form=form, files=DATA)
    answer, columns = host.probe()

    assert fitted["kind"] == "fitted"
    assert answer["kind"] == "answer"
    assert columns["ids"].tolist() == IDS.tolist()


@pytest.mark.parametrize(
    "garbage",
    [
        b"\xff" * 100,
        b"\x00\x00\x00\x02[]",
        pack({"kind": "event", "value": 1}),
        b"\x00\x00\x00\x1a" + b'{"value":1e999,"arrays":[]}'[:26],
        b"\x00\x00\x00\x1f" + b'{"value":"\\ud800","arrays":[]} ',
    ],
)
def test_an_ear_takes_anything_and_says_what_it_threw_away(garbage: bytes) -> None:
    heard: list[dict[str, Any]] = []
    ear = Ear(lambda header, _: heard.append(header))
    ours, theirs = socket.socketpair()
    ear.listen(ours)

    theirs.sendall(garbage)
    theirs.close()

    _until(lambda: not ear.lines)
    assert len(heard) + ear.lost <= 1
    assert all(each["heard_on"] == 1 for each in heard)


def test_a_flood_is_cut_off_and_never_blocks_who_writes() -> None:
    ear = Ear(lambda *_: None)
    ours, theirs = socket.socketpair()
    ear.listen(ours)
    frame = pack({"kind": "output"}, {"values": np.zeros(1 << 20)})

    for _ in range(12):
        theirs.sendall(frame)
    theirs.close()

    _until(lambda: not ear.lines)
    assert ear.lost == 5


def test_nobody_is_waited_for_who_never_spoke(tmp_path: Path) -> None:
    hearing = Hearing(tmp_path, lambda *_: None)
    began = time.monotonic()

    hearing.settle()

    hearing.close()
    assert time.monotonic() - began < 1
    assert threading.active_count() < 50


def _until(done: Any) -> None:
    deadline = time.monotonic() + 20
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.01)
