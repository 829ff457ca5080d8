from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import inert
import summaries
from takehome.report import page
from takehome.report.code import coloured, segments
from takehome.report.listing import Cell, Note, listings, visible
from takehome_graders import specimens
from takehome_graders.evidence import Place, Source
from takehome_graders.marks import Certainty, Finding

if TYPE_CHECKING:
    from takehome.report.summary import Summary
    from takehome_datasets.key import Key


def _finding(line: int | None, cell: int | None = None) -> Finding:
    return Finding(
        criterion="leakage",
        tone="weakness",
        claim="Something.",
        evidence="",
        certainty=Certainty.CODE,
        weight=1.0,
        place=Place(file="a.py", cell=cell, line=line),
    )


def _cell(lines: int, *noted: int) -> Cell:
    notes = tuple(Note(line=n, anchor=f"f-{n}", finding=_finding(n)) for n in noted)
    return Cell(
        anchor="code-1-1", number=1, lines=tuple(f"x = {n}" for n in range(lines)), notes=notes
    )


def test_a_finding_is_shown_with_the_code_around_its_line(leaky: Summary, naive: Summary) -> None:
    excerpts = [card.excerpt for c in naive.criteria for card in c.cards if card.excerpt]

    assert all(e.lines[e.marked - e.first] for e in excerpts)
    assert any("review_minutes" in e.lines[e.marked - e.first] for e in excerpts)
    assert any(card.excerpt is None for c in leaky.criteria for card in c.cards)


def test_a_new_stretch_begins_at_every_line_with_a_note() -> None:
    found = segments(_cell(9, 4, 7, 7))

    assert [(s.first, len(s.lines), len(s.notes)) for s in found] == [
        (1, 3, 0),
        (4, 3, 1),
        (7, 3, 2),
    ]


def test_a_note_on_the_first_line_needs_no_stretch_before_it() -> None:
    assert [(s.first, len(s.notes)) for s in segments(_cell(3, 1))] == [(1, 1)]


def test_a_note_beyond_the_last_line_stands_at_the_last() -> None:
    assert [(s.first, len(s.notes)) for s in segments(_cell(3, 99))] == [(1, 0), (3, 1)]


def test_a_finding_about_a_whole_cell_stands_at_its_first_line() -> None:
    source = Source(file="a.py", cells=((1, "one\ntwo"),))

    (listing,) = listings([source], [("f-1", _finding(None, cell=1))])

    assert [note.line for note in listing.cells[0].notes] == [1]


@given(st.text(max_size=300))
def test_code_keeps_its_lines_and_its_words_whatever_it_is(text: str) -> None:
    lines = tuple(visible(line) for line in text.replace("\r", "\n").split("\n"))

    found = coloured(lines)

    assert len(found) == len(lines)
    for line, shown in zip(lines, found, strict=True):
        root = inert.parsed(f"<!doctype html><title>x</title><pre>x{shown}</pre>")
        (pre,) = [e for e in root.iter() if inert.tag(e) == "pre"]
        assert "".join(pre.itertext()) == f"x{line}"
        assert {inert.tag(e) for e in pre.iter()} <= {"pre", "span"}


def test_of_ten_thousand_cells_those_with_findings_are_shown_and_the_rest_is_counted(
    key: Key,
) -> None:
    evidence = summaries.many_cells(key, 10_000)
    summary = summaries.summary(key, evidence, weights=summaries.NO_CODE)
    (listing,) = summary.listings

    text = page.render(summary)

    assert len(listing.cells) + listing.left_out == 10_000
    assert any(cell.number == 5001 and cell.notes for cell in listing.cells)
    assert f"{listing.left_out:,} cells without a finding are not shown" in text
    assert len(text.encode()) <= 1_000_000


def test_a_line_of_a_megabyte_is_cut_and_says_so(key: Key) -> None:
    source = Source(file="solution.py", cells=((0, f"x = '{'a' * 1_000_000}'"),))

    summary = summaries.summary(key, replace(specimens.leaky(key), sources=(source,)))

    assert "more characters" in page.render(summary)
    assert len(page.render(summary)) < 500_000


def test_names_in_any_script_stand_on_the_page(key: Key) -> None:
    for name in ("Ζωή Παπαδοπούλου", "山田 太郎", "محمد", "Zoë Ångström", "अदिति"):
        text = page.render(summaries.summary(key, specimens.careful(key), candidate=name))

        assert f'<h1 id="candidate">{name}</h1>' in text


@pytest.mark.parametrize("character", ["\u202e", "\x1b", "\u200b", "\ufeff", "\u2028", "\u00ad"])
def test_what_a_reader_would_not_see_is_written_out(character: str) -> None:
    assert re.fullmatch(r"a⟨U\+[0-9A-F]{4}⟩b", visible(f"a{character}b"))
