from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takehome.sandbox.attached import AttachedBox
from takehome.sandbox.protocol import BoxClosed, DeadlinePassed, Limits, SandboxTrouble
from unit.takehome.sandbox.an_engine import AnEngine

LIMITS = Limits(lifetime_s=60, log_kib=1)


def attached(engine: AnEngine) -> AttachedBox:
    return AttachedBox(engine, "box", LIMITS)  # type: ignore[arg-type]  # as much of a client as is used


def soon(seconds: float = 10) -> float:
    return time.monotonic() + seconds


@settings(deadline=None)
@given(
    pieces=st.lists(st.tuples(st.sampled_from([1, 2]), st.binary(max_size=60)), max_size=12),
    cuts=st.lists(st.integers(1, 40), max_size=8),
)
def test_the_engines_stream_is_sorted_however_it_is_cut(
    pieces: list[tuple[int, bytes]], cuts: list[int]
) -> None:
    engine = AnEngine()
    box = attached(engine)
    stream = b"".join(engine.say(content, stream=one) for one, content in pieces)
    wanted = b"".join(content for one, content in pieces if one == 1)
    logged = b"".join(content for one, content in pieces if one == 2)

    for cut in cuts:
        engine.container.sendall(stream[:cut])
        stream = stream[cut:]
    engine.container.sendall(stream)

    assert box.receive(len(wanted), deadline=soon()) == wanted
    engine.exit(0)
    with pytest.raises(BoxClosed):
        box.receive(1, deadline=soon())
    end = box.end()
    assert end.log_dropped == max(0, len(logged) - 1024)
    assert end.exit_code == 0


def test_what_is_sent_arrives_as_it_is() -> None:
    engine = AnEngine()
    box = attached(engine)

    box.send(b"\x10\x11 keys that detach a terminal", deadline=soon())

    assert engine.container.recv(100) == b"\x10\x11 keys that detach a terminal"
    box.end()


def test_nobody_waits_for_a_container_that_does_not_read() -> None:
    box = attached(AnEngine())

    with pytest.raises(DeadlinePassed):
        box.send(bytes(10 << 20), deadline=soon(0.3))
    box.end()


def test_a_container_that_says_nothing_is_killed_and_removed() -> None:
    engine = AnEngine()
    box = attached(engine)

    with pytest.raises(DeadlinePassed):
        box.receive(1, deadline=soon(0.3))
    end = box.end()

    assert (end.killed, end.exit_code) == (True, None)
    assert engine.removed
    assert box.end() is end


def test_a_container_that_ran_out_of_memory_is_told() -> None:
    engine = AnEngine()
    box = attached(engine)
    engine.exit(137, out_of_memory=True)

    with pytest.raises(BoxClosed):
        box.receive(1, deadline=soon())

    assert box.end().out_of_memory
    assert box.end().exit_code == 137


def test_the_log_is_kept_within_its_limit() -> None:
    engine = AnEngine()
    box = attached(engine)

    engine.container.sendall(engine.say(b"x" * 5000, stream=2) + engine.say(b"!"))
    box.receive(1, deadline=soon())
    end = box.end()

    assert end.log_dropped == 5000 - 1024
    assert len(end.log) < 1100


def test_an_engine_that_stops_is_trouble_of_ours_and_no_end_of_the_box() -> None:
    engine = AnEngine()
    box = attached(engine)

    engine.vanish()

    with pytest.raises(SandboxTrouble):
        box.receive(1, deadline=soon())
    with pytest.raises(SandboxTrouble):
        box.end()


def test_a_connection_that_is_lost_is_trouble_of_ours() -> None:
    engine = AnEngine()
    box = attached(engine)

    engine.container.close()

    with pytest.raises(SandboxTrouble):
        box.receive(1, deadline=soon())
    box.end()
