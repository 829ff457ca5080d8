"""Text as it was handed in: UTF-8, with or without its mark, and nothing that looks like it."""

from __future__ import annotations

import io
import tokenize

from takehome.submission.flaw import Flaw, SubmissionUnusable

_UTF8 = ("utf-8", "utf-8-sig")
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


def decoded(raw: bytes, where: str) -> str:
    """Return the text of a file in UTF-8, without its byte order mark.

    Args:
        raw: The file.
        where: Its name, for messages.

    Raises:
        SubmissionUnusable: It is written in another encoding.
    """
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        wide = raw.startswith(_WIDE_MARKS)
        line = raw.count(b"\n", 0, error.start) + 1
        raise SubmissionUnusable(
            Flaw(
                what="the file is UTF-16." if wide else "the file is not UTF-8 text.",
                where=where if wide else f"{where}:{line}",
                mend="Save it in UTF-8.",
            )
        ) from error


def script_text(raw: bytes, where: str) -> str:
    """Return the text of a Python file, its lines ended as Unix does.

    Whether it is valid Python is for its execution to say.

    Args:
        raw: The file.
        where: Its name, for messages.

    Raises:
        SubmissionUnusable: Python would read another text in it than UTF-8's.
    """
    text = decoded(raw, where)
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(raw).readline)
    except SyntaxError:
        encoding = "unknown"
    if encoding not in _UTF8:
        raise SubmissionUnusable(
            Flaw(
                what="a comment in it declares another encoding than UTF-8.",
                where=where,
                mend="Take the comment out and save the file in UTF-8.",
            )
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")
