from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takehome_datasets.errors import ChallengeError
from takehome_datasets.names import Word, check_lexicon, draw_names, render
from takehome_datasets.streams import Streams
from takehome_datasets.worlds.card_words import LEXICON

NAMES = {"amount_eur": "gross_eur", "gross_eur": "amount_eur", "card_id": "card_token"}


@given(st.text())
def test_a_text_without_canonical_names_stays_as_it_is(text: str) -> None:
    if set(re.findall(r"[A-Za-z0-9_]+", text)) & set(NAMES):
        return

    assert render(text, NAMES) == text


@given(st.lists(st.sampled_from([*NAMES, "x_amount_eur", "card_ids", "Amount_eur", "ø", "1"])))
def test_rendering_there_and_back_is_the_same_text(words: list[str]) -> None:
    text = " df['{}']\n".join(words)
    back = {new: old for old, new in NAMES.items()}

    assert render(render(text, NAMES), back) == text


def test_only_whole_words_are_replaced_and_each_only_once() -> None:
    text = "amount_eur, amount_euros, log_amount_eur, gross_eur; `card_id`=card_id.str"

    rendered = render(text, NAMES)

    assert rendered == (
        "gross_eur, amount_euros, log_amount_eur, amount_eur; `card_token`=card_token.str"
    )


def test_the_world_of_card_payments_has_names_that_can_be_told_apart() -> None:
    check_lexicon(LEXICON)

    assert all(len(word.names) >= 2 for word in LEXICON.values())


def test_canonical_names_are_no_words_of_ordinary_prose() -> None:
    assert all("_" in name for name in LEXICON)


@pytest.mark.parametrize(
    ("lexicon", "message"),
    [
        ({"a_b": Word(names=("a b",))}, '"a b" cannot be a name for a_b'),
        (
            {"a_b": Word(names=("x",)), "c_d": Word(names=("y", "x"))},
            '"x" stands for both a_b and c_d',
        ),
        ({"a_b": Word(names=("c_d",)), "c_d": Word(names=("y",))}, "stands for both a_b and c_d"),
    ],
)
def test_a_lexicon_that_could_not_be_carried_over_is_refused(
    lexicon: dict[str, Word], message: str
) -> None:
    with pytest.raises(ChallengeError, match=message):
        draw_names(lexicon, Streams(root=b"x"))


def test_each_name_of_a_word_is_drawn_by_some_seed() -> None:
    drawn = {draw_names(LEXICON, Streams(root=b"%d" % n))["amount_eur"] for n in range(40)}

    assert drawn == set(LEXICON["amount_eur"].names)
