from __future__ import annotations

from takehome_graders.evidence import Place, Source
from takehome_graders.leakage.mentions import first_mention

NOTEBOOK = Source(
    file="solution.ipynb",
    cells=(
        (2, "import pandas as pd\n# amount comes in cents"),
        (5, "x = 1\ny = frame.amount_eur\nz = frame['amount']"),
    ),
)
SCRIPT = Source(file="features.py", cells=((0, "\n\ntotal = frame.amount_eur.sum()"),))


def test_a_mention_is_a_whole_word_in_a_line_of_code() -> None:
    assert first_mention([NOTEBOOK], "amount") == Place(file="solution.ipynb", cell=5, line=3)


def test_a_script_has_lines_and_no_cells() -> None:
    assert first_mention([SCRIPT], "amount_eur") == Place(file="features.py", line=3)


def test_the_first_source_that_names_it_counts() -> None:
    assert first_mention([NOTEBOOK, SCRIPT], "amount_eur") == Place(
        file="solution.ipynb", cell=5, line=2
    )


def test_what_no_line_names_has_no_place() -> None:
    assert first_mention([NOTEBOOK, SCRIPT], "country") is None


def test_a_name_is_searched_as_it_is_written_and_not_as_a_pattern() -> None:
    odd = Source(file="a.py", cells=((0, "x = f['a.b (c)']"),))

    assert first_mention([odd], "a.b (c)") == Place(file="a.py", line=1)
    assert first_mention([odd], ".*") is None
