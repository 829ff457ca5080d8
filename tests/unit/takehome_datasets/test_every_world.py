"""What holds of every world, with every plant that the catalogue has."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from recipes import WORLD_PLANTS, of_world
from takehome_datasets.certify.optimum import attainable
from takehome_datasets.dress import dressed
from takehome_datasets.measures import average_precision
from takehome_datasets.names import check_lexicon, draw_dress
from takehome_datasets.plants import CATALOGUE
from takehome_datasets.streams import Streams
from takehome_datasets.variant import happen, make_variant
from takehome_datasets.worlds import WORLDS, find_world

if TYPE_CHECKING:
    from takehome_datasets.making import Happened
    from takehome_datasets.variant import Variant

SEED = b"a seed of the tests"
EVERY = pytest.mark.parametrize("world", sorted(WORLDS))


@pytest.fixture(scope="module")
def happened() -> dict[str, Happened]:
    return {name: happen(of_world(name, 30_000, 15_000), Streams(root=SEED)) for name in WORLDS}


@pytest.fixture(scope="module")
def variants() -> dict[str, Variant]:
    return {name: make_variant(of_world(name), seed=SEED) for name in WORLDS}


def read(content: bytes) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(content))


def test_every_plant_is_tried_in_every_world() -> None:
    assert set(WORLD_PLANTS) == set(WORLDS)
    for plants in WORLD_PLANTS.values():
        assert set(plants) == set(CATALOGUE)


@EVERY
def test_the_optimum_is_calibrated(happened: dict[str, Happened], world: str) -> None:
    scene = happened[world].clean
    for window in scene.calendar.windows.values():
        p, truth = attainable(scene, window.rows), scene.truth.probability[window.rows]

        for rows in np.array_split(np.argsort(p, kind="stable"), 6):
            error = np.std(truth[rows] - p[rows]) / np.sqrt(rows.size)
            assert p[rows].mean() == pytest.approx(truth[rows].mean(), abs=4 * 1.7 * error)
        assert average_precision(p, p) > 4 * p.mean()


@EVERY
def test_the_rate_in_the_windows_is_about_that_of_training(
    happened: dict[str, Happened], world: str
) -> None:
    scene = happened[world].clean

    for window in scene.calendar.windows.values():
        assert 0.036 < scene.truth.probability[window.rows].mean() < 0.064


@EVERY
def test_every_column_has_a_word_and_every_name_stands_for_one_thing(
    happened: dict[str, Happened], world: str
) -> None:
    scene = happened[world].dirty

    check_lexicon(scene.lexicon)

    assert {name for table in scene.tables.values() for name in table.columns} <= set(scene.lexicon)
    assert all("_" in name for name in scene.lexicon)


@EVERY
def test_every_key_finds_its_row(variants: dict[str, Variant], world: str) -> None:
    variant = variants[world]
    names = variant.key.names
    described = find_world(world, place="here")
    folders = [variant.data, *(window.folder for window in variant.key.windows)]

    for folder in folders:
        examples = read(folder[f"{described.examples}.csv"])
        for canonical in described.pinned[2:]:
            key = names[canonical]
            (home,) = [
                read(content)
                for name, content in folder.items()
                if name.endswith(".csv") and read(content).columns[0] == key
            ]
            assert home[key].is_unique
            assert examples[key].isin(home[key]).all()


@EVERY
def test_an_event_table_has_a_text_and_no_row_of_the_future(
    variants: dict[str, Variant], world: str
) -> None:
    variant = variants[world]
    texts = {"contact_note", "ticket_text", "service_note"}
    times = {"contacted_at", "opened_at", "serviced_at"}
    named = {variant.key.names[name] for name in texts & set(variant.key.names)}

    (table,) = [
        read(content)
        for name, content in variant.data.items()
        if name.endswith(".csv") and named & set(read(content).columns)
    ]
    (text,) = named
    (when,) = {variant.key.names[name] for name in times & set(variant.key.names)}

    assert table[text].nunique() > 40
    assert pd.to_datetime(table[when]).max() < pd.Timestamp(variant.key.training_ends)


@EVERY
def test_no_table_gives_a_plant_away(variants: dict[str, Variant], world: str) -> None:
    dictionary = variants[world].data["dictionary.md"].decode().lower()

    for word in ("leak", "drift", "decoy", "sentinel", "immature", "extraction", "simulat"):
        assert not re.search(rf"\b{word}", dictionary)


@EVERY
def test_every_dress_is_worn_by_some_seed_and_can_be_taken_off(
    happened: dict[str, Happened], world: str
) -> None:
    scene = happened[world].clean
    worn = set()
    for number in range(12):
        streams = Streams(root=b"%d" % number)
        other = dressed(scene, streams)
        for table, plain in scene.tables.items():
            for name, column in plain.columns.items():
                dress = draw_dress(name, scene.lexicon[name], streams)
                if dress is None:
                    continue
                worn.add(name)
                after = other.tables[table].columns[name].state(extracted=False)
                back = np.round((after - dress.plus) / dress.times, column.decimals)
                assert np.allclose(back, column.state(extracted=False), equal_nan=True)

    assert worn == {name for name, word in scene.lexicon.items() if word.dresses}
