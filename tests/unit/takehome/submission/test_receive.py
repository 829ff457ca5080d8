"""Submissions received from this machine's disk."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

import pytest

from takehome.submission import SubmissionUnusable, receive
from takehome_graders.evidence import Source
from unit.takehome.submission.handed_in import (
    ANSWERS,
    SCRIPT,
    cell,
    laid_out,
    notebook,
    zipped,
)

if TYPE_CHECKING:
    from pathlib import Path

GOOD = {"solution.py": SCRIPT, "answers.toml": ANSWERS, "memo.md": b"Ship it.\n"}


def refused(path: Path) -> SubmissionUnusable:
    with pytest.raises(SubmissionUnusable) as caught:
        receive(path)
    return caught.value


def test_a_folder_is_read(tmp_path: Path) -> None:
    received = receive(laid_out(tmp_path, {**GOOD, "src/model.py": b"x = 1\r\n"}))

    assert received.files == {**GOOD, "src/model.py": b"x = 1\r\n"}
    assert (received.entry, received.form, received.kit) == ("solution.py", "script", "k-1")
    assert received.problems == ()
    assert received.sources == (
        Source(file="solution.py", cells=((0, "expected_score = 0.5\n"),)),
        Source(file="src/model.py", cells=((0, "x = 1\n"),)),
    )


def test_a_bare_notebook_is_read_and_cleaned(tmp_path: Path) -> None:
    path = tmp_path / "Jane (final).ipynb"
    path.write_bytes(notebook(cell("# t", "markdown"), cell("x = 1", outputs=["SECRET"])))

    received = receive(path)

    assert (received.entry, received.form) == ("Jane (final).ipynb", "notebook")
    assert b"SECRET" not in received.files[received.entry]
    assert received.sources == (Source(file="Jane (final).ipynb", cells=((2, "x = 1"),)),)
    assert received.answers is None
    assert "answers.toml: it is not there" in received.problems[0]


def test_a_bare_script_is_read(tmp_path: Path) -> None:
    path = tmp_path / "jane.py"
    path.write_bytes(b"\xef\xbb\xbfx = 1\r\n")

    received = receive(path)

    assert (received.entry, received.form) == ("jane.py", "script")
    assert received.sources[0].cells == ((0, "x = 1\n"),)


def test_of_a_kit_its_submission_is_meant(tmp_path: Path) -> None:
    kit = laid_out(
        tmp_path / "kit",
        {"BRIEF.md": b"", "data/big.csv": b"x" * (11 << 20), "check.py": b"", "solution.py": b"no"},
    )
    laid_out(kit / "submission", GOOD)

    assert receive(kit).files == GOOD


def test_the_same_submission_has_the_same_hash_however_it_was_packed(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "folder", GOOD)
    archive = tmp_path / "jane.zip"
    archive.write_bytes(zipped({f"x/{name}": GOOD[name] for name in sorted(GOOD, reverse=True)}))

    assert receive(folder).sha256 == receive(archive).sha256


def test_another_name_or_content_has_another_hash(tmp_path: Path) -> None:
    variants = [
        GOOD,
        {**GOOD, "memo.md": b"Ship it!\n"},
        {**GOOD, "memo2.md": b""},
        {"solution.py": SCRIPT, "answers.toml": ANSWERS, "memo.md2": b"Ship it.\n"},
    ]

    hashes = {receive(laid_out(tmp_path / str(n), v)).sha256 for n, v in enumerate(variants)}

    assert len(hashes) == len(variants)


def test_what_tools_leave_behind_is_left_out_in_silence(tmp_path: Path) -> None:
    junk = {".git/config": b"", "__pycache__/a.pyc": b"", ".ipynb_checkpoints/b.ipynb": b"{}"}

    received = receive(laid_out(tmp_path, {**GOOD, **junk}))

    assert received.files == GOOD
    assert received.problems == ()


def test_a_hidden_file_of_the_candidates_own_is_left_out_and_said(tmp_path: Path) -> None:
    received = receive(laid_out(tmp_path, {**GOOD, ".settings.json": b"{}"}))

    assert received.files == GOOD
    assert ".settings.json" in received.problems[0]


@pytest.mark.parametrize("target", ["/etc/passwd", "solution.py", "/nowhere"])
def test_a_link_is_not_followed(tmp_path: Path, target: str) -> None:
    laid_out(tmp_path, GOOD)
    (tmp_path / "notes.txt").symlink_to(target)

    error = refused(tmp_path)

    assert (error.where, "it is a link" in error.what) == ("notes.txt", True)


def test_a_linked_folder_is_not_followed(tmp_path: Path) -> None:
    secret = laid_out(tmp_path / "secret", {"key.toml": b"SECRET"})
    folder = laid_out(tmp_path / "handed-in", GOOD)
    (folder / "src").symlink_to(secret)

    assert "it is a link" in refused(folder).what


def test_a_link_in_place_of_the_submission_is_not_followed(tmp_path: Path) -> None:
    laid_out(tmp_path / "real", GOOD)
    (tmp_path / "jane").symlink_to(tmp_path / "real")
    (tmp_path / "jane.py").symlink_to(tmp_path / "real" / "solution.py")

    assert "it is a link" in refused(tmp_path / "jane").what
    assert "it is a link" in refused(tmp_path / "jane.py").what


def test_pipes_and_sockets_are_refused_without_waiting(tmp_path: Path) -> None:
    laid_out(tmp_path, GOOD)
    os.mkfifo(tmp_path / "pipe.csv")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))

        error = refused(tmp_path)

    assert [flaw.what.split(",")[0] for flaw in error.flaws] == ["it is a pipe", "it is a socket"]


def test_a_pipe_in_place_of_the_submission_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "solution.py")

    assert "a pipe" in refused(tmp_path / "solution.py").what


def test_large_files_are_refused_one_and_all(tmp_path: Path) -> None:
    large = {f"{n}.csv": b"x" * ((10 << 20) + 1) for n in range(2)}

    error = refused(laid_out(tmp_path, {**GOOD, **large}))

    assert [flaw.where for flaw in error.flaws] == ["0.csv", "1.csv"]
    assert "larger than 10.0 MiB" in error.what


def test_a_sparse_giant_is_refused_at_once(tmp_path: Path) -> None:
    laid_out(tmp_path, GOOD)
    with (tmp_path / "giant.csv").open("wb") as giant:
        giant.truncate(1 << 40)

    assert "larger than" in refused(tmp_path).what


def test_much_together_is_refused(tmp_path: Path) -> None:
    files = {f"{n}.csv": b"x" * (10 << 20) for n in range(6)}

    assert "50.0 MiB together" in str(refused(laid_out(tmp_path, {**GOOD, **files})))


def test_many_files_are_refused(tmp_path: Path) -> None:
    files = {f"{n}.txt": b"" for n in range(200)}

    assert "203 files" in refused(laid_out(tmp_path, {**GOOD, **files})).what


def test_a_bottomless_folder_is_refused(tmp_path: Path) -> None:
    laid_out(tmp_path, GOOD)
    laid_out(tmp_path / "/".join("a" * 20), {"x": b""})

    assert "deep" in refused(tmp_path).what


def test_a_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    laid_out(tmp_path, GOOD)
    (tmp_path / os.fsdecode(b"caf\xe9.csv")).write_bytes(b"")

    error = refused(tmp_path)

    assert "cannot be seen" in error.what
    str(error).encode()


def test_both_entries_are_one_too_many(tmp_path: Path) -> None:
    error = refused(laid_out(tmp_path, {**GOOD, "solution.ipynb": notebook(cell("x"))}))

    assert "both there" in error.what
    assert "Take out" in error.mend


def test_the_only_notebook_is_meant(tmp_path: Path) -> None:
    received = receive(laid_out(tmp_path, {"work.ipynb": notebook(cell("x"))}))

    assert received.entry == "work.ipynb"


@pytest.mark.parametrize(
    ("files", "word"),
    [
        ({"memo.md": b""}, "there is memo.md"),
        ({"solutoin.py": b"", "model.py": b""}, 'Did you mean "solutoin.py"?'),
        ({"src/solution.py": b"", "memo.md": b""}, "there is src/solution.py"),
        ({}, "nothing at all"),
    ],
)
def test_nothing_to_execute_is_refused_with_what_is_there(
    tmp_path: Path, files: dict[str, bytes], word: str
) -> None:
    error = refused(laid_out(tmp_path, files))

    assert word in error.what
    assert "solution.ipynb" in error.what + error.mend


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"x = '\xe9'\n", "not UTF-8"),
        (b"# -*- coding: utf-7 -*-\n", "another encoding"),
        (b"# coding: no-such\n", "another encoding"),
        ("x = 1".encode("utf-16"), "UTF-16"),
    ],
)
def test_a_script_that_python_reads_otherwise_is_refused(
    tmp_path: Path, content: bytes, word: str
) -> None:
    assert word in refused(laid_out(tmp_path, {"solution.py": content})).what


def test_a_syntax_error_is_for_its_execution_to_say(tmp_path: Path) -> None:
    assert receive(laid_out(tmp_path, {"solution.py": b"def ("})).entry == "solution.py"


def test_another_file_that_is_no_text_is_a_problem_only(tmp_path: Path) -> None:
    received = receive(laid_out(tmp_path, {**GOOD, "model.py": b"\xff"}))

    assert received.problems == ("model.py:1: the file is not UTF-8 text. Save it in UTF-8.",)


def test_a_misspelt_answers_file_is_a_problem_with_a_hint(tmp_path: Path) -> None:
    received = receive(laid_out(tmp_path, {"solution.py": SCRIPT, "answer.toml": ANSWERS}))

    assert 'Did you mean "answer.toml"?' in received.problems[0]
    assert received.answers is None


@pytest.mark.parametrize(
    ("name", "word"),
    [("jane.tar.gz", ".zip"), ("jane.docx", "no folder"), ("jane.zip", "no zip archive")],
)
def test_another_kind_of_file_is_refused(tmp_path: Path, name: str, word: str) -> None:
    (tmp_path / name).write_bytes(b"something")

    assert word in str(refused(tmp_path / name))


def test_a_path_that_is_not_there_is_said_with_a_hint(tmp_path: Path) -> None:
    laid_out(tmp_path / "submission", GOOD)

    assert 'Did you mean "submission"?' in refused(tmp_path / "submision").what


def test_an_absurd_path_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "a\0b").what
