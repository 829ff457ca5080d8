"""The corpus in this repository: every fault can be given to every style, or says why not."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from takehome.validity.corpus import Corpus, read_corpus
from takehome.validity.examination import Pair, games, mutants, rewritten
from takehome.validity.operators import NotFor, OperatorUnusable, read_operators
from takehome_graders.grading import CRITERIA

if TYPE_CHECKING:
    from takehome.validity.draft import Draft

FOLDER = Path(__file__).parents[3] / "corpus" / "careful"
CORPUS: Corpus = read_corpus(FOLDER)
STYLES = [pytest.param(draft, id=draft.style) for draft in CORPUS.drafts]


def assert_can_be_handed_in(draft: Draft) -> None:
    for part in draft.parts:
        if part.is_code:
            ast.parse(part.text)
    tomllib.loads(draft.answers)


def test_there_are_styles_operators_and_games_enough() -> None:
    assert len(CORPUS.drafts) >= 6
    assert len(CORPUS.operators) >= 40
    assert len(CORPUS.games) >= 15


def test_every_name_stands_for_one_thing() -> None:
    names = [each.name for each in (*CORPUS.operators, *CORPUS.games)]

    assert len(set(names)) == len(names)


def test_operators_move_criteria_that_there_are() -> None:
    moved = {name for operator in CORPUS.operators for name in operator.moves}

    assert moved <= set(CRITERIA)
    assert all(operator.moves for operator in CORPUS.operators)


@pytest.mark.parametrize("draft", STYLES)
def test_every_mutant_is_code_that_differs_from_the_original(draft: Draft) -> None:
    pairs = [*mutants(CORPUS, draft)]

    made = [pair for pair in pairs if isinstance(pair, Pair)]
    assert len(pairs) == len(CORPUS.operators)
    assert len(made) >= 40
    for pair in made:
        assert pair.after != draft
        assert_can_be_handed_in(pair.after)


@pytest.mark.parametrize("draft", STYLES)
def test_every_game_is_played_or_says_why_not(draft: Draft) -> None:
    pairs = [*games(CORPUS, draft)]

    for pair in pairs:
        if isinstance(pair, NotFor):
            assert pair.reason
        else:
            assert pair.after != pair.before
            assert_can_be_handed_in(pair.after)
    assert sum(isinstance(pair, Pair) for pair in pairs) >= 15


@pytest.mark.parametrize("draft", STYLES)
def test_every_rewrite_is_code_and_none_comes_twice(draft: Draft) -> None:
    pairs = [*rewritten(draft, 34, np.random.default_rng(1))]

    assert len({pair.after for pair in pairs}) == 34
    for pair in pairs:
        assert_can_be_handed_in(pair.after)


def test_a_fault_that_a_style_does_not_speak_of_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "one.toml"
    path.write_text(
        'beside = "age"\n[[operators]]\nname = "odd"\nfault = "None."\n[operators.styles.other]\n'
    )
    (operator,) = read_operators(path)

    with pytest.raises(OperatorUnusable, match="neither how it is made in the style"):
        operator.mutant(CORPUS.drafts[0])


def test_a_key_that_no_operator_has_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "one.toml"
    path.write_text('beside = "age"\n[[operators]]\nname = "odd"\nfalt = "None."\n')

    with pytest.raises(OperatorUnusable, match=r"(?s)one\.toml.*falt"):
        read_operators(path)


def test_a_style_that_is_not_there_gets_the_closest() -> None:
    with pytest.raises(OperatorUnusable, match='no style "pipelin".*pipeline'):
        CORPUS.draft("pipelin")
