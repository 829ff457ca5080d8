from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takehome.rubric.agreement import agreement, weighted_kappa
from takehome.rubric.anchors import ours
from takehome.rubric.book import Book
from takehome.rubric.entry import Entry, EntryKind
from takehome.rubric.sheet import Reasoned, Sheet
from takehome.rubric.write import entries

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
POINTS = {"heldout": 61.2, "leakage": None}
EMPTY = Book(rubric=ours())


def _said(book: Book, sheet: Sheet, hours: int = 0) -> Book:
    fresh = entries(sheet, book, POINTS, NOON + timedelta(hours=hours))
    return Book(rubric=book.rubric, entries=(*book.entries, *fresh))


def _levels(reader: str, *levels: int) -> Sheet:
    items = [item.name for item in ours().items]
    given = {name: Reasoned(value=v, reason="so") for name, v in zip(items, levels, strict=False)}
    return Sheet(reader=reader, levels=given)


def test_every_entry_keeps_author_reason_date_and_what_it_was_before() -> None:
    override = Sheet(reader="Ann", overrides={"heldout": Reasoned(value=50, reason="Luck.")})
    changed = Sheet(reader="Ann", overrides={"heldout": Reasoned(value=55, reason="Less luck.")})

    book = _said(_said(EMPTY, override), changed, hours=2)

    assert [(e.reader, e.reason, e.before) for e in book.entries] == [
        ("Ann", "Luck.", "automatic: 61"),
        ("Ann", "Less luck.", "50 points: Luck."),
    ]
    assert book.entries[1].at == NOON + timedelta(hours=2)


def test_what_was_not_judged_before_is_told_so() -> None:
    sheet = Sheet(reader="Ann", overrides={"leakage": Reasoned(value=50, reason="Read it.")})

    assert _said(EMPTY, sheet).entries[0].before == "automatic: not judged"


def test_saying_the_same_again_is_no_new_entry() -> None:
    once = _said(EMPTY, _levels("Ann", 3, 2))

    assert _said(once, _levels("Ann", 3, 2), hours=1) == once


def test_a_reader_s_last_word_counts_and_the_first_stays() -> None:
    book = _said(_said(EMPTY, _levels("Ann", 3)), _levels("Ann", 1), hours=1)

    assert book.judgements[0].levels["Ann"].value == 1
    assert [entry.value for entry in book.entries] == [3, 1]
    assert book.entries[1].before == "level 3: so"


def test_one_reader_s_word_never_replaces_another_s() -> None:
    book = _said(_said(EMPTY, _levels("Ann", 3)), _levels("Bo", 1))

    assert {r: e.value for r, e in book.judgements[0].levels.items()} == {"Ann": 3, "Bo": 1}
    assert book.judgements[0].spread == 2
    assert book.entries[1].before == ""


def test_two_readers_see_how_far_they_agree() -> None:
    book = _said(_said(EMPTY, _levels("Ann", 3, 2, 4, 1)), _levels("Bo", 3, 3, 4, 3))

    (found,) = book.agreements

    assert found.readers == ("Ann", "Bo")
    assert (found.items, found.same, found.within_one) == (4, 2, 3)
    assert found.kappa is not None
    assert 0 < found.kappa < 1


def test_readers_who_judged_nothing_both_have_no_agreement() -> None:
    only = Sheet(reader="Bo", comments={"all": "Nice."})

    assert _said(_said(EMPTY, _levels("Ann", 3)), only).agreements == ()
    assert agreement({"a": 1}, {"b": 1}, ("Ann", "Bo")) is None


def test_few_items_have_no_coefficient() -> None:
    found = agreement({"a": 1, "b": 2}, {"a": 1, "b": 2}, ("Ann", "Bo"))

    assert found is not None
    assert found.kappa is None


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=1, max_size=12))
def test_kappa_is_at_most_one_and_one_only_where_all_agree(pairs: list[tuple[int, int]]) -> None:
    kappa = weighted_kappa(pairs)

    if kappa is not None:
        assert kappa <= 1
        assert (kappa == 1) == all(a == b for a, b in pairs)


@pytest.mark.parametrize("kind", EntryKind)
def test_the_last_word_is_found_by_who_what_and_about(kind: EntryKind) -> None:
    entry = Entry(
        reader="Ann", at=NOON, kind=kind, about="x", value=1, reason="r", before="", rubric=1
    )
    book = Book(rubric=ours(), entries=(entry,))

    assert book.last("Ann", kind, "x") == entry
    assert book.last("Bo", kind, "x") is None
    assert book.last("Ann", kind, "y") is None
