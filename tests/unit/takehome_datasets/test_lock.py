from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from recipes import full_recipe, recipe, spec
from takehome_datasets.certify.optimum import attainable
from takehome_datasets.errors import ChallengeError
from takehome_datasets.identity import content_hash
from takehome_datasets.lock import Lock, differences, read_lock
from takehome_datasets.making import freeze, make_part
from takehome_datasets.measures import average_precision
from takehome_datasets.streams import Streams
from takehome_datasets.together import together
from takehome_datasets.variant import happen

STREAMS = Streams(root=b"a seed of the tests")


def of_two(rows: int = 4000) -> Lock:
    """Return a lock that has two partitions however few rows it has."""
    return replace(freeze(full_recipe(rows=rows), STREAMS).lock, parts=2)


def test_a_lock_is_read_as_it_was_written() -> None:
    lock = freeze(full_recipe(), STREAMS).lock

    again = read_lock(lock.text())

    assert again.text() == lock.text()
    assert again.digest() == lock.digest()


def test_a_lock_is_canonical_json() -> None:
    text = freeze(full_recipe(), STREAMS).lock.text()

    assert text == json.dumps(
        json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


def test_the_same_recipe_and_seed_give_the_same_lock() -> None:
    one, other = (freeze(full_recipe(), STREAMS).lock.digest() for _ in range(2))

    assert one == other


def test_two_locks_differ_where_their_recipes_do() -> None:
    one = freeze(full_recipe(), STREAMS).lock
    other = freeze(replace(full_recipe(), version=2), STREAMS).lock

    assert differences(one.document(), other.document()) == ["recipe.version"]


@pytest.mark.parametrize("text", ["", "{}", '{"recipe": 1}'])
def test_what_is_no_lock_is_refused(text: str) -> None:
    with pytest.raises(ChallengeError, match="this is no takehome/lock@1"):
        read_lock(text)


def test_a_lock_of_another_graph_is_refused_with_where_it_differs() -> None:
    document = json.loads(freeze(full_recipe(), STREAMS).lock.text())
    document["graph"][3]["settings"]["old"] = 0.9

    with pytest.raises(ChallengeError, match=r"\[3\]\.settings\.old"):
        read_lock(json.dumps(document))


def test_a_partition_follows_from_the_lock_and_its_number() -> None:
    lock = of_two()
    one = make_part(lock, 1)

    other = make_part(read_lock(lock.text()), 1)

    assert content_hash(dict(one.dirty.terms)) == content_hash(dict(other.dirty.terms))
    assert np.array_equal(one.dirty.truth.happened, other.dirty.truth.happened)


def test_the_first_partition_of_a_draft_is_the_first_partition_of_its_lock() -> None:
    draft = freeze(full_recipe(), STREAMS)

    with_draft = make_part(draft.lock, 0, first=draft.first)
    without = make_part(draft.lock, 0)

    assert np.array_equal(with_draft.dirty.truth.probability, without.dirty.truth.probability)
    assert with_draft.records == without.records


def test_partitions_together_are_one_world_in_the_order_of_time() -> None:
    lock = of_two()
    parts = [make_part(lock, number) for number in range(2)]

    whole = together(parts).dirty

    training = whole.calendar.training.rows
    assert training.stop - training.start == 4000
    assert (np.diff(whole.moment) >= 0).all()
    assert np.unique(whole.table.columns["payment_id"].values).size == whole.moment.size
    cards, payments = whole.tables["cards"].columns["card_id"], whole.table.columns["card_id"]
    of_card = np.array(cards.levels)[cards.values[whole.links["cards"]]]
    assert (of_card == np.array(payments.levels)[payments.values]).all()
    total = sum(part.dirty.truth.happened.sum() for part in parts)
    assert whole.truth.happened.sum() == total


def test_the_optimum_of_a_whole_is_that_of_its_partitions() -> None:
    lock = of_two()
    parts = [make_part(lock, number).clean for number in range(2)]
    whole = together([make_part(lock, number) for number in range(2)]).clean
    rows = whole.calendar.windows["near"].rows

    apart = {
        payment: best
        for part in parts
        for payment, best in zip(
            part.table.columns["payment_id"].values[part.calendar.windows["near"].rows].tolist(),
            attainable(part, part.calendar.windows["near"].rows),
            strict=True,
        )
    }
    ids = whole.table.columns["payment_id"].values[rows].tolist()

    assert attainable(whole, rows).tolist() == pytest.approx([apart[each] for each in ids])


@pytest.mark.parametrize("asked", [0.35, 0.5])
def test_the_scale_is_solved_for_the_optimum(asked: float) -> None:
    made = happen(replace(full_recipe(), optimum=asked), STREAMS).clean

    best = attainable(made, made.calendar.windows["near"].rows)

    assert average_precision(best, best) == pytest.approx(asked, abs=0.005)
    assert made.truth.probability[made.calendar.training.rows].mean() == pytest.approx(
        0.05, abs=1e-5
    )


@pytest.mark.parametrize("asked", [0.01, 0.99])
def test_an_optimum_out_of_reach_is_refused_with_what_can_be_reached(asked: float) -> None:
    wanted = replace(recipe(spec("labels.immature")), optimum=asked)

    with pytest.raises(ChallengeError, match=f"optimum = {asked} cannot be reached.*from 0.* to 0"):
        happen(wanted, STREAMS)
