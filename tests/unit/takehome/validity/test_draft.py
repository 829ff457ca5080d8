from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from samples import a_key
from takehome.validity.draft import DraftUnusable, draft_of, read_draft

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """\
# What I did

```python
amount = 1
```

Then a model.

```python
expected_score = amount / 2
```
"""


def test_every_paragraph_and_every_block_of_a_notebook_is_a_cell() -> None:
    draft = draft_of(TEXT, "short", "notebook", answers="", memo="")

    notebook = json.loads(draft.files(a_key())["solution.ipynb"])

    kinds = [cell["cell_type"] for cell in notebook["cells"]]
    assert kinds == ["markdown", "code", "markdown", "code"]
    assert notebook["cells"][3]["source"] == ["expected_score = amount / 2"]
    assert len({cell["id"] for cell in notebook["cells"]}) == 4


def test_a_script_is_its_code_and_nothing_else() -> None:
    draft = draft_of(TEXT, "short", "script", answers="", memo="")

    files = draft.files(a_key())

    assert files["solution.py"] == b"amount = 1\n\n\nexpected_score = amount / 2\n"


def test_a_block_that_names_a_file_goes_there() -> None:
    text = (
        "```python solution.py\nimport risk.model\n```\n```python risk/model.py\nTREES = 9\n```\n"
    )
    draft = draft_of(text, "project", "script", answers="", memo="")

    files = draft.files(a_key())

    assert files["risk/model.py"] == b"TREES = 9\n"
    assert set(files) == {"solution.py", "risk/model.py", "answers.toml", "memo.md"}


def test_names_are_those_of_the_variant() -> None:
    key = a_key(names={"amount": "gross_amount"})
    draft = draft_of(
        TEXT, "short", "script", answers='[validation]\nwhy = "amount"\n', memo="amount"
    )

    files = draft.files(key)

    assert b"gross_amount = 1" in files["solution.py"]
    assert b'why = "gross_amount"' in files["answers.toml"]
    assert files["memo.md"] == b"gross_amount"


def test_the_name_of_a_file_says_what_becomes_of_it(tmp_path: Path) -> None:
    path = tmp_path / "short.notebok.md"
    path.write_text(TEXT)

    with pytest.raises(DraftUnusable, match="short.notebok.md.*notebook.md"):
        read_draft(path, answers="", memo="")


def test_a_draft_without_code_is_refused() -> None:
    with pytest.raises(DraftUnusable, match="no code for solution.py"):
        draft_of("Only prose.", "empty", "script", answers="", memo="")
