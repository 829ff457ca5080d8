"""From what a box tells of an execution to the recording that is kept."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import samples
from takehome.proctor.frames import pack
from takehome.sandbox.protocol import DeadlinePassed
from takehome.sitting import paper_of
from takehome.sitting.left import Left
from takehome.sitting.recorded import recorded
from takehome.sitting.seen import Seen
from takehome.sitting.talk import Talk, Trouble
from takehome.store.plain import from_bytes, to_bytes
from takehome_graders.evidence import Answer, Evidence, Outcome
from takehome_graders.recording.closure import Source

if TYPE_CHECKING:
    from takehome.sandbox.protocol import BoxEnd

ROWS = 80
DATA = {"examples.csv": b"id,outcome\n" + b"".join(b"%d,%d\n" % (n, n % 2) for n in range(ROWS))}
PAPER = replace(paper_of(samples.a_variant()), data=DATA)
HELLO = {"kind": "hello", "process": 0, "sequence": 0, "heard_on": 1}
ROWS_TOLD = {
    "kind": "rows", "rows": 1, "space": 0, "size": ROWS, "n": 8, "missing": 0,
    "process": 0, "sequence": 1, "heard_on": 1,
}  # fmt: skip
FIT = {
    "kind": "event", "number": 1, "what": "fit", "library": "sklearn", "name": "fit", "object": 1,
    "file": "solution.py", "line": 3, "cell": 0, "function": "", "seconds": 0.5, "process": 0,
    "sequence": 2, "heard_on": 1,
    "arguments": [{"role": "X", "rows": 1, "n": 8, "missing": 0, "method": "values", "via": []}],
}  # fmt: skip


def told(*frames: tuple[dict[str, Any], dict[str, Any]]) -> Seen:
    seen = Seen()
    for header, arrays in frames:
        seen.take({"kind": "seen", "lost": 0, "said": header}, arrays)
    return seen


class Chatterbox:
    """A box that tells and tells, and never answers."""

    def __init__(self) -> None:
        self._out = b""

    def send(self, data: bytes | memoryview, *, deadline: float) -> None: ...

    def receive(self, size: int, *, deadline: float) -> bytes:
        assert deadline > 0
        while len(self._out) < size:
            self._out += pack({"kind": "seen", "said": HELLO}, {"a": np.zeros(50_000)})
        taken, self._out = self._out[:size], self._out[size:]
        return taken

    def end(self) -> BoxEnd:
        raise NotImplementedError


def test_nothing_heard_is_no_recording() -> None:
    assert recorded(Seen(), PAPER, Left()) is None


def test_what_was_told_is_kept_and_read_back() -> None:
    bitmap = np.packbits(np.arange(ROWS) < 8)
    seen = told((HELLO, {}), (ROWS_TOLD, {"bitmap": bitmap}), (FIT, {}))

    recording = recorded(seen, PAPER, Left())

    assert recording is not None
    (event,) = recording.events
    assert event.about() is not None
    evidence = replace(samples.some_evidence(), recording=recording)
    back = from_bytes(Evidence, to_bytes(evidence))
    assert to_bytes(back) == to_bytes(evidence)
    assert back.recording is not None
    assert back.recording.events[0].spot == event.spot


def test_sets_of_rows_that_are_told_of_often_are_kept_once() -> None:
    bitmap = np.packbits(np.arange(ROWS) < 8)
    often: list[tuple[dict[str, Any], dict[str, Any]]] = [
        ({**FIT, "number": number, "sequence": number + 1}, {}) for number in range(1, 200)
    ]
    seen = told((HELLO, {}), (ROWS_TOLD, {"bitmap": bitmap}), *often)

    recording = recorded(seen, PAPER, Left())

    assert recording is not None
    assert len(recording.events) == 199
    raw = to_bytes(replace(samples.some_evidence(), recording=recording))
    assert raw.count(bitmap.tobytes()) == 1


def test_who_speaks_on_another_line_is_not_believed() -> None:
    bitmap = np.packbits(np.arange(ROWS) < 8)
    seen = told((HELLO, {}), (ROWS_TOLD, {"bitmap": bitmap}), ({**FIT, "heard_on": 2}, {}))

    recording = recorded(seen, PAPER, Left())

    assert recording is not None
    assert recording.events == ()
    assert recording.malformed == 1


@pytest.mark.parametrize(
    ("output", "source"),
    [
        (np.linspace(0.1, 0.6, samples.ROWS), Source.EQUAL),
        (np.linspace(0.1, 0.6, samples.ROWS) ** 3, Source.FUNCTION),
        (np.full(samples.ROWS, 1e308), Source.UNEXPLAINED),
    ],
)
def test_an_answer_is_held_against_what_models_said_whatever_its_order(
    output: np.ndarray[Any, Any], source: Source
) -> None:
    ids = np.arange(100, 100 + samples.ROWS)
    values = np.linspace(0.1, 0.6, samples.ROWS)
    answer = Answer(probe="near", ids=ids[::-1].copy(), values=values[::-1].copy(), seconds=0.1)
    said = {"kind": "output", "name": "predict", "probe": 3, "process": 0, "sequence": 1}
    seen = told((HELLO, {}), ({**said, "heard_on": 1}, {"values": output.reshape(-1, 1)}))

    recording = recorded(seen, PAPER, Left(replies=[answer], watched={3: "near"}))

    assert recording is not None
    assert recording.sources == {"near": source}
    assert recording.outputs == ()


def test_who_tells_without_end_is_late_all_the_same() -> None:
    talk = Talk(box=Chatterbox(), note=lambda _: None)
    began = time.monotonic()

    with pytest.raises(Trouble) as late:
        talk.hear("fitted", during="fit", seconds=0.5)

    assert late.value.ending.outcome is Outcome.TIMED_OUT
    assert time.monotonic() - began < 5
    assert isinstance(late.value.__cause__, DeadlinePassed)


def test_what_is_too_much_is_thrown_away_and_counted() -> None:
    seen = Seen()

    for number in range(30):
        seen.take({"said": HELLO, "lost": number // 3}, {"a": np.zeros(1 << 19)})
    seen.take({"said": [], "lost": "many"}, {})

    assert len(seen.frames) == 24
    assert seen.lost == 9 + 6 + 1
