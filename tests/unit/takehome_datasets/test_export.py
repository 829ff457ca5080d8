from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from recipes import full_recipe
from takehome_datasets.certify.optimum import attainable
from takehome_datasets.engine.size import Size
from takehome_datasets.export import export, write_part
from takehome_datasets.making import Draft, freeze, make_part
from takehome_datasets.streams import Streams
from takehome_datasets.variant import make_variant
from takehome_datasets.worlds import WORLDS, find_world

if TYPE_CHECKING:
    from pathlib import Path

    from takehome_datasets.export import Exported

SEED = b"a seed of the tests"


def draft(parts: int = 1) -> Draft:
    made = freeze(full_recipe(), Streams(root=SEED))
    if parts == 1:
        return made
    lock = replace(made.lock, parts=parts)
    return Draft(lock=lock, first=None)


@pytest.fixture(scope="module")
def in_two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Exported]:
    folder = tmp_path_factory.mktemp("in two")
    return folder, export(draft(2), folder)


def test_workers_change_neither_values_nor_hash(
    in_two: tuple[Path, Exported], tmp_path: Path
) -> None:
    folder, alone = in_two

    together = export(draft(2), tmp_path, workers=2)

    assert together == alone
    for path in sorted(folder.rglob("*.csv")):
        assert path.read_bytes() == (tmp_path / path.relative_to(folder)).read_bytes()


def test_a_partition_written_alone_is_the_partition_of_the_whole(
    in_two: tuple[Path, Exported], tmp_path: Path
) -> None:
    folder, whole = in_two

    alone = write_part(draft(2).lock, 1, tmp_path)

    assert [one for one in whole.tables if one.part == 1] == alone
    one, other = (place / "data" / "payments" / "part-00001.csv" for place in (folder, tmp_path))
    assert one.read_bytes() == other.read_bytes()


def test_parquet_and_csv_hold_the_same(in_two: tuple[Path, Exported]) -> None:
    folder, _ = in_two

    for path in sorted(folder.rglob("*.csv")):
        typed = pd.read_parquet(path.with_suffix(".parquet"))
        text = pd.read_csv(path)
        assert list(typed.columns) == list(text.columns)
        for name in typed.columns:
            read, written = text[name], typed[name]
            assert (read.isna() == written.isna()).all()
            if pd.api.types.is_numeric_dtype(written):
                assert np.array_equal(read.to_numpy(), written.to_numpy(), equal_nan=True)
            else:
                assert (read.fillna("").astype(str) == written.fillna("").astype(str)).all()


def test_the_formats_do_not_change_the_hash(tmp_path: Path) -> None:
    hashes = set()
    for formats in (("csv",), ("parquet",), ("csv", "parquet")):
        folder = tmp_path / "-".join(formats)
        folder.mkdir()
        hashes.add(export(draft(), folder, formats=formats).content_hash)
        assert {path.suffix[1:] for path in folder.rglob("*.*")} == set(formats)

    assert len(hashes) == 1


def test_another_seed_has_another_hash(tmp_path: Path) -> None:
    other = freeze(full_recipe(), Streams(root=b"another"))

    assert export(other, tmp_path).content_hash != export(draft(), tmp_path).content_hash


def test_an_export_holds_what_the_kit_and_the_windows_hold(tmp_path: Path) -> None:
    variant = make_variant(full_recipe(), seed=SEED)

    export(draft(), tmp_path)

    for name, content in variant.data.items():
        if name.endswith(".csv"):
            assert (tmp_path / "data" / name).read_bytes() == content
    for window in variant.key.windows:
        for name, content in window.folder.items():
            if name.endswith(".csv"):
                assert (tmp_path / "windows" / window.name / name).read_bytes() == content
        truth = pd.read_parquet(tmp_path / "truth" / f"{window.name}.parquet")
        assert truth["id"].tolist() == window.ids.tolist()
        assert truth["probability"].tolist() == window.probability.tolist()


def test_the_truth_has_the_optimum_of_every_hidden_row(in_two: tuple[Path, Exported]) -> None:
    folder, _ = in_two
    scene = make_part(draft(2).lock, 0).clean
    rows = scene.calendar.windows["near"].rows

    truth = pd.read_parquet(folder / "truth" / "near" / "part-00000.parquet")

    assert truth["probability"].tolist() == attainable(scene, rows).tolist()
    assert truth["outcome"].tolist() == scene.truth.happened[rows].tolist()


@pytest.mark.parametrize("name", sorted(WORLDS))
def test_carriers_are_unique_in_double_and_in_single_precision(name: str) -> None:
    world = find_world(name, place="here")
    carriers = [node.name for node in world.graph.of("carrier@1")]
    size = Size(rows=600_000, window_rows=150_000, prevalence=0.03)
    scene, _ = world.build(size, Streams(root=SEED))

    assert len(carriers) >= 3
    for carrier in carriers:
        name = carrier.split(":")[1].removesuffix(" made")
        cells = scene.table.columns[name].state(extracted=False)
        assert np.unique(cells).size == cells.size > 900_000
        assert np.unique(cells.astype(np.float32)).size == cells.size
