"""What comes in: notebooks, modules, and text that is hardly Python."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takehome_graders.code import Kind, Reading, read_code
from takehome_graders.evidence import Place, Source

LEAK = """import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("a.csv")
X = StandardScaler().fit_transform(df.drop(columns="y"))
X_tr, X_te, y_tr, y_te = train_test_split(X, df["y"], random_state=0)
model = LogisticRegression().fit(X_tr, y_tr)
print(model.score(X_te, y_te))
"""
FEATURES = """from sklearn.preprocessing import StandardScaler
def build(frame):
    return StandardScaler().fit_transform(frame)
"""


def notebook(*cells: str) -> tuple[Source, ...]:
    numbered = tuple((2 * at + 1, text) for at, text in enumerate(cells))
    return (Source(file="solution.ipynb", cells=numbered),)


def leaks(reading: Reading) -> list[Place]:
    return [sign.place for sign in reading.signs if sign.kind is Kind.PREPROCESSING]


def test_the_flow_is_followed_across_cells_and_places_name_them() -> None:
    sources = notebook(*LEAK.splitlines())

    reading = read_code(sources, None)

    assert leaks(reading) == [Place(file="solution.ipynb", cell=11, line=1)]
    assert reading.signs[0].related == (
        Place(file="solution.ipynb", cell=15, line=1),
        Place(file="solution.ipynb", cell=17, line=1),
    )
    assert reading.unread == ()


def test_the_flow_is_followed_across_files() -> None:
    features = Source(
        file="src/features.py",
        cells=(
            (
                0,
                FEATURES,
            ),
        ),
    )
    main = Source(
        file="train.py",
        cells=(
            (
                0,
                LEAK.replace("StandardScaler().fit_transform", "build").replace(
                    "from sklearn.preprocessing import StandardScaler",
                    "from src.features import build",
                ),
            ),
        ),
    )

    reading = read_code((features, main), None)

    assert leaks(reading) == [Place(file="src/features.py", line=3)]


def test_magics_and_shell_lines_do_not_hide_a_cell() -> None:
    first, *rest = LEAK.splitlines(keepends=True)
    text = f"%matplotlib inline\n!pip install -q x\nfiles = !ls data\n{first}" + "".join(rest)

    reading = read_code(notebook(text + "df.head?\n", "%%bash\nls | wc -l\n"), None)

    assert leaks(reading) == [Place(file="solution.ipynb", cell=1, line=9)]
    assert reading.unread == ()


def test_a_slip_hides_one_statement_and_is_said() -> None:
    text = LEAK.replace('df = pd.read_csv("a.csv")\n', 'df = pd.read_csv("a.csv")\nprint df\n')

    reading = read_code(notebook(text), None)

    assert leaks(reading) == [Place(file="solution.ipynb", cell=1, line=7)]
    assert [unread.place.line for unread in reading.unread] == [6]
    assert "not Python" in reading.unread[0].reason


def test_a_broken_cell_leaves_the_others_read() -> None:
    reading = read_code(notebook("def broken(:\n    ((\n", LEAK), None)

    assert leaks(reading) == [Place(file="solution.ipynb", cell=3, line=6)]
    assert reading.unread[0].place.cell == 1


def test_data_of_a_missing_cell_is_data_of_its_own() -> None:
    lines = [line for line in LEAK.splitlines() if "read_csv" not in line]

    reading = read_code(notebook("\n".join(lines)), None)

    assert len(leaks(reading)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00",
        "x = " + "(" * 3000 + ")" * 3000,
        "x = " + "-" * 5000 + "1",
        "x = " + " + ".join(["y"] * 20_000),
        "x = " + "[" * 90 + "]" * 90,
        "def f(x):\n    return f(f(x))\nf(f)",
        "class A(A):\n    pass\nA().fit(A).predict(A)",
        "import solution\nfrom . import solution\nfrom .. import *",
        "for i in i:\n  for j in i:\n    for k in j:\n      k = [k for k in k for k in k]",
        "a = a = a[a](a)(**a)(*a)\na.b.c.fit(a).predict(a.b)[a:a, ..., None]",
        "del x, y[0], z.w\nglobal q\nraise\nreturn 5\nyield 3\nawait x\nbreak",
        "match x:\n    case {'a': [1, *rest]} if rest: pass\n    case _: y = 1",
        "lambda: (yield)\n[(x := 1) for y in z]\nprint(f'{x!r:>{y}}')",
        "f = lambda *a, **k: f(*a, **k)\nf(1, *f, x=2, **f)",
        "x = 1\n" * 30_000,
    ],
)
def test_odd_text_is_read_or_said_to_be_unread(text: str) -> None:
    started = perf_counter()

    reading = read_code((Source(file="solution.py", cells=((0, text),)),), None)

    assert reading.signs == ()
    assert perf_counter() - started < 10


def test_work_is_bounded_and_the_rest_is_still_read() -> None:
    loops = "".join(f"{' ' * at}for a{at} in [1, 2, 3, 4, 5, 6, 7, 8]:\n" for at in range(9))
    text = f"{loops}{' ' * 9}pass\n{' ' * 9}x = a0 + a1 + a2\n"

    reading = read_code(notebook(text, LEAK), None)

    assert len(leaks(reading)) == 1
    assert "too many steps" in reading.unread[0].reason


def test_the_same_sources_give_the_same_reading() -> None:
    assert read_code(notebook(LEAK), None) == read_code(notebook(LEAK), None)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(LEAK.splitlines()), max_size=12), st.text(max_size=20))
def test_no_order_of_lines_and_no_noise_raises(lines: list[str], noise: str) -> None:
    reading = read_code(notebook("\n".join(lines), noise, *lines), None)

    assert isinstance(reading, Reading)
