"""The names that the files of a submission may have."""

from __future__ import annotations

import pytest

from takehome.submission.names import flaw_of_name, flaws_of_twins, is_left_out


@pytest.mark.parametrize(
    "name", ["solution.ipynb", "src/model.py", "données/é.csv", "a b (1).py", "..model.py"]
)
def test_ordinary_names_have_no_flaw(name: str) -> None:
    assert flaw_of_name(name) is None


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("", "empty"),
        ("/etc/passwd", "root of a disk"),
        ("../x.py", "out of the folder"),
        ("a/../../x.py", "out of the folder"),
        ("a//b.py", "empty part"),
        ("a/./b.py", "empty part"),
        ("a\\b.py", "backslash"),
        ("C:x.py", "drive"),
        ("a\nb.py", "cannot be seen"),
        ("a\u202eyp.b", "cannot be seen"),
        ("a\udcffb.py", "cannot be seen"),
        ("x" * 201, "more than 200 characters"),
        ("/".join("abcdefghijk"), "folders deep"),
    ],
)
def test_a_name_that_leads_elsewhere_has_a_flaw(name: str, word: str) -> None:
    flaw = flaw_of_name(name)

    assert flaw is not None
    assert word in flaw.what
    assert flaw.mend


def test_no_message_repeats_what_cannot_be_seen() -> None:
    flaw = flaw_of_name("a\x1b[31m\u202eb.py")

    assert flaw is not None
    assert str(flaw).isprintable()


@pytest.mark.parametrize(
    "names",
    [
        ["Model.py", "model.py"],
        ["caf\u00e9.py", "cafe\u0301.py"],
        ["STRASSE.py", "straße.py"],
        ["Src/a.py", "src/b.py"],
        ["a", "a/b.py"],
        ["a.py", "a.py"],
    ],
)
def test_names_that_are_one_name_on_some_disk_are_found(names: list[str]) -> None:
    assert len(list(flaws_of_twins(names))) == 1


def test_different_names_are_no_twins() -> None:
    assert list(flaws_of_twins(["a.py", "b/a.py", "b/c.py", "a.ipynb"])) == []


@pytest.mark.parametrize("part", [".git", ".hidden.py", "__MACOSX", "__pycache__", "._x.ipynb"])
def test_what_tools_leave_behind_is_left_out(part: str) -> None:
    assert is_left_out(part)


@pytest.mark.parametrize("part", ["..", ".", "a.py", "data"])
def test_what_a_candidate_wrote_is_not_left_out(part: str) -> None:
    assert not is_left_out(part)
