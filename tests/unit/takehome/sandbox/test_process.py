from __future__ import annotations

import sys
import threading
import time

import pytest

from takehome.sandbox.process import ProcessBox, Start
from takehome.sandbox.protocol import BoxClosed, DeadlinePassed, Limits, SandboxTrouble

LIMITS = Limits(lifetime_s=20, log_kib=1)


def start(program: str, limits: Limits = LIMITS) -> ProcessBox:
    return ProcessBox(
        Start(
            command=(sys.executable, "-I", "-S", "-c", program),
            variables={},
            descriptors=(),
            group=None,
            limits=limits,
        )
    )


def soon(seconds: float = 10) -> float:
    return time.monotonic() + seconds


def test_what_was_not_read_can_still_be_read_after_the_end_of_the_program() -> None:
    box = start("import os; os.write(1, b'last words')")
    time.sleep(0.5)

    assert box.receive(10, deadline=soon()) == b"last words"
    with pytest.raises(BoxClosed):
        box.receive(1, deadline=soon())
    assert box.end().exit_code == 0


def test_a_deadline_that_passed_already_is_told_at_once() -> None:
    box = start("import time; time.sleep(20)")

    with pytest.raises(DeadlinePassed):
        box.receive(1, deadline=time.monotonic() - 1)
    box.end()


def test_a_closed_reader_is_told() -> None:
    box = start("import os, time; os.close(0); time.sleep(20)")
    time.sleep(0.5)

    with pytest.raises(BoxClosed):
        box.send(b"x", deadline=soon())
    box.end()


def test_a_command_that_is_not_there_is_trouble_of_ours() -> None:
    with pytest.raises(SandboxTrouble):
        ProcessBox(
            Start(
                command=("/nonexistent/bwrap",),
                variables={},
                descriptors=(),
                group=None,
                limits=LIMITS,
            )
        )


def test_what_it_said_is_part_of_why_it_closed() -> None:
    box = start("import sys; sys.exit('no room')")

    with pytest.raises(BoxClosed) as closed:
        box.receive(1, deadline=soon())

    assert "no room" in str(closed.value)
    assert box.end().log == "no room\n"


def test_a_killed_box_has_no_exit_code() -> None:
    box = start("import time; time.sleep(20)")

    end = box.end()

    assert (end.killed, end.exit_code) == (True, None)


def test_no_thread_and_no_descriptor_is_left() -> None:
    before = threading.active_count()

    for _ in range(5):
        start("pass").end()

    assert threading.active_count() == before


def test_it_lives_on_when_the_thread_that_opened_it_ends() -> None:
    boxes: list[ProcessBox] = []
    program = "import os, time; time.sleep(0.5); os.write(1, b'still here')"
    thread = threading.Thread(target=lambda: boxes.append(start(program)))
    thread.start()
    thread.join()

    assert boxes[0].receive(10, deadline=soon()) == b"still here"
    boxes[0].end()
