from __future__ import annotations

import numpy as np
import pytest

from recipes import full_recipe
from takehome_datasets.certify.roles import ROLES, TRAITS, Role, Sighting, guess, sightings
from takehome_datasets.files import Files
from takehome_datasets.names import draw_names
from takehome_datasets.streams import Streams
from takehome_datasets.variant import happen

ROLE_OF: dict[str, Role] = {
    **{f"signal_{k}": "signal" for k in range(8)},
    **{f"noise_{k}": "noise" for k in range(8)},
    **{f"leak_{k}": "leak" for k in range(4)},
    **{f"decoy_{k}": "decoy" for k in range(3)},
}


def seen(rng: np.random.Generator, *, telling: int | None = None) -> list[Sighting]:
    """Look at columns with a face of their own in every variant; one trait may tell the leaks."""
    faces = {column: rng.standard_normal(len(TRAITS)) for column in ROLE_OF}
    found = []
    for _ in range(20):
        for column, role in ROLE_OF.items():
            traits = faces[column] + 0.1 * rng.standard_normal(len(TRAITS))
            if telling is not None:
                traits[telling] = (3.0 if role == "leak" else 0.0) + rng.standard_normal()
            found.append(Sighting(column=column, role=role, traits=tuple(traits)))
    return found


def test_a_trait_that_tells_the_leaks_is_found() -> None:
    rng = np.random.Generator(np.random.PCG64(2))

    found = guess(seen(rng, telling=TRAITS.index("missing")), "leak")

    assert found is not None
    assert found.auc > 0.9
    assert found.telling[0][0] == "missing"
    assert found.pairs == 4 * 19


def test_knowing_a_column_from_other_variants_is_no_guess() -> None:
    aucs = []
    for start in range(24):
        found = guess(seen(np.random.Generator(np.random.PCG64(start))), "leak")
        assert found is not None
        aucs.append(found.auc)

    # Every column could be told by its face, if it were learnt from itself.
    assert np.mean(aucs) == pytest.approx(0.5, abs=0.09)


def test_one_column_of_a_role_cannot_be_guessed() -> None:
    some = [one for one in seen(np.random.Generator(np.random.PCG64(1))) if one.role != "leak"]
    one = Sighting(column="only", role="leak", traits=some[0].traits)

    assert guess([*some, one], "leak") is None


def test_every_column_that_is_no_key_is_looked_at_once() -> None:
    streams = Streams(root=b"a seed of the tests")
    made = happen(full_recipe(), streams)
    names = draw_names(made.dirty.lexicon, streams)
    orders = Files.of(made.dirty, names=names, streams=streams).orders

    found = sightings(made, names=names, orders=orders)

    roles = {one.column: one.role for one in found}
    assert len(found) == len(roles)
    assert set(roles.values()) == set(ROLES)
    assert not {"payment_id", "card_id", "merchant_id", "paid_at", "is_chargeback"} & set(roles)
    assert roles["refunded_amount"] == "leak"
    assert roles["is_fraud_list_v2"] == roles["prior_dispute_rate"] == "decoy"
    assert roles["amount_eur"] == roles["issued_on"] == "signal"
    assert roles["holder_birth_year"] == roles["basket_items"] == "noise"
    assert all(np.isfinite(one.traits).all() for one in found)
    assert all(len(one.traits) == len(TRAITS) for one in found)


def test_how_a_column_looks_owes_nothing_to_the_outcomes_of_the_window() -> None:
    streams = Streams(root=b"a seed of the tests")
    made = happen(full_recipe(), streams)
    names = draw_names(made.dirty.lexicon, streams)
    orders = Files.of(made.dirty, names=names, streams=streams).orders

    found = {one.column: one for one in sightings(made, names=names, orders=orders)}

    empty = np.isnan(
        made.dirty.table.columns["review_minutes"].state(extracted=True)[
            made.dirty.calendar.training.rows
        ]
    )
    assert found["review_minutes"].traits[TRAITS.index("missing")] == pytest.approx(empty.mean())
