"""Rows, their parts, and what parts share."""

from __future__ import annotations

from takehome_graders.code.rows import cut, may_share, origin, overlap, together

WHOLE = origin("payments.csv")
TRAIN, TEST = cut(WHOLE, "split 1", "train"), cut(WHOLE, "split 1", "test")


def test_a_part_overlaps_the_whole_and_itself() -> None:
    assert overlap(WHOLE, TRAIN)
    assert overlap(TRAIN, WHOLE)
    assert overlap(TRAIN, TRAIN)


def test_two_parts_of_one_split_share_nothing() -> None:
    assert not overlap(TRAIN, TEST)
    assert not may_share(TRAIN, TEST)


def test_parts_of_parts_stay_apart() -> None:
    assert not may_share(cut(TRAIN, "filter", "a > 1"), cut(TEST, "slice", ":n"))


def test_a_filter_may_share_rows_with_either_part_of_a_split_but_not_for_certain() -> None:
    filtered = cut(WHOLE, "filter", "amount > 1")

    assert may_share(filtered, TEST)
    assert not overlap(filtered, TEST)


def test_other_sources_share_nothing() -> None:
    assert not may_share(WHOLE, origin("late.csv"))


def test_what_another_part_of_the_partition_holds_is_cut_away() -> None:
    stacked = together([WHOLE, cut(TRAIN, "filter", "fraud")])

    assert cut(stacked, "split 1", "test") == TEST


def test_one_row_that_is_shown_is_no_overlap() -> None:
    assert not overlap(TRAIN, cut(TRAIN, "row", "36000"))
