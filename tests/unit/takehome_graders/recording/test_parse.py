from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from takehome_graders.recording import parse

N = 20

scalar = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 1 << 60), st.floats(), st.text(max_size=6)
)
value = scalar | st.lists(scalar, max_size=3) | st.dictionaries(st.text(max_size=4), scalar)
KINDS = ["hello", "rows", "columns", "sample", "event", "fold", "noticed", "end", "output", "?"]
WHOLES = ["rows", "space", "size", "n", "missing", "number", "object", "line", "of", "fold"]
OTHERS = ["names", "arguments", "file", "what", "library", "name", "value", "behind", "train"]
header = st.fixed_dictionaries(
    {"kind": st.sampled_from(KINDS), "process": st.integers(0, 2), "sequence": st.integers(0, 9)},
    optional=dict.fromkeys(WHOLES, scalar) | dict.fromkeys(OTHERS, value),
)
array = st.sampled_from(
    [np.zeros(3, np.uint8), np.zeros((2, 2)), np.zeros(0), np.arange(4), np.full((3, 1), np.nan)]
)
frame = st.tuples(header, st.dictionaries(st.sampled_from(["bitmap", "values"]), array))


@settings(max_examples=60)
@given(st.lists(frame, max_size=8))
def test_whatever_comes_is_read_or_counted(frames: list[tuple[dict[str, Any], Any]]) -> None:
    recording = parse(frames, N)

    kept = sum(told.frames for told in recording.told)
    assert recording.malformed <= len(frames)
    assert kept + recording.malformed >= len(frames)


def _said(sequence: int, **more: Any) -> dict[str, Any]:
    return {"process": 0, "sequence": sequence, **more}


def _rows(sequence: int, number: int, members: list[int], **more: Any) -> Any:
    flags = np.zeros(N, dtype=bool)
    flags[members] = True
    told = {"kind": "rows", "rows": number, "space": 0, "size": N, "n": len(members), "missing": 0}
    return _said(sequence, **told, **more), {"bitmap": np.packbits(flags)}


def test_rows_are_what_was_told() -> None:
    recording = parse(
        [
            _rows(0, 1, [1, 5]),
            _rows(1, 2, [19]),
            (_said(2, kind="fold", of=4, fold=0, train=1, test=2), {}),
        ],
        N,
    )

    (fold,) = recording.folds
    assert fold.train is not None
    assert fold.test is not None
    assert np.flatnonzero(fold.train.mask()).tolist() == [1, 5]
    assert fold.test.count() == 1
    assert recording.malformed == 0


def test_a_bitmap_of_another_size_is_refused() -> None:
    told, _ = _rows(0, 1, [3])

    recording = parse([(told, {"bitmap": np.zeros(4, np.uint8)})], N)

    assert recording.malformed == 1


def test_more_rows_than_were_passed_are_refused() -> None:
    told, arrays = _rows(0, 1, [3, 4, 5])

    assert parse([({**told, "n": 2}, arrays)], N).malformed == 1


def test_missing_and_repeated_numbers_in_the_sequence_are_seen() -> None:
    end = {"kind": "end", "nested": 3, "faults": 0, "fault": ""}

    recording = parse(
        [
            (_said(0, kind="hello"), {}),
            (_said(3, **end), {}),
            (_said(3, **end), {}),
        ],
        N,
    )

    (told,) = recording.told
    assert (told.gaps, told.ended, recording.malformed) == (2, True, 1)


def test_control_characters_are_taken_out_of_texts() -> None:
    notice = _said(0, kind="noticed", what="x", detail="a\x1b[31mb\n", file="f", line=3)

    assert parse([(notice, {})], N).notices[0].detail == "a[31mb"
