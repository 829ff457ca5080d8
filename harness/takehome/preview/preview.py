"""What a preview says: the exam for somebody who has five minutes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from takehome.challenge import Challenge
from takehome.preview.pictures import Picture, picture
from takehome.preview.profile import Profile, profiles
from takehome_datasets.certify.ablation import Price
from takehome_datasets.certify.bait import Bait
from takehome_datasets.certify.case import case_of
from takehome_datasets.certify.certificate import Certificate, examine
from takehome_datasets.certify.norm import find_norm
from takehome_datasets.files import Files
from takehome_datasets.key import PlantRecord, Scale
from takehome_datasets.names import draw_names, render
from takehome_datasets.streams import Streams
from takehome_datasets.variant import happen

if TYPE_CHECKING:
    from collections.abc import Callable

    from takehome_datasets.certify.case import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """One plant of the challenge, in the names of the variant."""

    record: PlantRecord
    story: str
    question: str
    price: Price | None
    """What it costs whoever does not see it; None where it has none."""
    bait: Bait | None
    """What a leak promises; None for what is no leak."""
    picture: Picture | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A challenge, laid open."""

    challenge: Challenge
    names: dict[str, str]
    tables: tuple[Profile, ...]
    scales: dict[str, Scale]
    prevalence: dict[str, float]
    planted: tuple[Planted, ...]
    certificate: Certificate


def preview(challenge: Challenge, *, seed: str, note: Callable[[str], None]) -> Preview:
    """Return the preview of a challenge, on the variant of a seed.

    Raises:
        ChallengeError: The challenge cannot be made into a variant; the message says what would do.
    """
    recipe = challenge.recipe
    secret = hashlib.blake2b(seed.encode(), digest_size=32, person=b"takehome make").digest()
    streams = Streams(root=secret)
    note("simulating the world")
    made = happen(recipe, streams)
    names = draw_names(made.dirty.lexicon, streams)
    note("fitting the anchors")
    case = case_of(recipe, made)
    note("measuring what each plant costs and promises")
    certificate = examine(case, norm=find_norm(recipe))
    return Preview(
        challenge=challenge,
        names=names,
        tables=profiles(Files.of(made.dirty, names=names, streams=streams)),
        scales=dict(case.scales),
        prevalence=dict(case.prevalence),
        planted=_planted(case, certificate, names),
        certificate=certificate,
    )


def _planted(case: Case, certificate: Certificate, names: dict[str, str]) -> tuple[Planted, ...]:
    prices = {price.plant: price for price in certificate.prices}
    baits = {bait.plant: bait for bait in certificate.baits}
    return tuple(
        Planted(
            record=record,
            story=render(record.story, names),
            question=render(record.question, names),
            price=prices.get(record.id),
            bait=baits.get(record.id),
            picture=picture(case, record),
        )
        for record in case.made.records
    )
