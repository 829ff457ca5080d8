"""The references of card-fraud can be rendered into any variant, and nothing gives a plant away."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import nbformat
import pytest

from takehome_datasets.names import render
from takehome_datasets.plants import CATALOGUE
from takehome_datasets.words import DRIFT_WORDS, LEAK_WORDS
from takehome_datasets.worlds import WORLDS
from takehome_datasets.worlds.card_words import LEXICON

CHALLENGE = Path(__file__).parents[3] / "challenges" / "card-fraud"
REFERENCES = CHALLENGE / "references"
SUBMISSIONS = [
    "careful.ipynb",
    "competent.py",
    "naive.py",
    "overfit.py",
    "leaky.ipynb",
    "broken.py",
]
OTHER_NAMES = {name: word.names[-1] for name, word in LEXICON.items()} | {
    "SINCE_DRIFT_AMOUNT_EUR": "2024-05-06",
    "SINCE_IMBALANCE_IMMATURE_LABELS": "2024-06-07",
}


def code(name: str, *, rendered: bool) -> str:
    text = (REFERENCES / name).read_text(encoding="utf-8")
    text = render(text, OTHER_NAMES) if rendered else text
    if name.endswith(".py"):
        return text
    return "\n".join(cell.source for cell in parsed(text).cells)


def parsed(text: str) -> Any:
    # nbformat has no types of its own.
    read: Any = nbformat.reads
    return read(text, as_version=4)


def words(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z0-9_]+", text))


def challenge() -> dict[str, Any]:
    return tomllib.loads((CHALLENGE / "challenge.toml").read_text(encoding="utf-8"))


def test_the_challenge_asks_for_what_there_is() -> None:
    asked = challenge()

    assert asked["world"]["name"] in WORLDS
    assert {plant["kind"] for plant in asked["plants"]} == set(CATALOGUE)


@pytest.mark.parametrize("name", [name for name in SUBMISSIONS if name.endswith(".ipynb")])
def test_a_notebook_is_valid_and_carries_no_outputs(name: str) -> None:
    notebook = parsed((REFERENCES / name).read_text(encoding="utf-8"))

    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) >= (4, 5)
    assert all(not cell.get("outputs") for cell in notebook.cells)
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


@pytest.mark.parametrize("name", SUBMISSIONS)
def test_a_rendered_reference_is_code_without_a_canonical_name(name: str) -> None:
    source = code(name, rendered=True)

    changed = {old for old, new in OTHER_NAMES.items() if old != new}
    assert not words(source) & changed
    compile(_without_prose(name, source), name, "exec")


def _without_prose(name: str, source: str) -> str:
    if name.endswith(".py"):
        return source
    text = render((REFERENCES / name).read_text(encoding="utf-8"), OTHER_NAMES)
    return "\n".join(cell.source for cell in parsed(text).cells if cell.cell_type == "code")


@pytest.mark.parametrize("name", SUBMISSIONS)
def test_a_reference_uses_no_word_that_a_variant_could_call_something_else(name: str) -> None:
    others = {other for word in LEXICON.values() for other in word.names} - set(LEXICON)

    assert not words(code(name, rendered=False)) & others


@pytest.mark.parametrize("name", [name.partition(".")[0] for name in SUBMISSIONS])
def test_rendered_answers_are_toml_with_words_that_are_accepted(name: str) -> None:
    text = (REFERENCES / f"{name}.answers.toml").read_text(encoding="utf-8")

    answers = tomllib.loads(render(text, OTHER_NAMES))

    assert set(answers) <= {"validation", "verdict", "leaks", "drift"}
    assert {leak["kind"] for leak in answers.get("leaks", [])} <= set(LEAK_WORDS)
    assert {drift["kind"] for drift in answers.get("drift", [])} <= set(DRIFT_WORDS)
    assert "SINCE_" not in render(text, OTHER_NAMES)


def test_careful_names_every_leak_of_the_challenge_and_no_other_column() -> None:
    text = (REFERENCES / "careful.answers.toml").read_text(encoding="utf-8")
    named = {column for leak in tomllib.loads(text)["leaks"] for column in leak["columns"]}
    planted = {
        plant["column"] for plant in challenge()["plants"] if plant["kind"].startswith("leak.")
    }

    assert named == planted


def test_the_brief_hints_at_no_plant() -> None:
    brief = (CHALLENGE / "brief.md").read_text(encoding="utf-8")
    planted = {str(plant.get("column")) for plant in challenge()["plants"]}

    assert not words(brief) & planted
    for hint in (
        "leak",
        "drift",
        "cents",
        "unit",
        "999",
        "sentinel",
        "immature",
        "decoy",
        "future",
    ):
        assert hint not in words(brief.lower())
