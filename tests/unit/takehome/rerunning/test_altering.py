from __future__ import annotations

import numpy as np
import pytest

from takehome.rerunning.altering import with_features, with_permuted
from takehome.sitting.table import Table


@pytest.fixture
def table() -> Table:
    rng = np.random.default_rng(0)
    words = rng.choice(["a", "b", "c"], 400)
    numbers = np.round(rng.normal(size=400), 3)
    flags = rng.integers(0, 2, 400)
    labels = rng.integers(0, 2, 400)
    return Table(
        header=["id", "word", "number", "flag", "y"],
        rows=[
            [str(at), str(word), f"{number:.3f}" if at % 9 else "", str(flag), str(label)]
            for at, (word, number, flag, label) in enumerate(
                zip(words, numbers, flags, labels, strict=True)
            )
        ],
    )


@pytest.fixture
def rows() -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.arange(400) >= 300


def test_other_rows_and_kept_columns_stay(
    table: Table, rows: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> None:
    altered = with_features(table, rows, {"id", "y"})

    assert altered.rows[:300] == table.rows[:300]
    assert altered.cells("id") == table.cells("id")
    assert altered.cells("y") == table.cells("y")


@pytest.mark.parametrize("column", ["word", "number", "flag"])
def test_most_changed_rows_hold_something_else(
    table: Table, rows: np.ndarray[tuple[int], np.dtype[np.bool_]], column: str
) -> None:
    altered = with_features(table, rows, {"id", "y"})

    before, after = table.cells(column)[300:], altered.cells(column)[300:]
    assert np.mean([one != other for one, other in zip(before, after, strict=True)]) > 0.7


def test_numbers_stay_within_their_range_and_gaps_stay_gaps(
    table: Table, rows: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> None:
    altered = with_features(table, rows, {"id", "y"})

    before, after = table.cells("number"), altered.cells("number")
    assert [not cell for cell in before] == [not cell for cell in after]
    assert max(float(cell) for cell in after if cell) == max(float(cell) for cell in before if cell)
    assert all(len(cell.partition(".")[2]) in {0, 3} for cell in after)


def test_no_new_word_appears_and_none_stands_further_up_than_before(
    table: Table, rows: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> None:
    altered = with_features(table, rows, {"id", "y"})

    before, after = table.cells("word"), altered.cells("word")
    assert list(dict.fromkeys(before)) == list(dict.fromkeys(after))


def test_labels_are_permuted_among_the_rows_alone(
    table: Table, rows: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> None:
    permuted = with_permuted(table, "y", rows, np.random.default_rng(1))

    before, after = table.cells("y"), permuted.cells("y")
    assert before[:300] == after[:300]
    assert sorted(before[300:]) == sorted(after[300:])
    assert before != after
