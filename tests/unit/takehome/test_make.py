from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from recipes import full_recipe
from takehome.kit import FolderTaken
from takehome.make import Order, make, resized
from takehome_datasets.errors import ChallengeError
from takehome_datasets.lock import read_lock

if TYPE_CHECKING:
    from pathlib import Path


def silent(_: str) -> None:
    """Say nothing."""


def order(seed: str = "author") -> Order:
    return Order(recipe=full_recipe(), seed=seed)


def test_a_variant_lies_in_its_folder_with_its_key_in_clear(tmp_path: Path) -> None:
    made = make(order(), tmp_path / "out", note=silent)

    names = {
        path.relative_to(tmp_path / "out").as_posix()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    }
    assert {"key.md", "key.json", "lock.json", "manifest.json", "data/dictionary.md"} <= names
    assert {"data/payments.csv", "windows/near/payments.parquet", "truth/later.csv"} <= names
    clear = json.loads((tmp_path / "out" / "key.json").read_text())
    by_name = {each["canonical"]: each for each in clear["tables"]["payments"]}
    assert by_name["amount_eur"]["available"] == "with the row"
    assert "days after the row" in by_name["refunded_amount"]["available"]
    assert {plant["kind"] for plant in clear["plants"]} == {
        "leak", "decoy", "drift", "mess", "imbalance",
    }  # fmt: skip
    lock = read_lock((tmp_path / "out" / "lock.json").read_text())
    assert lock.digest() == made.manifest["lock"]


def test_making_twice_is_making_the_same_and_another_seed_is_another(tmp_path: Path) -> None:
    one, again, other = (
        make(order(seed), tmp_path / name, note=silent).manifest["content_hash"]
        for name, seed in (("one", "a"), ("again", "a"), ("other", "b"))
    )

    assert one == again != other


def test_what_is_there_already_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.tex").write_text("years of work")

    with pytest.raises(FolderTaken):
        make(order(), tmp_path / "out", note=silent)

    assert [path.name for path in tmp_path.rglob("*")] == ["out", "thesis.tex"]


def test_an_interrupted_write_leaves_nothing_that_looks_whole(tmp_path: Path) -> None:
    def stop(text: str) -> None:
        if text.startswith("writing"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make(order(), tmp_path / "out", note=stop)

    assert list(tmp_path.iterdir()) == []


def test_windows_grow_with_the_rows() -> None:
    larger = resized(full_recipe(rows=4000, window_rows=1500), 40_000)

    assert (larger.rows, larger.window_rows) == (40_000, 15_000)
    assert resized(larger, None) == larger


@pytest.mark.parametrize(("rows", "message"), [(0, "--rows 0"), (-5, "--rows -5")])
def test_no_rows_at_all_are_refused(rows: int, message: str) -> None:
    with pytest.raises(ChallengeError, match=message):
        resized(full_recipe(), rows)


def test_too_few_rows_are_refused_with_how_many_are_needed(tmp_path: Path) -> None:
    tiny = Order(recipe=resized(full_recipe(), 50), seed="x")

    with pytest.raises(ChallengeError, match="rows = 50; at least 1000"):
        make(tiny, tmp_path / "out", note=silent)

    assert list(tmp_path.iterdir()) == []
