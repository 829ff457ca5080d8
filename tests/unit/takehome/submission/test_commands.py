"""`submission.toml` and what its commands hand over: read as it is meant, or refused in words."""

from __future__ import annotations

import pytest

from takehome.proctor.contract import ContractBroken
from takehome.proctor.handover import filled, last_word, table
from takehome.submission import SubmissionUnusable
from takehome.submission.commands import read_commands
from takehome.submission.contents import submission_in
from takehome.submission.upload import Contents

TOML = b"""
fit = "Rscript 'my train.R' --data={data} {model}"
predict = "julia predict.jl {model} {input} {output}"
"""


def test_commands_are_read_in_their_parts() -> None:
    files = {"submission.toml": TOML, "my train.R": b"fit()", "helpers.py": b"x = 1\n"}

    submission = submission_in(Contents(files=files, problems=()))

    assert (submission.entry, submission.form) == ("submission.toml", "commands")
    assert submission.commands["fit"] == ["Rscript", "my train.R", "--data={data}", "{model}"]
    assert [source.file for source in submission.sources] == ["submission.toml", "helpers.py"]


def test_nothing_of_a_place_becomes_two_parts() -> None:
    command = read_commands(TOML)["fit"]

    assert filled(command, {"data": "/a kit/$(x)", "model": "m"})[2] == "--data=/a kit/$(x)"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b'fit = "x"', ["there is no predict in it", "Write predict ="]),
        (b"fit = 3\npredict = ''", ["fit is no command", "predict is no command"]),
        (TOML.replace(b"{output}", b""), ["predict never says {output}"]),
        (TOML.replace(b"{data}", b"{dta}"), ['fit has no {dta}. Did you mean "data"?']),
        (TOML + b"[fits]\n", ['no command "fits"', 'Did you mean "fit"?']),
        (b'fit = "python \'x"\n' + TOML.splitlines()[2], ["its quotes do not close"]),
        (b"\xff\xfe", ["UTF-16"]),
        (b"[[[", ["it is not TOML"]),
    ],
)
def test_commands_that_cannot_be_started_are_refused_with_every_flaw(
    raw: bytes, words: list[str]
) -> None:
    with pytest.raises(SubmissionUnusable) as refused:
        read_commands(raw)

    for word in words:
        assert word in str(refused.value)


@pytest.mark.parametrize(
    "raw",
    [
        b"id,value\n7,0.25\n8,1\n",
        b"7,0.25\n8,1\n",
        b"\xef\xbb\xbfpayment_id,p\r\n7.0,0.25\r\n8,true\r\n\r\n",
    ],
)
def test_a_table_is_read_with_a_header_or_without(raw: bytes) -> None:
    assert table(raw, "predict") == ([7, 8], [0.25, 1.0])


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"7,0.25,1\n", "3 cells on line 1"),
        (b"id,value\n7,high\n", "'high' on line 2"),
        (b"7,0.25\nx,0.5\n", "'x' on line 2"),
        (b"7.5,0.25\n", "'7.5' on line 1"),
        (b"\xff", "no CSV"),
    ],
)
def test_what_is_no_table_is_refused_with_its_line(raw: bytes, words: str) -> None:
    with pytest.raises(ContractBroken, match=words):
        table(raw, "predict")


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"0.4\n", b"{'a': 1}", b"[" * 100_000, b"\xff{"])
def test_a_last_line_that_says_nothing_is_a_problem(raw: bytes) -> None:
    said, problem = last_word(raw)

    assert said == {}
    assert problem is not None
    assert '{"expected_score": 0.4}' in problem
