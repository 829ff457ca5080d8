from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from takehome.proctor.log import Log


def test_little_is_kept_whole() -> None:
    log = Log(1)

    log.add(b"fitted\n")

    assert log.text() == "fitted\n"
    assert log.dropped == 0


def test_much_is_kept_at_both_ends() -> None:
    log = Log(1)

    log.add(b"first " + b"." * 5000)
    log.add(b"." * 5000 + b" last")

    assert log.text().startswith("first ")
    assert log.text().endswith(" last")
    assert log.dropped == 10_011 - 1024
    assert f"[{log.dropped} bytes are not shown]" in log.text()


@settings(deadline=None)
@given(st.lists(st.binary(max_size=2000), max_size=20))
def test_every_byte_is_kept_or_counted(pieces: list[bytes]) -> None:
    log = Log(1)

    for piece in pieces:
        log.add(piece)

    assert log.seen == sum(map(len, pieces))
    assert log.seen - log.dropped <= 1024
    assert log.dropped == max(0, log.seen - 1024)


def test_control_characters_and_turned_text_are_left_out() -> None:
    log = Log(1)

    log.add("\x1b[31mred\x07 \u202eabc\r\nnext\rover\ttab".encode())

    assert log.text() == "[31mred abc\nnext\nover\ttab"
