from __future__ import annotations

import base64
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from takehome.recorder.call import Call
from takehome.recorder.digests import Digests, hashed
from takehome.recorder.places import Spot
from takehome.recorder.replay import Replay
from takehome.recorder.rowsets import RowSet
from takehome.recorder.sight import look

if TYPE_CHECKING:
    from numpy.typing import NDArray

SPOT = Spot("solution.py", 7, "<module>")


def text(flags: NDArray[np.uint8]) -> str:
    return base64.b64encode(zlib.compress(flags.tobytes())).decode()


def packed(rows: list[int], n: int = 6) -> str:
    return text(np.packbits(np.isin(np.arange(n), rows)))


def call(number: int, n: int = 6) -> Call:
    made = Call(number, SPOT, "sklearn", "train_test_split")
    made.rows = RowSet(1, np.arange(n, dtype=np.int32), 0)
    return made


@pytest.fixture
def replay() -> Replay:
    told: list[dict[str, Any]] = [
        {"file": "solution.py", "cell": 0, "line": 7, "time": time, "folds": [folds]}
        for time, folds in enumerate(
            ([packed([0, 1, 2, 3]), packed([4, 5])], [packed([2, 3, 4, 5]), packed([0, 1])])
        )
    ]
    return Replay(told, rows=6)


def test_a_split_is_made_again_each_time_at_its_place(replay: Replay) -> None:
    own = np.array([5, 4, 3, 2]), np.array([1, 0])

    first, second = (replay.instead(call(number), 0, *own) for number in (1, 2))

    assert [part.tolist() for part in first] == [[0, 1, 2, 3], [4, 5]]
    assert [part.tolist() for part in second] == [[2, 3, 4, 5], [0, 1]]


def test_a_split_that_never_was_is_left_alone(replay: Replay) -> None:
    own = np.array([5, 4, 3, 2]), np.array([1, 0])
    for number in (1, 2):
        replay.instead(call(number), 0, *own)

    third = replay.instead(call(3), 0, *own)

    assert third[0] is own[0]
    assert third[1] is own[1]


def test_a_split_of_other_rows_is_left_alone(replay: Replay) -> None:
    own = np.array([0, 1]), np.array([2])
    made = call(1)
    made.rows = RowSet(1, np.array([0, 2, 4], dtype=np.int32), 0)
    before = replay.instead(made, 0, *own)

    made.number = 2
    other = replay.instead(made, 0, np.array([0]), np.array([1]))

    assert [part.tolist() for part in before] == [[0, 1], [2]]
    assert other[0].tolist() == [0]


def digests(eras: list[int]) -> Digests:
    return Digests(text(np.array(eras, dtype=np.uint8)))


def digest(matrix: NDArray[np.float64], ids: list[int], eras: list[int]) -> list[str]:
    sight = look(matrix)
    assert sight is not None
    return digests(eras).of(hashed(sight), np.array(ids)).split(".")


MATRIX = np.array([[1.0, 2.0], [3.0, np.nan], [5.0, 6.0]])


def test_a_digest_does_not_hang_on_the_order_of_rows() -> None:
    backwards = digest(MATRIX[::-1].copy(), [2, 1, 0], [0, 0, 1])

    assert digest(MATRIX, [0, 1, 2], [0, 0, 1]) == backwards


def test_a_change_moves_the_digest_of_its_era_alone() -> None:
    changed = MATRIX.copy()
    changed[2, 0] += 1e-3

    before, after = (digest(each, [0, 1, 2], [0, 0, 1]) for each in (MATRIX, changed))

    assert before[0] == after[0]
    assert before[1] != after[1]


def test_the_last_digit_of_a_sum_moves_nothing() -> None:
    before, after = (digest(each, [0, 1, 2], [0] * 3) for each in (MATRIX, MATRIX + 1e-12))

    assert before == after


def test_made_up_rows_are_in_no_digest() -> None:
    with_one = np.vstack([MATRIX, [[9.0, 9.0]]])

    assert digest(with_one, [0, 1, 2, -1], [0] * 3) == digest(MATRIX, [0, 1, 2], [0] * 3)


def test_columns_that_change_places_move_a_digest() -> None:
    assert digest(MATRIX[:, ::-1].copy(), [0, 1, 2], [0] * 3) != digest(MATRIX, [0, 1, 2], [0] * 3)
