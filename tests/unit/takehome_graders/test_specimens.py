from __future__ import annotations

import subprocess
import sys

import numpy as np

from takehome_graders import specimens

_PRINT_MARKS = """
from takehome_graders import specimens
from takehome_graders.grading import mark
key = specimens.key(500)
for candidate in (specimens.careful, specimens.naive, specimens.leaky):
    print(mark(key, candidate(key), {"heldout": 40, "validation": 30, "leakage": 30}))
"""


def test_another_process_gives_the_same_marks_to_the_last_digit() -> None:
    def printed() -> str:
        command = [sys.executable, "-c", _PRINT_MARKS]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert printed() == printed()


def test_the_made_up_key_is_of_one_piece() -> None:
    key = specimens.key(300)

    for window in key.windows:
        assert np.unique(window.ids).size == 300
        assert window.folder[key.table].count(b"\n") == 301
        assert window.starts < window.ends
        assert key.training_ends <= window.starts
    assert {c.plant for c in key.counterfactuals} < {plant.id for plant in key.plants}
