"""What is tried on copies of rows: each changes what it says, and nothing that a key knows."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

import samples
from takehome.sitting import Bearing, probes_of
from takehome.sitting.batch import ALONE
from takehome.sitting.pace import MANY_ROWS
from takehome.sitting.production import FAULTS, Ground
from takehome.sitting.table import Table
from takehome_datasets.key import StreamWindow

if TYPE_CHECKING:
    from takehome.sitting import Probe

HEADER = ["id", "paid_at", "card", "amount", "items", "channel", "note"]
ROWS = [
    [str(100 + n), f"2026-02-{n + 1:02d} 10:00:00", f"c{n}", f"{n}.25", str(n), channel, ""]
    for n, channel in enumerate(["web", "app", "", "web", "app", "web"])
]
PAST = [
    [str(n), f"2025-12-{n + 1:02d} 09:00:00", f"c{n}", f"{n}.5", str(n % 3), channel, "", "0"]
    for n, channel in enumerate(["web", "app"] * 9)
]


def ground() -> Ground:
    return Ground(
        rows=Table(header=HEADER, rows=ROWS),
        training=Table(header=[*HEADER, "outcome"], rows=PAST),
        id_column="id",
        time_columns=("paid_at",),
        shared=frozenset({"card"}),
    )


def done(name: str) -> Table:
    table = FAULTS[name](ground())
    assert table is not None
    return table


def asked() -> dict[str, Probe]:
    return {probe.name: probe for probe in probes_of(samples.a_variant())}


def rows_of(probe: Probe, number: int = 0) -> Table:
    return Table.of(probe.sheets[number].files["examples.csv"])


def test_a_new_category_is_a_word_that_training_never_had() -> None:
    table = done("new-category")

    new = set(table.cells("channel")) - {"web", "app", ""}
    assert new
    assert not new & {cell for row in PAST for cell in row}
    assert table.cells("card") == ground().rows.cells("card")


def test_a_missing_column_is_one_of_numbers_and_one_of_words() -> None:
    assert set(HEADER) - set(done("missing-column").header) == {"amount", "channel"}


def test_an_extra_column_stands_among_the_others() -> None:
    table = done("extra-column")

    (extra,) = set(table.header) - set(HEADER)
    assert 0 < table.at(extra) < len(HEADER)
    assert [name for name in table.header if name != extra] == HEADER


def test_reordered_columns_hold_what_they_held() -> None:
    table = done("reordered-columns")

    assert table.header != HEADER
    for name in HEADER:
        assert table.cells(name) == ground().rows.cells(name)


def test_other_types_mean_the_same() -> None:
    table = done("other-types")

    assert table.cells("items") == [f"{cell}.0" for cell in ground().rows.cells("items")]
    assert table.cells("paid_at")[0] == "2026-02-01T10:00:00"
    for name in ("id", "card", "amount", "channel", "note"):
        assert table.cells(name) == ground().rows.cells(name)


def test_an_empty_table_has_its_header() -> None:
    table = done("empty-table")

    assert (table.header, table.rows) == (HEADER, [])


def test_late_rows_stand_last_and_happened_in_the_training_period() -> None:
    table = done("late-rows")

    late = [cell < "2026" for cell in table.cells("paid_at")]
    assert late == [False] * 4 + [True] * 2
    assert sorted(table.ids("id")) == [*range(100, 106)]


@pytest.mark.parametrize("name", ["new-category", "missing-column", "late-rows"])
def test_what_there_is_nothing_for_is_not_asked(name: str) -> None:
    plain = Ground(
        rows=Table(header=["id"], rows=[["1"]]),
        training=Table(header=["id", "outcome"], rows=[["2", "0"]]),
        id_column="id",
        time_columns=(),
        shared=frozenset(),
    )

    assert FAULTS[name](plain) is None


def test_rows_are_asked_alone_shuffled_and_in_halves() -> None:
    probes, ids = asked(), samples.a_window("near").ids.tolist()

    alone, shuffled, halves = (probes[f"batch:{name}"] for name in ("alone", "shuffled", "halves"))

    assert [sheet.ids.tolist() for sheet in alone.sheets] == [[one] for one in ids[:ALONE]]
    assert shuffled.sheets[0].ids.tolist() != ids
    assert sorted(shuffled.sheets[0].ids.tolist()) == ids
    assert [sheet.ids.tolist() for sheet in halves.sheets] == [ids[:3], ids[3:]]
    for probe in (alone, shuffled, halves):
        for number, sheet in enumerate(probe.sheets):
            assert sheet.called is not None
            assert rows_of(probe, number).ids("id").tolist() == sheet.called.tolist()


def test_rows_that_were_asked_about_before_come_under_ids_that_were_never_seen() -> None:
    probes, ids = asked(), set(samples.a_window("near").ids.tolist())

    seen: list[frozenset[int]] = []
    for name, probe in probes.items():
        if name in ("near", "later") or probe.asks != "predict":
            continue
        for sheet in probe.sheets:
            assert sheet.called is not None
            called = frozenset(sheet.called.tolist())
            assert not called & ids
            assert len(called) == sheet.ids.size
            seen.append(called)
    assert len(set(seen) - {frozenset()}) == len([each for each in seen if each])


def test_many_rows_have_ids_of_their_own() -> None:
    many = asked()["pace:many"]

    (sheet,) = many.sheets
    assert len(np.unique(sheet.ids)) == MANY_ROWS
    assert rows_of(many).rows[ALONE][1:] == rows_of(asked()["near"]).rows[ALONE % 6][1:]


def test_only_the_windows_decide_how_a_sitting_ends() -> None:
    bearings = {name: probe.bearing for name, probe in asked().items()}

    assert [name for name, each in bearings.items() if each is Bearing.SCORED] == ["near", "later"]
    assert bearings["repeat:near"] is Bearing.WATCHED
    assert bearings["counterfactual:leak.late-field"] is Bearing.WATCHED
    assert bearings["pace:many"] is Bearing.TRIED


def test_the_stream_comes_last_and_asks_monitor() -> None:
    near = samples.a_window("near")
    window = StreamWindow(
        name="stream:1",
        starts=date(2026, 3, 1),
        ends=date(2026, 4, 1),
        folder=near.folder,
        ids=near.ids,
        plants=(),
    )

    *_, last = probes_of(samples.a_variant(stream=(window,)))

    assert (last.name, last.asks) == ("stream:1", "monitor")


def test_nothing_that_a_fault_is_made_of_comes_from_a_key() -> None:
    assert {field.name for field in dataclasses.fields(Ground)} == {
        "rows",
        "training",
        "id_column",
        "time_columns",
        "shared",
    }
