from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from recipes import PLANTS, full_recipe, of_world, recipe, spec
from takehome_datasets.errors import ChallengeError
from takehome_datasets.export import export
from takehome_datasets.lock import read_lock
from takehome_datasets.making import freeze, make_part
from takehome_datasets.maturity import settling
from takehome_datasets.recipe import Recipe, StreamSize
from takehome_datasets.scene import DAY
from takehome_datasets.streams import Streams
from takehome_datasets.variant import Variant, make_variant
from takehome_datasets.worlds import WORLDS

if TYPE_CHECKING:
    from pathlib import Path

    from takehome_datasets.key import StreamWindow

SEED = b"a seed of the tests"
STREAM = StreamSize(windows=4, window_rows=600)
LATE = spec("drift.concept", column="checkout_seconds", since=2.2)


def streaming() -> Recipe:
    plants = [spec(kind) for kind in PLANTS]
    return replace(recipe(*plants, LATE), stream=STREAM)


@pytest.fixture(scope="module")
def watched() -> Variant:
    return make_variant(streaming(), seed=SEED)


def table(window: StreamWindow, name: str = "payments.csv") -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(window.folder[name]))


def paid(variant: Variant, window: StreamWindow) -> pd.Series[pd.Timestamp]:
    return pd.to_datetime(table(window)[variant.key.names["paid_at"]])


@pytest.mark.parametrize("name", sorted(WORLDS))
def test_a_stream_changes_no_byte_of_the_rest(name: str) -> None:
    plain = of_world(name, rows=2000, window_rows=700)

    without = make_variant(plain, seed=SEED)
    watched = make_variant(replace(plain, stream=STREAM), seed=SEED)

    assert watched.data == without.data
    assert len(watched.key.stream) == STREAM.windows
    same = replace(watched.key, stream=(), content_hash=without.key.content_hash)
    assert repr(same) == repr(without.key)
    for one, other in zip(same.windows, without.key.windows, strict=True):
        assert one.folder == other.folder
        assert np.array_equal(one.probability, other.probability)


@pytest.mark.parametrize("name", sorted(WORLDS))
def test_the_stream_is_the_same_world_going_on(name: str) -> None:
    lock = freeze(replace(of_world(name), stream=STREAM), Streams(root=SEED)).lock
    plain, longer = make_part(lock, 0).clean, make_part(lock, 0, streaming=True).clean

    size = plain.moment.size
    assert np.array_equal(longer.moment[:size], plain.moment)
    assert np.array_equal(longer.entity[:size], plain.entity)
    for column in lock.world.carriers:
        ours, theirs = (
            scene.table.columns[column].state(extracted=False) for scene in (plain, longer)
        )
        assert np.array_equal(ours, theirs[:size])
    ids = longer.table.columns[longer.id_column].state(extracted=False)
    assert np.unique(ids).size == ids.size
    ends = plain.calendar.windows["later"].end
    for side, table_so_far in plain.tables.items():
        there = longer.tables[side].appears < ends * DAY
        assert there.sum() == (table_so_far.appears < ends * DAY).sum(), side


def test_entities_go_on_coming_while_the_stream_lasts() -> None:
    lock = freeze(replace(full_recipe(), stream=STREAM), Streams(root=SEED)).lock
    scene = make_part(lock, 0, streaming=True).clean
    appears = scene.tables["cards"].appears / DAY
    calendar = scene.calendar

    before = ((appears >= 0) & (appears < calendar.training.end)).sum() / calendar.training.end
    begins, ends = (list(calendar.stream.values())[k] for k in (0, -1))
    during = ((appears >= begins.first) & (appears < ends.end)).sum() / (ends.end - begins.first)

    assert during == pytest.approx(before, rel=0.35)


def test_windows_follow_one_another_after_all_that_is_scored(watched: Variant) -> None:
    stream = watched.key.stream

    assert [window.name for window in stream] == [f"stream:{k}" for k in (1, 2, 3, 4)]
    assert stream[0].starts == watched.key.window("later").ends
    for one, following in pairwise(stream):
        assert one.ends == following.starts
    for window in stream:
        assert table(window)[watched.key.id_column].tolist() == window.ids.tolist()
        assert window.ids.size == STREAM.window_rows


def test_a_windows_folder_has_the_tables_and_columns_of_the_kit(watched: Variant) -> None:
    for window in watched.key.stream:
        assert list(window.folder) == list(watched.data)
        for name in ("payments.csv", "cards.csv", "merchants.csv", "contacts.csv"):
            kit = pd.read_csv(io.BytesIO(watched.data[name]))
            assert list(table(window, name).columns) == list(kit.columns)


def test_nothing_later_than_its_end_is_in_a_windows_folder(watched: Variant) -> None:
    names = watched.key.names
    for window in watched.key.stream:
        ends = pd.Timestamp(window.ends)
        assert paid(watched, window).min() >= pd.Timestamp(window.starts)
        assert paid(watched, window).max() < ends
        cards, contacts = table(window, "cards.csv"), table(window, "contacts.csv")
        assert (pd.to_datetime(cards[names["issued_on"]]) < ends).all()
        assert (pd.to_datetime(contacts[names["contacted_at"]]) < ends).all()
        for canonical in ("refunded_amount", "review_minutes"):
            assert table(window)[names[canonical]].isna().all()


def test_outcomes_are_told_only_where_they_had_matured() -> None:
    lock = freeze(streaming(), Streams(root=SEED)).lock
    made = make_part(lock, 0, streaming=True).dirty
    variant = make_variant(streaming(), seed=SEED)
    settled = settling(made.delay)

    for window, stretch in zip(variant.key.stream, made.calendar.stream.values(), strict=True):
        told = table(window)[variant.key.outcome_column].to_numpy()
        rows, ends = stretch.rows, stretch.end * DAY
        happened, reported = made.truth.happened[rows], made.truth.reported[rows]
        old = made.moment[rows] + settled < ends
        assert (happened & (reported < ends))[told == 1].all()
        assert (old & ~(happened & (reported < ends)))[told == 0].all()
        assert (~old & ~(happened & (reported < ends)))[np.isnan(told)].all()
        assert np.isnan(told).any()


def test_a_window_longer_than_reports_take_tells_of_most_of_its_rows() -> None:
    long = replace(recipe(), stream=StreamSize(windows=1, window_rows=2000))

    (window,) = make_variant(long, seed=SEED).key.stream

    assert 0.4 < table(window).iloc[:, -1].notna().mean() < 0.7


def test_a_drift_is_at_work_from_the_window_on_in_which_it_begins(watched: Variant) -> None:
    (late,) = [plant for plant in watched.key.plants if plant.id == "drift.checkout-seconds"]
    assert late.since is not None
    early = {"drift.email-age-days", "drift.amount-eur"}

    assert late.since >= watched.key.stream[0].starts
    for window in watched.key.stream:
        assert set(window.plants) - {late.id} == early
        assert (late.id in window.plants) == (late.since < window.ends)
    assert late.id not in watched.key.stream[0].plants
    assert late.id in watched.key.stream[-1].plants


def test_a_drift_of_the_stream_changes_nothing_that_is_scored(watched: Variant) -> None:
    without = make_variant(full_recipe(), seed=SEED)

    assert watched.data == without.data
    assert all(
        np.array_equal(one.probability, other.probability)
        for one, other in zip(watched.key.windows, without.key.windows, strict=True)
    )


def test_a_drift_after_the_end_is_refused_with_what_would_do() -> None:
    wanted = recipe(spec("drift.concept", since=9.0))

    with pytest.raises(ChallengeError, match=r"since = 9, when everything is over.*below 1\.\d+"):
        make_variant(wanted, seed=SEED)


@pytest.mark.parametrize(
    ("stream", "said"),
    [
        (StreamSize(windows=0, window_rows=500), "stream.windows = 0 must lie between 1 and 120"),
        (StreamSize(windows=3, window_rows=10), "stream.window_rows = 10 must lie between 100"),
        (StreamSize(windows=3, window_rows=9000), "window_rows = 9000 must lie.* and 2000"),
    ],
)
def test_a_stream_that_cannot_be_is_refused(stream: StreamSize, said: str) -> None:
    with pytest.raises(ChallengeError, match=said):
        make_variant(replace(recipe(), stream=stream), seed=SEED)


def test_a_lock_keeps_stream_and_costs() -> None:
    lock = freeze(streaming(), Streams(root=SEED)).lock

    assert read_lock(lock.text()) == lock


def test_partitions_make_one_stream(tmp_path: Path) -> None:
    draft = freeze(streaming(), Streams(root=SEED))
    halves = replace(draft, lock=replace(draft.lock, parts=2), first=None)

    written = export(halves, tmp_path, formats=("csv",))

    rows = [one.rows for one in written.tables if one.table == "stream/2/payments"]
    assert rows == [300, 300]
    ids = pd.concat([
        pd.read_csv(path).iloc[:, 0] for path in sorted(tmp_path.rglob("*/payments/*.csv"))
    ])  # fmt: skip
    assert ids.is_unique
