"""Every attack on every backend, an honest submission beside it, and the table in the docs."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from desks import REPOSITORY
from recipes import full_recipe
from redteam import table
from redteam.battle import MOST_MEMORY_MIB, Battle, fought
from redteam.canaries import SECRET
from redteam.corpus import ATTACKS, BACKENDS, Attack
from takehome_datasets.variant import Variant, make_variant

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from _pytest.mark.structures import ParameterSet

DOCS = REPOSITORY / "docs" / "security.md"
NEEDS = {name: name.partition(" ")[0] for name in BACKENDS}
EVERY_BACKEND = [
    pytest.param(name, marks=pytest.mark.needs(NEEDS[name]), id=name.replace(" ", "-"))
    for name in BACKENDS
]


@pytest.fixture(scope="session")
def variant() -> Variant:
    """A small variant with one window, and the secret wherever the key has room for it."""
    made = make_variant(full_recipe(2000, 600), seed=b"published: for the red team alone")
    key = replace(
        made.key,
        windows=made.key.windows[:1],
        counterfactuals=(),
        content_hash=SECRET,
        names={**made.key.names, SECRET: SECRET},
        plants=tuple(replace(plant, story=SECRET) for plant in made.key.plants),
    )
    return replace(made, key=key)


@pytest.fixture(scope="session")
def battle(
    request: pytest.FixtureRequest, variant: Variant, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Battle]:
    """Fight each backend once, with all the attacks that were asked for."""
    fights: dict[str, Battle] = {}
    items = [item for item in request.session.items if isinstance(item, pytest.Function)]
    told = [item.callspec.params for item in items if hasattr(item, "callspec")]
    asked = [params["attack"] for params in told if "attack" in params]
    wanted = {attack.id for attack in asked if isinstance(attack, Attack)}

    def of(name: str) -> Battle:
        if name not in fights:
            folder = tmp_path_factory.mktemp("battle")
            os.environ["TAKEHOME_REDTEAM"] = SECRET
            try:
                attacks = [attack for attack in ATTACKS if attack.id in wanted or not wanted]
                fights[name] = fought(name, attacks, variant, folder)
            finally:
                del os.environ["TAKEHOME_REDTEAM"]
        return fights[name]

    return of


def attack_on(name: str) -> list[ParameterSet]:
    marked = []
    for attack in ATTACKS:
        marks: list[pytest.MarkDecorator] = [pytest.mark.needs(NEEDS[name])]
        if name in attack.gaps:
            marks.append(pytest.mark.xfail(reason=attack.gaps[name], strict=True))
        shown = f"{name.replace(' ', '-')}-{attack.id}"
        marked.append(pytest.param(name, attack, marks=marks, id=shown))
    return marked


@pytest.mark.parametrize(
    ("backend", "attack"), [each for name in BACKENDS for each in attack_on(name)]
)
def test_an_attack_comes_to_nothing(
    backend: str, attack: Attack, battle: Callable[[str], Battle]
) -> None:
    fight = battle(backend)

    seen = fight.seen[attack.id]
    assert seen.wrong(attack.expected[backend]) == []
    assert fight.beside(attack.id) == []


@pytest.mark.parametrize("backend", EVERY_BACKEND)
def test_nobody_was_reached(backend: str, battle: Callable[[str], Battle]) -> None:
    assert battle(backend).hits == []


@pytest.mark.parametrize("backend", EVERY_BACKEND)
def test_nothing_is_left_behind(backend: str, battle: Callable[[str], Battle]) -> None:
    assert battle(backend).left == []


@pytest.mark.parametrize("backend", EVERY_BACKEND)
def test_the_harness_did_not_grow(backend: str, battle: Callable[[str], Battle]) -> None:
    assert battle(backend).memory_mib < MOST_MEMORY_MIB


LOUD = ("R09", "R11", "R12", "R39", "R40", "R41")
"""Attacks that do no harm beyond their canaries, and so can be let out."""


@pytest.mark.needs("landlock")
def test_what_holds_nothing_back_is_noticed(variant: Variant, tmp_path: Path) -> None:
    attacks = [attack for attack in ATTACKS if attack.id in LOUD]

    fight = fought("unsafe", attacks, variant, tmp_path)

    assert [attack.id for attack in attacks if not fight.seen[attack.id].breaches] == []
    assert len(fight.hits) >= 4


def test_there_are_enough_attacks_and_each_has_its_own_id() -> None:
    assert len(ATTACKS) >= 40
    assert len({attack.id for attack in ATTACKS}) == len(ATTACKS)


@pytest.mark.needs("docker", "bubblewrap", "landlock")
def test_the_table_in_the_docs_is_what_was_seen(battle: Callable[[str], Battle]) -> None:
    fights = {name: battle(name) for name in BACKENDS}
    if any(len(fight.seen) < len(ATTACKS) for fight in fights.values()):
        pytest.skip("not every attack was asked for")
    text = table.inserted(DOCS.read_text(encoding="utf-8"), table.of(fights))

    if os.environ.get("TAKEHOME_WRITE_DOCS"):
        DOCS.write_text(text, encoding="utf-8")

    assert DOCS.read_text(encoding="utf-8") == text, "write it again with: make redteam"
