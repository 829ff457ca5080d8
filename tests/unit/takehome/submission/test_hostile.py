"""Damaged and hostile uploads end in words, and write nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from takehome.submission import Submission, SubmissionUnusable, receive
from takehome.text import shown
from unit.takehome.submission.handed_in import ANSWERS, SCRIPT, cell, notebook, zipped

ARCHIVE = zipped(
    {
        "submission/solution.ipynb": notebook(cell("a", "markdown"), cell("x = 1")),
        "submission/answers.toml": ANSWERS,
        "submission/src/model.py": SCRIPT,
    }
)
NOTEBOOK = notebook(cell("a", "markdown"), cell(["x = 1\n", "y"]), metadata={"kernelspec": {}})

PATIENT = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """Return the bytes with pieces of them overwritten, cut out, or said twice."""
    data = whole
    for _ in range(draw(st.integers(1, 5))):
        begin = draw(st.integers(0, max(0, len(data) - 1)))
        end = min(len(data), begin + draw(st.integers(0, 12)))
        piece = draw(
            st.one_of(
                st.binary(max_size=12),
                st.just(data[begin:end] * 2),
                st.sampled_from([b"../", b"/", b"\xff\xff\xff\xff", b"\0\0\0\0", b"PK\x05\x06"]),
            )
        )
        data = data[:begin] + piece + data[end:]
    return data


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["cells", "source", "cell_type", "metadata", "nbformat", "language"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


def received(name: str, data: bytes) -> Submission | SubmissionUnusable:
    """Receive it, and see that the folder it lies in holds just what it held before."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "inbox" / name
        path.parent.mkdir()
        path.write_bytes(data)
        result: Submission | SubmissionUnusable
        try:
            result = receive(path)
        except SubmissionUnusable as error:
            result = error
        assert [p for p in Path(folder).rglob("*") if p.is_file()] == [path]
        assert path.read_bytes() == data
    return result


def check_words(result: Submission | SubmissionUnusable) -> None:
    if isinstance(result, SubmissionUnusable):
        assert result.flaws
        assert all(f.what and f.where and f.mend for f in result.flaws)
        assert shown(str(result)) == str(result)
    else:
        assert result.entry in result.files
        assert not any(".." in name.split("/") for name in result.files)


@given(damaged(ARCHIVE))
@PATIENT
def test_a_damaged_archive_is_read_or_refused_in_words(data: bytes) -> None:
    check_words(received("jane.zip", data))


@given(damaged(NOTEBOOK))
@PATIENT
def test_a_damaged_notebook_is_read_or_refused_in_words(data: bytes) -> None:
    check_words(received("jane.ipynb", data))


@given(st.lists(JSON, max_size=4), JSON)
@PATIENT
def test_any_json_in_place_of_cells_is_read_or_refused_in_words(
    cells: list[object], metadata: object
) -> None:
    check_words(received("jane.ipynb", notebook(cell("x"), *cells, metadata=metadata)))


NAMES = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12
)


@given(st.dictionaries(NAMES, st.binary(max_size=20), max_size=6))
@PATIENT
def test_any_names_in_an_archive_are_read_or_refused_in_words(files: dict[str, bytes]) -> None:
    check_words(received("jane.zip", zipped({"solution.py": b"", **files})))


@given(st.binary(max_size=200), st.sampled_from(["a.zip", "a.ipynb", "a.py", "a"]))
@PATIENT
def test_any_bytes_are_read_or_refused_in_words(data: bytes, name: str) -> None:
    check_words(received(name, data))
