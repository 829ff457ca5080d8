# ruff: noqa: PD011 - a world's columns have values, and are no pandas objects
from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from recipes import full_recipe, recipe, spec
from takehome_datasets.errors import ChallengeError
from takehome_datasets.plants import CATALOGUE, check_plants
from takehome_datasets.scene import DAY
from takehome_datasets.streams import Streams
from takehome_datasets.variant import happen
from takehome_datasets.words import DRIFT_WORDS, LEAK_WORDS

if TYPE_CHECKING:
    from takehome_datasets.recipe import PlantSpec
    from takehome_datasets.variant import Happened, Variant

SEED = b"a seed of the tests"


def planted(*plants: PlantSpec) -> Happened:
    return happen(recipe(*plants), Streams(root=SEED))


@pytest.fixture(scope="module")
def all_of_them() -> Happened:
    return happen(full_recipe(), Streams(root=SEED))


def test_a_post_outcome_field_tells_in_training_and_is_empty_in_production() -> None:
    scene = planted(spec("leak.post-outcome")).dirty
    column, happened = scene.table.columns["refunded_amount"], scene.truth.happened
    training = scene.calendar.training.rows
    filled = ~np.isnan(column.state(extracted=True))

    assert np.isnan(column.values).all()
    assert filled[training][happened[training]].mean() > 0.5
    assert filled[training][~happened[training]].mean() < 0.05


@pytest.mark.parametrize("kind", ["leak.post-outcome", "leak.missingness"])
def test_nothing_is_written_before_extraction_that_came_about_later(kind: str) -> None:
    scene = planted(spec(kind)).dirty
    column = scene.table.columns[str(spec(kind).settings["column"])]

    assert column.available is not None
    assert np.isnan(
        column.state(extracted=True)[column.available >= scene.calendar.extraction]
    ).all()


def test_a_future_aggregate_holds_the_rows_own_label_in_training() -> None:
    scene = planted(spec("leak.future-aggregate"), spec("labels.immature")).dirty
    training = scene.calendar.training.rows
    frame = pd.DataFrame(
        {
            "card": scene.entity[training],
            "label": scene.truth.labelled[training],
            "rate": scene.table.columns["card_dispute_rate"].state(extracted=True)[training],
        }
    )

    expected = frame.groupby("card")["label"].transform("mean")

    assert np.allclose(frame["rate"], expected, atol=1e-4)
    assert frame["rate"][frame["label"]].min() > 0


def test_a_future_aggregate_holds_the_past_alone_in_production() -> None:
    scene = planted(spec("leak.future-aggregate")).dirty
    values = scene.table.columns["card_dispute_rate"].values
    window = scene.calendar.windows["later"].rows

    for event in range(window.start, window.stop):
        night = scene.moment[event] // DAY * DAY
        past = (scene.entity == scene.entity[event]) & (scene.moment >= 0) & (scene.moment < night)
        known = scene.truth.happened[past] & (scene.truth.reported[past] < night)
        if past.any():
            assert values[event] == pytest.approx(known.mean(), abs=1e-4)
        else:
            assert np.isnan(values[event])


def test_missingness_tells_and_the_value_does_not() -> None:
    scene = planted(spec("leak.missingness")).dirty
    training = scene.calendar.training.rows
    cells = scene.table.columns["review_minutes"].state(extracted=True)[training]
    happened, filled = scene.truth.happened[training], ~np.isnan(cells)

    assert filled[happened].mean() > 8 * filled[~happened].mean()
    assert np.median(cells[filled & happened]) == pytest.approx(
        np.median(cells[filled & ~happened]), rel=0.2
    )


def test_immature_labels_are_those_not_yet_reported_at_extraction() -> None:
    scene = planted(spec("labels.immature")).dirty
    truth, training = scene.truth, scene.calendar.training

    unreported = truth.happened & (truth.reported >= scene.calendar.extraction)
    in_training = np.zeros(scene.moment.size, dtype=bool)
    in_training[training.rows] = True

    assert (truth.labelled == (truth.happened & ~unreported)).all()
    assert (unreported & in_training).sum() > 5
    late = in_training & (scene.moment >= (training.end - 15) * DAY)
    assert truth.labelled[late].mean() < 0.4 * truth.happened[late].mean()


def test_a_concept_drift_is_complete_before_the_later_window_and_not_begun_before_its_day() -> None:
    drift = spec("drift.concept", to=-0.5, since=0.6)
    plain, drifted = planted().dirty, planted(drift)
    ratio = drifted.dirty.terms["email_age_days"] / plain.terms["email_age_days"]
    (record,) = [one for one in drifted.records if one.kind == "drift"]
    assert record.since is not None
    first = (record.since - plain.calendar.starts).days

    assert np.allclose(ratio[plain.moment < first * DAY], 1.0)
    assert np.allclose(ratio[plain.calendar.windows["later"].rows], -0.5)
    assert 0.45 * 270 < first < 0.75 * 270


def test_a_unit_change_multiplies_one_source_from_its_day_on_and_for_good() -> None:
    drift = spec("drift.unit", since=0.5)
    plain, drifted = planted().dirty, planted(drift)
    before = plain.table.columns["amount_eur"].values
    after = drifted.dirty.table.columns["amount_eur"].values
    by = plain.table.columns["acquirer_code"]
    (record,) = [one for one in drifted.records if one.kind == "drift"]
    assert record.since is not None
    first = (record.since - plain.calendar.starts).days
    hit = (by.values == by.levels.index("ACQ_C")) & (plain.moment >= first * DAY)

    assert np.allclose(after[hit], 100 * before[hit])
    assert np.array_equal(after[~hit], before[~hit])
    assert (after[hit] == np.round(after[hit])).all()


def test_cells_are_messed_up_after_the_outcomes_were_drawn() -> None:
    plain, messy = planted(), planted(spec("drift.unit"), spec("mess.sentinel"))

    assert np.array_equal(plain.dirty.truth.happened, messy.dirty.truth.happened)
    assert np.array_equal(
        plain.dirty.table.columns["amount_eur"].values,
        messy.clean.table.columns["amount_eur"].values,
    )


def test_a_sentinel_stands_wherever_a_value_was_missing_and_nowhere_else() -> None:
    plain, messy = planted().dirty, planted(spec("mess.sentinel")).dirty
    before = plain.table.columns["distance_km"].values
    after = messy.table.columns["distance_km"].values

    assert np.array_equal(np.isnan(before), after == -999)
    assert np.array_equal(before[~np.isnan(before)], after[after != -999])


def test_a_strong_decoy_predicts_and_is_the_same_in_training_and_production() -> None:
    scene = planted(spec("decoy.strong", strength=1.0)).dirty
    column = scene.tables["merchants"].columns["prior_dispute_rate"]
    rate = column.values[scene.links["merchants"]]

    assert column.extracted is None
    assert scene.truth.probability[rate > np.median(rate)].mean() > 1.5 * (
        scene.truth.probability[rate <= np.median(rate)].mean()
    )


def test_a_decoy_by_name_says_nothing() -> None:
    scene = planted(spec("decoy.name", share=0.3)).dirty
    flag = scene.table.columns["is_fraud_list_v2"].values == 1

    difference = scene.truth.probability[flag].mean() - scene.truth.probability[~flag].mean()

    assert flag.mean() == pytest.approx(0.3, abs=0.03)
    assert abs(difference) < 0.01


def test_a_plant_changes_no_column_but_its_own(all_of_them: Happened) -> None:
    plain = planted().dirty
    changed = {
        name
        for table in plain.tables.values()
        for name, column in table.columns.items()
        if not np.array_equal(
            column.values,
            all_of_them.dirty.tables[table.name].columns[name].values,
            equal_nan=column.values.dtype.kind == "f",
        )
    }

    assert changed == {"amount_eur", "distance_km"}


def test_every_plant_leaves_a_record_that_stands_on_its_own(variant: Variant) -> None:
    plants = variant.key.plants

    assert len({plant.id for plant in plants}) == len(plants) == len(CATALOGUE) + 1
    for plant in plants:
        assert plant.story.endswith(".")
        assert plant.question.endswith("?")
        assert set(plant.accepted) <= {*LEAK_WORDS, *DRIFT_WORDS}
        assert plant.accepted or plant.kind in {"decoy", "imbalance"}
        name = f"{plant.table}.csv"
        header = set(pd.read_csv(io.BytesIO(variant.data[name]), nrows=0).columns)
        assert set(plant.columns) <= header


@pytest.mark.parametrize(
    ("plants", "message"),
    [
        ([spec("leak.post-outcom")], 'no plant "leak.post-outcom".*mean "leak.post-outcome"'),
        ([spec("leak.missingness", hits=0.5)], "no setting 'hits'.*mean \"hit\""),
        ([spec("leak.missingness", hit="all")], "hit = 'all'; it must be a number"),
        ([spec("leak.missingness", hit=True)], "hit = True; it must be a number"),
        ([spec("leak.missingness", column=3)], "column = 3; it must be a text"),
        ([spec("leak.missingness", hit=1.5)], "hit = 1.5; it must lie in 0.0..1.0"),
        (
            [spec("mess.sentinel", column="amount_eur"), spec("drift.unit")],
            "drift.unit wants amount_eur, which mess.sentinel has already .plants: mess.sentinel",
        ),
        ([spec("labels.immature"), spec("labels.immature")], "which labels.immature has already"),
    ],
)
def test_a_plant_that_cannot_be_is_refused_before_any_world_is_made(
    plants: list[PlantSpec], message: str
) -> None:
    with pytest.raises(ChallengeError, match=message) as refused:
        check_plants(plants)

    assert str(refused.value).startswith(plants[-1].place)


def test_a_plant_without_its_column_says_what_is_needed() -> None:
    bare = spec("leak.missingness")
    bare = type(bare)(kind=bare.kind, settings={}, place=bare.place)

    with pytest.raises(ChallengeError, match="needs the setting column: the column to add"):
        check_plants([bare])


@pytest.mark.parametrize(
    ("plant", "message"),
    [
        (spec("drift.unit", column="amount"), 'no such column.*mean "amount_eur"'),
        (spec("drift.unit", column="device_os"), "holds no measured number"),
        (spec("drift.unit", value="ACQ_X"), 'value = "ACQ_X", which acquirer_code never is'),
        (spec("drift.concept", column="basket_items"), "does not hang by itself.*It does on"),
        (spec("mess.sentinel", column="payments_7d"), "never missing.*distance_km"),
        (spec("mess.sentinel", value=3.0), "also holds honestly"),
        (spec("leak.missingness", column="amount_eur"), "which is there already"),
        (
            spec("leak.missingness", column="review_minute"),
            'not in the world\'s dictionary.*mean "review_minutes"',
        ),
        (spec("leak.missingness", column="ACQ_C"), "not in the world's dictionary"),
        (spec("leak.missingness", column="is_chargeback"), "not in the world's dictionary"),
        (spec("leak.post-outcome", of="amount"), 'of = "amount", but the table payments has no'),
        (spec("decoy.strong", table="merchant"), 'table = "merchant".*mean "merchants"'),
    ],
)
def test_a_plant_that_does_not_fit_the_world_is_refused_with_what_would(
    plant: PlantSpec, message: str
) -> None:
    with pytest.raises(ChallengeError, match=message) as refused:
        planted(plant)

    assert str(refused.value).startswith(f"{plant.place}: {plant.kind}")
