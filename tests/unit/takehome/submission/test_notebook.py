"""Notebooks as they were handed in, and the clean ones made of them."""

from __future__ import annotations

import json

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from takehome.submission import SubmissionUnusable
from takehome.submission.notebook import MAX_CELLS, read_notebook
from unit.takehome.submission.handed_in import cell, notebook


def test_only_kinds_and_sources_of_cells_are_kept() -> None:
    raw = notebook(
        cell("# Title", "markdown", attachments={"a.png": {"image/png": "AAAA"}}),
        cell("x = 1", outputs=[{"output_type": "stream", "name": "stdout", "text": "SECRET"}]),
        metadata={"widgets": {"state": "SECRET"}, "kernelspec": {"name": "evil"}},
    )

    clean = json.loads(read_notebook(raw, "n.ipynb").content)

    assert [(c["cell_type"], c["source"]) for c in clean["cells"]] == [
        ("markdown", "# Title"),
        ("code", "x = 1"),
    ]
    assert clean["cells"][1]["outputs"] == []
    assert clean["metadata"]["kernelspec"]["name"] == "python3"
    assert "SECRET" not in json.dumps(clean)
    assert "attachments" not in clean["cells"][0]


def test_code_cells_keep_the_numbers_that_jupyter_shows() -> None:
    raw = notebook(cell("a", "markdown"), cell(["x = 1\n", "y = 2"]), cell("b", "raw"), cell("z"))

    assert read_notebook(raw, "n.ipynb").cells == ((2, "x = 1\ny = 2"), (4, "z"))


def test_outputs_make_no_other_submission() -> None:
    plain = notebook(cell("x = 1"))
    executed = notebook(cell(["x = 1"], outputs=[{"output_type": "error"}]), nbformat_minor=5)

    assert read_notebook(plain, "a").content == read_notebook(executed, "b").content


def test_a_byte_order_mark_does_no_harm() -> None:
    raw = b"\xef\xbb\xbf" + notebook(cell("x = 1"))

    assert read_notebook(raw, "n.ipynb").cells == ((1, "x = 1"),)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["code", "markdown", "raw"]),
            st.text(st.characters(exclude_categories=["Cs"])),
        ),
        min_size=1,
    )
)
def test_a_clean_notebook_is_what_nbformat_calls_one(cells: list[tuple[str, str]]) -> None:
    raw = notebook(cell("x"), *(cell(source, kind) for kind, source in cells))

    clean = nbformat.reads(read_notebook(raw, "n.ipynb").content.decode(), as_version=4)  # type: ignore[no-untyped-call]  # nbformat has no types

    nbformat.validate(clean)
    assert [c.source for c in clean.cells[1:]] == [source for _, source in cells]


@pytest.mark.parametrize(
    ("raw", "where", "word"),
    [
        (b"", "n.ipynb", "empty"),
        (b"{", "n.ipynb:1", "JSON"),
        (b'{"cells": [\n<<<<<<< HEAD', "n.ipynb:2", "merge conflict"),
        (b"[]", "n.ipynb", "no notebook"),
        (b"{}", "n.ipynb", "no notebook"),
        ("{}".encode("utf-16"), "n.ipynb", "UTF-16"),
        (b'{"cells": "\n\xff"}', "n.ipynb:2", "UTF-8"),
        (notebook(cell("x"), nbformat=3), "n.ipynb", "format 3"),
        (notebook(cell("x"), nbformat=True), "n.ipynb", "no notebook"),
        (notebook(cell("x"), nbformat=10**40), "n.ipynb", "format 1000"),
        (notebook(cells=None), "n.ipynb", "list of cells"),
        (notebook(cells=[cell("x")] * (MAX_CELLS + 1)), "n.ipynb", "2001 cells"),
        (notebook(), "n.ipynb", "no code"),
        (notebook(cell("x", "markdown"), cell("  ")), "n.ipynb", "no code"),
        (notebook(cell("x"), 7), "n.ipynb, cell 2", "no code, text or raw"),
        (notebook(cell("x", "mystery")), "n.ipynb, cell 1", "no code, text or raw"),
        (notebook(cell("x", ["code"])), "n.ipynb, cell 1", "no code, text or raw"),
        (notebook({"cell_type": "code"}), "n.ipynb, cell 1", "no source"),
        (notebook(cell(["x", 1])), "n.ipynb, cell 1", "no source"),
        (notebook(cell("x = '\ud800'")), "n.ipynb, cell 1", "half a character"),
        (
            notebook(cell("x"), metadata={"language_info": {"name": "R"}}),
            "n.ipynb",
            'a notebook for "r"',
        ),
        (
            notebook(cell("x"), metadata={"kernelspec": {"language": "julia"}}),
            "n.ipynb",
            'a notebook for "julia"',
        ),
        (b'{"a":' * 70 + b"1" + b"}" * 70, "n.ipynb", "nested"),
        (b"[" * 200_000, "n.ipynb", "nested"),
        (b"[" + b"{}," * 600_000, "n.ipynb", "nested"),
        (b'{"nbformat": ' + b"9" * 5000 + b"}", "n.ipynb", "absurd"),
        (b'"' + b'\\"' * 2_000_000, "n.ipynb:1", "JSON"),
    ],
)
def test_what_is_no_notebook_is_refused_in_words(raw: bytes, where: str, word: str) -> None:
    with pytest.raises(SubmissionUnusable) as caught:
        read_notebook(raw, "n.ipynb")

    assert caught.value.where == where
    assert word in str(caught.value)
    assert caught.value.mend


def test_every_broken_cell_is_listed() -> None:
    with pytest.raises(SubmissionUnusable) as caught:
        read_notebook(notebook(cell(3), cell("x"), cell("y", "odd")), "n.ipynb")

    assert [flaw.where for flaw in caught.value.flaws] == ["n.ipynb, cell 1", "n.ipynb, cell 3"]


@pytest.mark.parametrize("metadata", [None, 3, [], {"kernelspec": []}, {"language_info": {}}])
def test_odd_metadata_does_no_harm(metadata: object) -> None:
    assert read_notebook(notebook(cell("x"), metadata=metadata), "n").cells == ((1, "x"),)
