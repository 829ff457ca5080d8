from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from recipes import full_recipe, recipe, spec
from takehome_datasets.errors import ChallengeError
from takehome_datasets.identity import content_hash
from takehome_datasets.streams import Streams
from takehome_datasets.variant import happen, make_variant

if TYPE_CHECKING:
    from takehome_datasets.key import Counterfactual
    from takehome_datasets.variant import Variant


def read(content: bytes) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(content))


PRINT_A_VARIANT = """
from recipes import full_recipe
from takehome_datasets.identity import content_hash
from takehome_datasets.variant import make_variant
made = make_variant(full_recipe(rows=2000, window_rows=700), seed=b"two processes")
print(made.kit, made.key.content_hash, content_hash((made.data, made.key)))
"""


def test_two_processes_make_the_same_bytes() -> None:
    root = Path(__file__).parents[3]
    paths = os.pathsep.join(str(root / part) for part in ("datasets", "tests"))

    said = [
        subprocess.run(
            [sys.executable, "-c", PRINT_A_VARIANT],
            env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": paths},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for hash_seed in ("1", "2")
    ]

    assert said[0] == said[1]
    assert said[0].startswith("kit-")


def test_the_content_hash_is_over_tables_and_key(variant: Variant) -> None:
    blank = replace(variant.key, content_hash="")
    changed = replace(blank, plants=blank.plants[1:])

    assert variant.key.content_hash == content_hash((variant.data, blank))
    assert variant.key.content_hash != content_hash((variant.data, changed))


def test_another_seed_is_another_variant_with_other_data(variant: Variant) -> None:
    other = make_variant(full_recipe(), seed=b"another seed of the tests")

    assert other.kit != variant.kit
    assert other.key.content_hash != variant.key.content_hash
    ours, theirs = (set(read(v.data["payments.csv"]).iloc[:, 0]) for v in (variant, other))
    assert not ours & theirs


def test_the_kit_has_its_tables_and_a_dictionary(variant: Variant) -> None:
    assert list(variant.data) == [
        "payments.csv",
        "cards.csv",
        "merchants.csv",
        "contacts.csv",
        "dictionary.md",
    ]
    payments = read(variant.data["payments.csv"])

    assert len(payments) == 4000
    assert payments[variant.key.id_column].is_unique
    assert payments[variant.key.id_column].dtype == np.int64
    assert 0.02 < payments[variant.key.outcome_column].mean() < 0.06


def test_a_windows_folder_is_laid_out_like_the_kit_without_outcomes(variant: Variant) -> None:
    for window in variant.key.windows:
        assert list(window.folder) == list(variant.data)
        for name in ("payments.csv", "cards.csv", "merchants.csv"):
            expected = [
                column
                for column in read(variant.data[name]).columns
                if column != variant.key.outcome_column
            ]
            assert list(read(window.folder[name]).columns) == expected


def test_every_payment_finds_its_card_and_its_merchant(variant: Variant) -> None:
    names = variant.key.names
    folders = [variant.data, *(window.folder for window in variant.key.windows)]

    for folder in folders:
        payments = read(folder["payments.csv"])
        for table, canonical in [("cards.csv", "card_id"), ("merchants.csv", "merchant_id")]:
            side = read(folder[table])[names[canonical]]
            assert side.is_unique
            assert payments[names[canonical]].isin(side).all()


def test_a_window_is_aligned_with_its_file(variant: Variant) -> None:
    for window in variant.key.windows:
        payments = read(window.folder["payments.csv"])
        paid = pd.to_datetime(payments[variant.key.names["paid_at"]])

        assert payments[variant.key.id_column].tolist() == window.ids.tolist()
        assert paid.dt.date.min() >= window.starts
        assert paid.dt.date.max() < window.ends
        first_day = pd.Timestamp(variant.key.training_ends) - pd.Timedelta(days=270)
        assert ((paid - first_day).dt.days == window.day).all()
        assert (
            pd.Series(window.entity).nunique() == payments[variant.key.names["card_id"]].nunique()
        )
        assert window.outcome.mean() == pytest.approx(window.probability.mean(), abs=0.02)


def test_the_near_window_starts_the_day_after_the_training_period(variant: Variant) -> None:
    near, later = variant.key.window("near"), variant.key.window("later")

    assert near.starts == variant.key.training_ends
    assert later.starts > near.ends


def test_in_production_late_columns_are_there_and_empty(variant: Variant) -> None:
    payments = read(variant.key.window("near").folder["payments.csv"])

    for canonical in ("refunded_amount", "review_minutes"):
        assert payments[variant.key.names[canonical]].isna().all()


def counterfactual(variant: Variant, canonical: str) -> Counterfactual:
    name = variant.key.names[canonical]
    (found,) = [one for one in variant.key.counterfactuals if one.column == name]
    return found


@pytest.mark.parametrize("canonical", ["refunded_amount", "card_dispute_rate", "review_minutes"])
def test_a_counterfactual_has_the_cells_of_the_training_column(
    variant: Variant, canonical: str
) -> None:
    found = counterfactual(variant, canonical)
    lines = variant.data["payments.csv"].decode().splitlines()
    at = lines[0].split(",").index(found.column)
    told = [line.split(",")[at] for line in lines[1:]]

    assert found.window == "near"
    assert found.table == "payments.csv"
    assert len(found.cells) == 1500
    assert set(found.cells) <= set(told)
    empty = np.mean([cell == "" for cell in told])
    assert np.mean([cell == "" for cell in found.cells]) == pytest.approx(empty, abs=0.03)


def test_a_counterfactual_knows_nothing_of_the_rows_that_it_fills(variant: Variant) -> None:
    window = variant.key.window("near")
    for found in variant.key.counterfactuals:
        filled = np.array([cell not in {"", "0"} for cell in found.cells])
        rate = window.probability[filled].mean()
        error = window.probability.std() / np.sqrt(filled.sum())
        assert rate == pytest.approx(window.probability.mean(), abs=4 * error)


def test_there_is_one_counterfactual_for_every_leak(variant: Variant) -> None:
    leaks = [plant.id for plant in variant.key.plants if plant.kind == "leak"]

    assert [one.plant for one in variant.key.counterfactuals] == leaks
    assert len(leaks) == 3


def test_names_carry_what_a_reference_cannot_know(variant: Variant) -> None:
    names = variant.key.names
    (unit,) = [plant for plant in variant.key.plants if plant.mechanism == "unit-change"]
    assert unit.since is not None

    assert names["SINCE_DRIFT_AMOUNT_EUR"] == unit.since.isoformat()


def test_the_dictionary_has_a_line_for_every_column_and_names_no_plant(variant: Variant) -> None:
    dictionary = variant.data["dictionary.md"].decode()

    for name in ("payments.csv", "cards.csv", "merchants.csv", "contacts.csv"):
        for column in read(variant.data[name]).columns:
            assert f"| `{column}` |" in dictionary
    for word in ("leak", "drift", "cents", "-999", "immature", "decoy", "extraction", "sentinel"):
        assert word not in dictionary.lower()


def test_without_a_plant_every_other_column_keeps_its_values(variant: Variant) -> None:
    kinds = [plant for plant in full_recipe().plants if plant.kind != "leak.missingness"]
    less = make_variant(recipe(*kinds), seed=b"a seed of the tests")

    ours, theirs = (read(made.data["payments.csv"]) for made in (variant, less))

    left_out = variant.key.names["review_minutes"]
    assert set(ours.columns) - set(theirs.columns) == {left_out}
    pd.testing.assert_frame_equal(ours.drop(columns=left_out)[theirs.columns], theirs)


def test_what_is_being_done_is_noted() -> None:
    noted: list[str] = []

    make_variant(recipe(rows=2000, window_rows=700), seed=b"x", note=noted.append)

    assert noted[0] == "simulating the world"
    assert len(noted) == len(set(noted)) >= 4


def test_a_variant_without_plants_has_only_its_imbalance() -> None:
    made = make_variant(recipe(rows=2000, window_rows=700), seed=b"x")

    assert [plant.kind for plant in made.key.plants] == ["imbalance"]
    assert made.key.counterfactuals == ()


def test_a_recipe_for_an_unknown_world_is_refused() -> None:
    wrong = replace(recipe(), world="card-payment")

    with pytest.raises(ChallengeError, match="card-fraud: .world.: there is no world"):
        make_variant(wrong, seed=b"x")


def test_a_recipe_that_is_too_small_is_refused() -> None:
    with pytest.raises(ChallengeError, match=r"card-fraud: \[world\]: rows = 10"):
        make_variant(recipe(rows=10, window_rows=5), seed=b"x")


def test_happening_twice_is_happening_the_same() -> None:
    one, other = (happen(recipe(spec("labels.immature")), Streams(root=b"s")) for _ in range(2))

    assert np.array_equal(one.dirty.truth.labelled, other.dirty.truth.labelled)
