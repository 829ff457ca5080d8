"""What is rewritten still does the same."""

from __future__ import annotations

import builtins
import contextlib
import io
from typing import Any

import numpy as np
import pytest

from takehome.validity.draft import Draft, draft_of
from takehome.validity.rewrites import WAYS, rewrites

TEXT = """\
Some prose.

```python
import numpy as np

BINS = 4


def halves(values):
    total = np.mean(values)
    return [value / 2 for value in values if value < total]


def doubled(values, times=2):
    return [value * times for value in values]
```

More prose.

```python
found = halves(range(10))
scores = doubled(found, times=3)
print(f"{len(scores)} scores")
expected_score = float(np.mean(scores))
made = np.array(scores)


def predict(folder):
    return made + len(folder)
```
"""
ANSWERS = '[verdict]\nsupported = true\n\n[[leaks]]\nkind = "a"\n\n[[leaks]]\nkind = "b"\n'


def a_draft() -> Draft:
    return draft_of(TEXT, "short", "notebook", answers=ANSWERS, memo="A memo.")


def left_by(draft: Draft) -> tuple[Any, list[float]]:
    names: dict[str, Any] = {"__builtins__": builtins}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(draft.code, "draft", "exec"), names)  # noqa: S102 - the draft of this test
    return names["expected_score"], list(names["predict"]("abc"))


@pytest.mark.parametrize("way", WAYS)
def test_each_way_leaves_behind_what_there_was(way: str) -> None:
    for seed in range(8):
        written = WAYS[way](a_draft(), np.random.default_rng(seed))

        assert left_by(written) == left_by(a_draft())


@pytest.mark.parametrize("way", [way for way in WAYS if way != "in other order"])
def test_each_way_changes_something(way: str) -> None:
    written = {WAYS[way](a_draft(), np.random.default_rng(seed)) for seed in range(8)}

    assert written - {a_draft()}


def test_names_of_the_contract_and_of_keywords_stay() -> None:
    for seed in range(20):
        written = WAYS["other names"](a_draft(), np.random.default_rng(seed))

        assert "def predict(" in written.code
        assert "expected_score =" in written.code
        assert "times=3" in written.code


def test_the_same_seed_gives_the_same_rewrites() -> None:
    one, two = ([*rewrites(a_draft(), 12, np.random.default_rng(3))] for _ in range(2))

    assert one == two
    assert len({each.draft for each in one}) == 12
