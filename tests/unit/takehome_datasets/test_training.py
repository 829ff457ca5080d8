from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from recipes import recipe, spec
from takehome_datasets.key import Costs
from takehome_datasets.scene import DAY
from takehome_datasets.streams import Streams
from takehome_datasets.training import training_rows
from takehome_datasets.variant import happen, make_variant
from takehome_datasets.worlds import WORLDS

if TYPE_CHECKING:
    from takehome_datasets.key import TrainingRows
    from takehome_datasets.scene import Scene
    from takehome_datasets.variant import Variant

CARRIER = "gateway_latency_ms"


def told(variant: Variant) -> TrainingRows:
    assert variant.key.training is not None
    return variant.key.training


def examples(variant: Variant) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(variant.data[variant.key.table]))


def dirty(*kinds: str) -> Scene:
    return happen(recipe(*(spec(kind) for kind in kinds)), Streams(root=b"training rows")).dirty


def test_every_world_has_carriers_among_its_columns() -> None:
    for name, world in WORLDS.items():
        made = world()
        columns = {node.name for node in made.graph.of("column@1")}

        assert len(made.carriers) >= 3, name
        assert {f"{made.examples}:{carrier}" for carrier in made.carriers} <= columns


def test_training_rows_stand_in_the_order_of_the_kits_file(variant: Variant) -> None:
    payments, names = examples(variant), variant.key.names
    paid = pd.to_datetime(payments[names["paid_at"]])
    begins = pd.Timestamp(variant.key.training_ends) - pd.Timedelta(days=270)

    rows = told(variant)

    assert np.allclose(rows.moment * DAY, (paid - begins).dt.total_seconds())
    cards = payments[names["card_id"]]
    assert pd.crosstab(cards, rows.entity).gt(0).sum(axis=1).eq(1).all()
    assert np.unique(rows.entity).size == cards.nunique()


def test_rows_that_no_other_repeats_have_numbers_of_their_own(variant: Variant) -> None:
    assert np.unique(told(variant).twin).size == len(examples(variant))


def test_rows_that_share_a_carrier_are_twins_and_rows_without_one_are_not() -> None:
    scene = dirty()
    column = scene.table.columns[CARRIER]
    cells = column.state(extracted=False).copy()
    first = scene.calendar.training.rows.start
    cells[first + 5] = cells[first + 9] = cells[first + 2]
    cells[first + 3] = cells[first + 7] = np.nan

    twin = training_rows(scene.with_column(replace(column, values=cells)), CARRIER).twin

    assert twin[2] == twin[5] == twin[9]
    assert twin[3] != twin[7]
    assert np.unique(twin).size == twin.size - 2


def test_the_last_weeks_are_not_mature_where_labels_are_immature() -> None:
    scene = dirty("labels.immature")
    settled = scene.calendar.training.end - scene.delay.days_until(0.95)

    rows = training_rows(scene, CARRIER)

    assert (rows.mature == (rows.moment < settled)).all()
    assert 0.7 < rows.mature.mean() < 0.9
    missed = scene.truth.happened & ~scene.truth.labelled
    late = missed[scene.calendar.training.rows]
    assert late[~rows.mature].sum() > 10 * late[rows.mature].sum()


def test_all_rows_are_mature_where_labels_are_final() -> None:
    assert training_rows(dirty(), CARRIER).mature.all()


def test_costs_stand_in_the_key_and_change_nothing_else() -> None:
    costs = Costs(miss=95.0, alarm=4.0, capacity=0.05)
    plain = recipe(rows=2000, window_rows=700)

    without = make_variant(plain, seed=b"x")
    priced = make_variant(replace(plain, costs=costs), seed=b"x")

    assert without.key.costs is None
    assert priced.key.costs == costs
    assert priced.data == without.data
    assert priced.key.content_hash != without.key.content_hash
