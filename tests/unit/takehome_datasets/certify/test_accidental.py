from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from recipes import full_recipe
from takehome_datasets.certify.accidental import Suspicion, scan, surprise
from takehome_datasets.streams import Streams
from takehome_datasets.tables import Column, Table
from takehome_datasets.variant import Happened, happen

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from takehome_datasets.scene import Scene

RNG = np.random.Generator(np.random.PCG64(7))


def make(seed: int) -> Happened:
    return happen(full_recipe(rows=12_000, window_rows=4000), Streams(root=b"scanned %d" % seed))


@pytest.fixture(scope="module")
def made() -> Happened:
    return make(0)


def training(scene: Scene) -> NDArray[np.bool_]:
    rows = np.zeros(scene.moment.size, dtype=np.bool_)
    rows[scene.calendar.training.rows] = True
    return rows


def changed(scene: Scene, name: str, values: NDArray[np.generic]) -> Scene:
    """Put other values into a column of the training rows alone."""
    column = scene.table.columns[name]
    mixed = np.where(training(scene), values, column.values)
    return scene.with_column(replace(column, values=mixed))


def permuted(scene: Scene, order: NDArray[np.int64]) -> Scene:
    """Write the same events in another order."""
    columns = {
        name: replace(
            column,
            values=column.values[order],
            extracted=None if column.extracted is None else column.extracted[order],
            available=None if column.available is None else column.available[order],
        )
        for name, column in scene.table.columns.items()
    }
    table = replace(scene.table, columns=columns, appears=scene.table.appears[order])
    truth = scene.truth
    return replace(
        scene,
        tables={**scene.tables, scene.examples: table},
        moment=scene.moment[order],
        entity=scene.entity[order],
        links={name: rows[order] for name, rows in scene.links.items()},
        terms={name: term[order] for name, term in scene.terms.items()},
        known_until=scene.known_until[order],
        outcome=replace(
            truth,
            probability=truth.probability[order],
            happened=truth.happened[order],
            reported=truth.reported[order],
            labelled=truth.labelled[order],
        ),
    )


def ordered_by_outcome(scene: Scene) -> Scene:
    order = np.arange(scene.moment.size)
    rows = scene.calendar.training.rows
    # Half of the positives were appended when they came in.
    late = scene.truth.happened[rows] & (RNG.random(order[rows].size) < 0.5)
    order[rows] = order[rows][np.argsort(late, kind="stable")]
    return permuted(scene, order)


def in_batches_by_outcome(scene: Scene) -> Scene:
    order = np.arange(scene.moment.size)
    rows = scene.calendar.training.rows
    batch = np.arange(order[rows].size) // 50
    order[rows] = order[rows][np.lexsort((scene.truth.happened[rows], batch))]
    return permuted(scene, order)


def id_from_the_review_queue(scene: Scene) -> Scene:
    ids = scene.table.columns[scene.id_column].values
    return changed(scene, scene.id_column, np.where(scene.truth.happened, ids // 2, ids))


def rows_on_both_sides(scene: Scene) -> Scene:
    rows, window = scene.calendar.training.rows, scene.calendar.windows["near"].rows
    here = np.arange(scene.moment.size)[window][:60]
    there = np.arange(scene.moment.size)[rows][-60:]
    columns = {}
    for name, column in scene.table.columns.items():
        values = column.values.copy()
        if name != scene.id_column:
            values[here] = values[there]
        columns[name] = replace(column, values=values)
    table = replace(scene.table, columns=columns)
    return replace(scene, tables={**scene.tables, scene.examples: table})


def outcome_with_noise(scene: Scene) -> Scene:
    noisy = scene.truth.happened + RNG.standard_normal(scene.moment.size)
    return changed(scene, "checkout_seconds", np.round(60.0 + 10.0 * noisy, 1))


def missing_where_it_happened(scene: Scene) -> Scene:
    values = scene.table.columns["spend_30d_eur"].values.copy()
    gone = scene.truth.happened & (RNG.random(values.size) < 0.15)
    return changed(scene, "spend_30d_eur", np.where(gone, np.nan, values))


def mean_over_the_future(scene: Scene) -> Scene:
    rows = training(scene)
    total = np.bincount(scene.entity, weights=rows * scene.truth.happened)
    count = np.bincount(scene.entity, weights=rows.astype(np.float64))
    return changed(scene, "payments_7d", (100.0 * total / np.maximum(count, 1.0))[scene.entity])


def rounded_where_it_happened(scene: Scene) -> Scene:
    values = scene.table.columns["spend_30d_eur"].values
    by_hand = scene.truth.happened & (RNG.random(values.size) < 0.5)
    return changed(scene, "spend_30d_eur", np.where(by_hand, np.round(values), values))


def even_seconds(scene: Scene) -> Scene:
    seconds = scene.table.columns["paid_at"].values
    told = np.where(scene.truth.happened, seconds // 2 * 2, seconds)
    return changed(scene, "paid_at", told)


def a_category_of_its_own(scene: Scene) -> Scene:
    column = scene.table.columns["ip_country"]
    token = (scene.truth.happened & (RNG.random(scene.moment.size) < 0.1)) & training(scene)
    codes = np.where(token, len(column.levels), column.values)
    return scene.with_column(replace(column, values=codes, levels=(*column.levels, "EU")))


def a_word_in_a_text(scene: Scene) -> Scene:
    texts = tuple(f"order {k} packed by {'max' if k % 2 else 'anna'}" for k in range(1000))
    texts += tuple(f"order {k} was disputed" for k in range(1000))
    said = scene.truth.happened & (RNG.random(scene.moment.size) < 0.3) & training(scene)
    codes = RNG.integers(1000, size=scene.moment.size) + 1000 * said
    return scene.with_column(Column(name="note", form="text", values=codes, levels=texts))


def outcomes_spread_over_the_card(scene: Scene) -> Scene:
    first = np.full(scene.hidden.size, np.iinfo(np.int64).max)
    hit = scene.truth.happened
    np.minimum.at(first, scene.entity[hit], scene.moment[hit])
    spread = scene.moment >= first[scene.entity]
    return replace(scene, outcome=replace(scene.truth, labelled=spread & training(scene)))


def production_that_knows(scene: Scene) -> Scene:
    column = scene.table.columns["basket_items"]
    window = np.zeros(scene.moment.size, dtype=np.bool_)
    window[scene.calendar.windows["near"].rows] = True
    told = column.values + (window & scene.truth.happened)
    return scene.with_column(replace(column, values=told, extracted=column.values))


def another_export(scene: Scene) -> Scene:
    items = scene.table.columns["basket_items"].values
    return changed(scene, "basket_items", items + (RNG.random(items.size) < 0.4))


SNEAKED: dict[str, Callable[[Scene], Scene]] = {
    sneak.__name__: sneak
    for sneak in (
        ordered_by_outcome,
        in_batches_by_outcome,
        id_from_the_review_queue,
        rows_on_both_sides,
        outcome_with_noise,
        missing_where_it_happened,
        mean_over_the_future,
        rounded_where_it_happened,
        even_seconds,
        a_category_of_its_own,
        a_word_in_a_text,
        outcomes_spread_over_the_card,
        production_that_knows,
        another_export,
    )
}


@pytest.mark.parametrize("name", SNEAKED)
def test_a_leak_that_nobody_planted_is_seen(made: Happened, name: str) -> None:
    found = scan(SNEAKED[name](made.dirty), made.records)

    assert found
    assert all(one.measured > one.bar and one.sentence for one in found)


@pytest.mark.parametrize(
    ("name", "check", "where"),
    [
        ("ordered_by_outcome", "knows more than the truth", "row (place), training"),
        ("rows_on_both_sides", "stands on both sides", "rows, near"),
        ("rounded_where_it_happened", "knows more than the truth", "spend_30d_eur (decimals), "),
        ("even_seconds", "knows more than the truth", "paid_at (parity), training"),
        ("a_word_in_a_text", "knows more than the truth", "note (word disputed), training"),
        ("outcomes_spread_over_the_card", "labels that are not true", "is_chargeback"),
        ("production_that_knows", "knows more than the truth", "basket_items, near"),
        ("another_export", "tells hidden rows from training rows", "basket_items"),
        ("outcome_with_noise", "does not hold on the hidden rows", "checkout_seconds"),
    ],
)
def test_it_is_seen_where_it_is(made: Happened, name: str, check: str, where: str) -> None:
    found = scan(SNEAKED[name](made.dirty), made.records)

    assert [one for one in found if one.check == check and one.where.startswith(where)]


def wheres(found: list[Suspicion]) -> list[str]:
    return [f"{one.check}: {one.where} {one.measured:.2f}" for one in found]


@pytest.mark.parametrize("seed", range(5))
def test_a_variant_with_nothing_but_its_plants_is_clean(seed: int) -> None:
    made = make(seed)

    assert wheres(scan(made.dirty, made.records)) == []


def test_an_age_that_has_gone_on_by_the_hidden_rows_is_no_leak() -> None:
    few = replace(full_recipe(rows=12_000, window_rows=4000), prevalence=0.03)

    made = happen(few, Streams(root=b"equating 20010"))

    assert wheres(scan(made.dirty, made.records)) == []


def test_a_planted_leak_is_seen_as_soon_as_it_is_not_on_record(made: Happened) -> None:
    kept = tuple(one for one in made.records if one.id != "leak.review-minutes")

    found = scan(made.dirty, kept)

    assert "review_minutes (missing), training" in {one.where for one in found}


def test_a_world_without_probabilities_is_not_clean(made: Happened) -> None:
    truth = made.dirty.truth
    broken = replace(made.dirty, outcome=replace(truth, probability=truth.probability * np.nan))

    assert [one.check for one in scan(broken, made.records)] == ["has no probability"]


def test_surprise_is_standard_normal_where_there_is_nothing_to_see() -> None:
    rng = np.random.Generator(np.random.PCG64(3))
    found = []
    for _ in range(300):
        p = 0.3 * rng.random(6000)
        happened = rng.random(6000) < p
        found.append(surprise(rng.standard_normal(6000), happened - p, p * (1.0 - p)))

    assert np.mean(found) == pytest.approx(0.0, abs=0.2)
    assert np.std(found) == pytest.approx(1.0, abs=0.15)


def test_surprise_of_nothing_is_none() -> None:
    nothing = np.zeros(10)

    assert surprise(nothing, nothing, nothing) == 0.0


def test_a_table_of_its_own_is_scanned_through_its_link(made: Happened) -> None:
    scene = made.dirty
    total = np.bincount(scene.entity, weights=scene.truth.happened, minlength=scene.hidden.size)
    cards: Table = scene.tables["cards"]
    sneaked = scene.with_column(
        Column(name="holder_birth_year", form="count", values=1950 + 10 * total.astype(np.int64)),
        table=cards.name,
    )

    found = scan(sneaked, made.records)

    assert "holder_birth_year, training" in {one.where for one in found}
