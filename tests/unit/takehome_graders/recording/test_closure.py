from __future__ import annotations

import numpy as np
import pytest

from takehome_graders.recording.closure import Source, explained

RNG = np.random.default_rng(0)
A, B = RNG.random((200, 2)), RNG.random((200, 1))


@pytest.mark.parametrize(
    ("answer", "source"),
    [
        (A[:, 1], Source.EQUAL),
        (A[::-1, 1], Source.REORDERED),
        (np.clip(A[:, 1] ** 3, 0.1, 0.9), Source.FUNCTION),
        (1 - A[:, 0] ** 2, Source.FUNCTION),
        (0.3 * A[:, 1] + 0.7 * B[:, 0], Source.BLEND),
        (RNG.random(200), Source.UNEXPLAINED),
        (np.full(200, 0.03), Source.UNEXPLAINED),
    ],
)
def test_an_answer_is_explained_by_what_models_put_out(
    answer: np.ndarray[tuple[int], np.dtype[np.float64]], source: Source
) -> None:
    assert explained(answer, [A, B]) is source


def test_nothing_is_explained_by_nothing() -> None:
    assert explained(A[:, 0], []) is Source.UNEXPLAINED
    assert explained(np.empty(0), [A]) is Source.UNEXPLAINED
