"""What `answers.toml` says, and what is said about it where it is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takehome.submission.answers import read_answers
from takehome_graders.evidence import Answers, NamedDrift, NamedLeak

WHOLE = b"""
kit = "k-1"

[validation]
scheme = "by time"
why = '''Production
lies later.'''

[verdict]
supported = false
why = "too few"

[[leaks]]
table = "payments.csv"
columns = ["a", "b"]
kind = "post-outcome"
evidence = "full only after"
action = "dropped"

[[leaks]]
table = "cards.csv"
column = "c"
kind = "aggregate"

[[drift]]
kind = "unit"
where = "amount"
since = 2024-05-01
"""


def test_everything_that_it_may_say_is_read() -> None:
    said = read_answers(WHOLE)

    assert said.kit == "k-1"
    assert said.answers == Answers(
        leaks=(
            NamedLeak(
                table="payments.csv",
                columns=("a", "b"),
                kind="post-outcome",
                evidence="full only after",
                action="dropped",
            ),
            NamedLeak(table="cards.csv", columns=("c",), kind="aggregate", evidence="", action=""),
        ),
        drift=(NamedDrift(kind="unit", where="amount", since="2024-05-01"),),
        validation_scheme="by time",
        validation_why="Production lies later.",
        verdict="not-supported",
        verdict_why="too few",
    )
    assert said.problems == ()


@pytest.mark.parametrize(
    ("written", "verdict"),
    [
        ("true", "supported"),
        ("false", "not-supported"),
        ('"Supported"', "supported"),
        ('"not supported"', "not-supported"),
        ('"not_supported"', "not-supported"),
        ('""', ""),
    ],
)
def test_a_verdict_may_be_written_in_several_ways(written: str, verdict: str) -> None:
    said = read_answers(f'kit = "k"\n[verdict]\nsupported = {written}\n'.encode())

    assert said.answers is not None
    assert (said.answers.verdict, said.problems) == (verdict, ())


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            'kit = "k"\n[[leaks]]\ntable = "t"\nkind = "x"\ncolunms = ["a"]\ncolumn = "a"\n',
            (
                'answers.toml:5: leaks.colunms: there is no such key. Did you mean "columns"? '
                "Known are: table, columns, column, kind, evidence, action."
            ),
        ),
        (
            'kit = "k"\n\n[verdikt]\nsupported = true\n',
            (
                'answers.toml:3: verdikt: there is no such key. Did you mean "verdict"? '
                "Known are: kit, validation, verdict, leaks, drift."
            ),
        ),
        (
            'kit = "k"\n[validation]\nscheme = "x"\nkit = "k"\n',
            (
                "answers.toml:4: validation.kit: there is no such key. "
                "It belongs at the top, before the first table. Known are: scheme, why."
            ),
        ),
        (
            'kit = "k"\n[leaks]\ntable = "t"\nkind = "x"\ncolumns = []\n',
            "answers.toml:2: leaks: [leaks] is read as one of many. Write [[leaks]].",
        ),
        (
            'kit = "k"\n[[drift]]\nwhere = "x"\n',
            'answers.toml:2: drift: the entry has no kind. Add kind = "…".',
        ),
        (
            'kit = "k"\n[[leaks]]\ntable = "t"\nkind = "x"\n',
            (
                'answers.toml:2: leaks: the entry names no columns. Add columns = ["…"], '
                "or columns = [] where whole rows leak."
            ),
        ),
        (
            'kit = "k"\n[[drift]]\nkind = "x"\n[[drift]]\nkind = 7\n',
            "answers.toml:5: drift.kind: it must be a text in quotes, and is the number 7.",
        ),
        (
            'kit = "k"\n[[leaks]]\ntable = "t"\nkind = "x"\ncolumns = ["a", 1]\n',
            (
                "answers.toml:5: leaks.columns: it must be a name in quotes, "
                "or a list of such names, and is a list."
            ),
        ),
        (
            'kit = "k"\n[verdict]\nsupported = "suported"\n',
            (
                'answers.toml:3: verdict.supported: "suported" is no verdict. '
                'Did you mean "supported"? Write true or false.'
            ),
        ),
        (
            'kit = "k"\n[verdict]\nsupported = 1\n',
            "answers.toml:3: verdict.supported: it must be true or false, and is the number 1.",
        ),
        (
            'kit = "k"\nleaks = "none"\n',
            "answers.toml:2: leaks: it must be a list of tables, [[leaks]], and is a text.",
        ),
        (
            'kit = "k"\nleaks = ["a"]\n',
            "answers.toml:2: leaks: it must be a table of keys and values, and is a text.",
        ),
        (
            'kit = "k"\nvalidation = {scheem = "x"}\n',
            (
                'answers.toml:2: validation.scheem: there is no such key. Did you mean "scheme"? '
                "Known are: scheme, why."
            ),
        ),
        (
            "[validation]\nscheme = 'x'\n",
            'answers.toml:1: there is no kit. Put kit = "…" at the top, as in the template.',
        ),
        (
            f'kit = "k"\n[[drift]]\nkind = "{"x" * 300}"\n',
            "answers.toml:3: drift.kind: only the first 200 characters are read. Shorten it.",
        ),
        (
            'kit = "k"\n[[drift]]\nkind = 0x' + "f" * 5000 + "\n",
            "answers.toml:3: drift.kind: it must be a text in quotes, and is a large number.",
        ),
    ],
)
def test_a_problem_has_its_line_and_what_was_meant(text: str, problem: str) -> None:
    assert read_answers(text.encode()).problems == (problem,)


def test_all_problems_are_said_and_the_rest_is_read() -> None:
    said = read_answers(
        b'kit = "k"\nnote = 1\n[[leaks]]\ntable = 3\nkind = "future"\nevidense = "x"\n'
        b'columns = ["a"]\n[verdict]\nsuported = true\nwhy = "enough"\n'
    )

    assert said.answers is not None
    assert said.answers.leaks == (
        NamedLeak(table="", columns=("a",), kind="future", evidence="", action=""),
    )
    assert said.answers.verdict_why == "enough"
    assert [problem.split(": ")[:2] for problem in said.problems] == [
        ["answers.toml:2", "note"],
        ["answers.toml:9", "verdict.suported"],
        ["answers.toml:6", "leaks.evidense"],
        ["answers.toml:4", "leaks.table"],
    ]


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        (b'kit = "k"\n[[leaks]\n', "answers.toml:2:8: "),
        (b"kit = k-1\n", "answers.toml:1:7: "),
        (b'kit = "k', "answers.toml: "),
        (b'kit = "\xff"', "answers.toml:1: "),
        ('kit = "k"'.encode("utf-16"), "answers.toml: "),
        (b"x = " + b"[" * 5000, "answers.toml: "),
        (b"#" * (64 << 10) + b"#", "answers.toml: "),
        (b"x = " + b"9" * 5000, "answers.toml: "),
    ],
)
def test_what_is_not_toml_is_one_problem_with_its_place(raw: bytes, where: str) -> None:
    said = read_answers(raw)

    assert (said.kit, said.answers) == (None, None)
    assert len(said.problems) == 1
    assert said.problems[0].startswith(where)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    raw = b"\xef\xbb\xbf" + WHOLE.strip().replace(b"\n", b"\r\n")

    assert read_answers(raw) == read_answers(WHOLE.strip())


def test_lines_are_right_after_texts_and_lists_of_many_lines() -> None:
    said = read_answers(
        b'kit = "k"\n[validation]\nwhy = """\n[leaks]\nx = 1 \\" # "" \n"""\n'
        b'[[leaks]]\ntable = "t" # [x\nkind = "x"\ncolumns = [\n  "a", # ]\n  "[b]",\n]\nodd = 1\n'
    )

    assert [problem.split(":")[1] for problem in said.problems] == ["14"]


def test_what_cannot_be_seen_is_taken_out() -> None:
    said = read_answers('kit = "k\u202e\\u001b-1"\n[[drift]]\nkind = "a\\n\\u0007 b"\n'.encode())

    assert said.kit == "k-1"
    assert said.answers is not None
    assert said.answers.drift[0].kind == "a b"


def test_more_than_anybody_has_to_say_is_cut() -> None:
    leak = b'[[leaks]]\ntable="t"\nkind="k"\ncolumns=[]\n'

    said = read_answers(b'kit = "k"\n' + leak * 150)

    assert said.answers is not None
    assert len(said.answers.leaks) == 100
    assert "only 100 are read" in said.problems[0]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_are_a_problem(raw: bytes) -> None:
    said = read_answers(raw)

    assert said.answers is not None or said.problems


@given(st.lists(st.integers(0, len(WHOLE) - 1), max_size=6), st.binary(min_size=6, max_size=6))
def test_a_damaged_file_is_read_or_is_a_problem(places: list[int], damage: bytes) -> None:
    raw = bytearray(WHOLE)
    for place, byte in zip(places, damage, strict=False):
        raw[place] = byte

    said = read_answers(bytes(raw))

    assert said.answers is not None or said.problems
    assert all(problem.isprintable() for problem in said.problems)
