from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from recipes import WORLD_PLANTS, full_recipe, of_world
from takehome_datasets.streams import Streams
from takehome_datasets.twins.twin import (
    TwinImpossible,
    fields,
    leaks_with_twins,
    make_twin,
    twin_of,
)
from takehome_datasets.variant import happen, make_variant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from takehome_datasets.variant import Variant

WITH_COLUMNS = (
    "leak.refunded-amount",
    "leak.card-dispute-rate",
    "leak.review-minutes",
    "decoy.prior-dispute-rate",
    "decoy.is-fraud-list-v2",
    "drift.amount-eur",
    "mess.distance-km",
)


@pytest.fixture(scope="module")
def large() -> Variant:
    return make_variant(full_recipe(rows=12_000), seed=b"twins")


def table(files: Mapping[str, bytes], name: str) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(files[name]))


def told(cells: pd.Series[float], outcome: NDArray[np.int64]) -> float:
    """How far from a coin's the best single cut of a column ranks the outcome, filled or not."""
    filled = float(roc_auc_score(outcome, cells.notna().to_numpy(dtype=float)))
    valued = float(roc_auc_score(outcome, cells.fillna(-1.0).to_numpy()))
    return max(abs(filled - 0.5), abs(valued - 0.5))


def labels(variant: Variant) -> NDArray[np.int64]:
    rows = table(variant.data, variant.key.table)
    return rows[variant.key.outcome_column].to_numpy(dtype=np.int64)


@pytest.mark.parametrize("plant", WITH_COLUMNS)
def test_every_byte_outside_the_plants_columns_is_equal(variant: Variant, plant: str) -> None:
    twin = twin_of(variant, [plant])

    changed = {(n.table, n.column) for n in variant.key.neutral if n.plant == plant}
    assert twin.keys() == variant.data.keys()
    for name, content in variant.data.items():
        if name not in {file for file, _ in changed}:
            assert twin[name] == content
            continue
        before, after = content.decode().split("\n"), twin[name].decode().split("\n")
        ours = [fields(before[0]).index(column) for file, column in changed if file == name]
        kept = [
            [[cell for at, cell in enumerate(fields(line)) if at not in ours] for line in lines]
            for lines in (before, after)
        ]
        assert before[0] == after[0]
        assert kept[0] == kept[1]
        assert before != after


@pytest.mark.parametrize("plant", ["leak.refunded-amount", "leak.review-minutes"])
def test_a_field_written_after_the_outcome_says_nothing_in_a_twin(
    large: Variant, plant: str
) -> None:
    column = next(n.column for n in large.key.neutral if n.plant == plant)

    before = table(large.data, large.key.table)[column]
    after = table(twin_of(large, [plant]), large.key.table)[column]

    assert told(before, labels(large)) > 0.2
    assert told(after, labels(large)) < 0.03
    assert sorted(before.dropna()) == sorted(after.dropna())


def test_an_aggregate_holds_in_a_twin_what_production_would_have_held() -> None:
    recipe = full_recipe()
    made = happen(recipe, Streams(root=b"twins"))
    rows = made.dirty.calendar.training.rows
    held = made.dirty.table.columns["card_dispute_rate"].state(extracted=False)[rows]

    variant = make_variant(recipe, seed=b"twins")
    column = variant.key.names["card_dispute_rate"]
    after = table(twin_of(variant, ["leak.card-dispute-rate"]), variant.key.table)[column]

    np.testing.assert_allclose(after, held, atol=1e-9)


def test_labels_are_final_in_a_twin_without_immature_ones() -> None:
    recipe = full_recipe()
    made = happen(recipe, Streams(root=b"twins"))
    final = made.dirty.truth.happened[made.dirty.calendar.training.rows]

    variant = make_variant(recipe, seed=b"twins")
    twin = table(twin_of(variant, ["imbalance.immature-labels"]), variant.key.table)

    assert labels(variant).sum() < final.sum()
    np.testing.assert_array_equal(twin[variant.key.outcome_column], final)


def test_a_unit_that_changed_is_one_unit_in_a_twin(variant: Variant) -> None:
    column = next(n.column for n in variant.key.neutral if n.plant == "drift.amount-eur")
    twin = table(twin_of(variant, ["drift.amount-eur"]), variant.key.table)[column]

    assert twin.quantile(0.999) < table(variant.data, variant.key.table)[column].quantile(0.999) / 2


def test_a_sentinel_is_an_empty_cell_in_a_twin(variant: Variant) -> None:
    column = next(n.column for n in variant.key.neutral if n.plant == "mess.distance-km")

    before = table(variant.data, variant.key.table)[column]
    after = table(twin_of(variant, ["mess.distance-km"]), variant.key.table)[column]

    np.testing.assert_array_equal(after.isna(), before == -999.0)


def test_a_twin_can_be_without_all_leaks_at_once(variant: Variant) -> None:
    leaks = leaks_with_twins(variant.key)

    one_by_one = dict(variant.data)
    for leak in leaks:
        twin = twin_of(variant, [leak])
        column = next(n.column for n in variant.key.neutral if n.plant == leak)
        rows = table(one_by_one, variant.key.table)
        rows[column] = table(twin, variant.key.table)[column]
        one_by_one[variant.key.table] = rows.to_csv(index=False).encode()

    pd.testing.assert_frame_equal(
        table(twin_of(variant, leaks), variant.key.table), table(one_by_one, variant.key.table)
    )
    assert len(leaks) == 3


@pytest.mark.parametrize("world", WORLD_PLANTS)
def test_every_leak_of_every_world_has_a_twin(world: str) -> None:
    variant = make_variant(of_world(world, rows=3000), seed=b"twins")

    leaks = {plant.id for plant in variant.key.plants if plant.kind == "leak"}

    assert leaks
    assert set(leaks_with_twins(variant.key)) == leaks


def test_a_twin_follows_from_recipe_and_seed() -> None:
    recipe = full_recipe(rows=2000, window_rows=700)

    first = make_twin(recipe, seed=b"twins", without=["leak.review-minutes"])
    again = twin_of(make_variant(recipe, seed=b"twins"), ["leak.review-minutes"])

    assert first == again


def test_what_changed_the_world_itself_has_no_twin(variant: Variant) -> None:
    with pytest.raises(TwinImpossible, match='without "drift.email-age-days"'):
        twin_of(variant, ["drift.email-age-days"])
