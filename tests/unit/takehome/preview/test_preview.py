from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from inert import assert_inert
from previews import laid_open
from takehome.preview import document, page, text
from takehome.preview.pictures import Along, Course

if TYPE_CHECKING:
    from pathlib import Path

    from takehome.preview import Preview


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Preview:
    return laid_open("card-fraud", tmp_path_factory.mktemp("seen"))


def of_plant(seen: Preview, plant: str) -> Along | Course:
    found = next(each.picture for each in seen.planted if each.record.id == plant)
    assert found is not None
    return found


def test_every_plant_of_the_challenge_is_shown_with_its_story(seen: Preview) -> None:
    kinds = [spec.kind.partition(".")[0] for spec in seen.challenge.recipe.plants]

    assert len(seen.planted) == len(kinds) + 1
    assert all(each.story for each in seen.planted)
    assert all(each.bait is not None for each in seen.planted if each.record.kind == "leak")
    assert all(each.bait is None for each in seen.planted if each.record.kind != "leak")


def test_a_leak_is_full_in_training_and_empty_in_production(seen: Preview) -> None:
    along = of_plant(seen, "leak.refunded-amount")

    assert isinstance(along, Along)
    *filled, missing = zip(along.training, along.production, strict=True)
    assert missing[1] is not None
    assert all(production is None for _, production in filled)
    assert max(rate for rate, _ in filled if rate is not None) > 5 * (missing[0] or 0)


def test_a_code_for_nothing_stands_in_a_bin_of_its_own(seen: Preview) -> None:
    along = of_plant(seen, "mess.distance-km")

    assert isinstance(along, Along)
    assert along.bins[0].startswith("up to -999")
    assert 0 < along.rows[0] < 0.2


def test_labels_that_have_not_arrived_are_seen_at_the_end_of_training(seen: Preview) -> None:
    course = of_plant(seen, "imbalance.immature-labels")

    assert isinstance(course, Course)
    told = [n for n in course.first if n is not None]
    true = [n for n in course.second if n is not None]
    assert len(told) == len(true)
    assert told[:10] == true[:10]
    assert sum(told[-6:]) < 0.7 * sum(true[-6:])


def test_a_change_of_unit_is_seen_from_its_day(seen: Preview) -> None:
    course = of_plant(seen, "drift.amount-eur")

    assert isinstance(course, Course)
    assert course.since is not None
    before = [n for w, n in zip(course.weeks, course.second, strict=True) if n and w < course.since]
    assert (course.second[-1] or 0) > 5 * max(before[:-1])


def test_tables_are_profiled_as_candidates_and_as_production_have_them(seen: Preview) -> None:
    examples = seen.tables[0]
    fields = {field.canonical: field for field in examples.fields}

    assert examples.rows == 4000
    assert fields["refunded_amount"].missing < fields["refunded_amount"].missing_later == 1.0
    assert fields["is_chargeback"].missing == 0.0
    assert fields["refunded_amount"].available != "with the row"
    assert fields["amount_eur"].available == "with the row"


def test_every_rendering_says_what_each_plant_costs(seen: Preview) -> None:
    html, plain, told = page.render(seen), text.text(seen), document.document(seen)

    for each in seen.planted:
        assert each.record.id in html
        assert each.record.id in plain
    assert json.loads(json.dumps(told, allow_nan=False))["schema"] == "takehome/preview@1"
    assert {plant["id"] for plant in told["plants"]} == {p.record.id for p in seen.planted}


def test_the_page_is_inert_and_every_picture_has_its_words(seen: Preview) -> None:
    html = page.render(seen)

    assert_inert(html)
    assert html.count('role="img"') == sum(each.picture is not None for each in seen.planted)


def test_the_same_seed_gives_the_same_page(seen: Preview, tmp_path: Path) -> None:
    assert page.render(laid_open("card-fraud", tmp_path)) == page.render(seen)
