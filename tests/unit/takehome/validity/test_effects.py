from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from takehome.validity.effects import NONE, on_the_claim, on_the_model
from takehome_graders import specimens
from takehome_graders.evidence import Answer, Claim, Evidence

if TYPE_CHECKING:
    from takehome_datasets.key import Key

KEY: Key = specimens.key(4000)


def answering(power: float, claim: float = 0.3) -> Evidence:
    """Return evidence of a model that bends the true probabilities."""
    replies = tuple(
        Answer(probe=w.name, ids=w.ids, values=w.probability**power, seconds=1.0)
        for w in KEY.windows
    )
    return replace(specimens.naive(KEY), replies=replies, claim=Claim(value=claim))


def test_a_worse_model_is_worse_beyond_noise() -> None:
    effect = on_the_model(KEY, answering(1.0), answering(0.5))

    assert effect.size > 0.1
    assert effect.is_real


def test_the_same_model_is_no_worse() -> None:
    effect = on_the_model(KEY, answering(1.0), answering(1.0))

    assert effect.size == pytest.approx(0.0)
    assert not effect.is_real


def test_a_claim_that_leaves_what_comes_true_is_an_effect() -> None:
    realised = 0.3

    modest = on_the_claim(KEY, answering(1.0, realised), answering(1.0, realised + 0.001))
    bold = on_the_claim(KEY, answering(1.0, realised), answering(1.0, 1.0))

    assert not modest.is_real
    assert bold.is_real


def test_an_answer_that_is_not_whole_has_no_effect_that_could_be_told() -> None:
    silent = replace(answering(1.0), replies=())

    assert on_the_model(KEY, answering(1.0), silent) == NONE
    assert on_the_claim(KEY, silent, answering(1.0)) == NONE


def test_rows_are_joined_by_their_ids() -> None:
    shuffled = replace(
        answering(1.0),
        replies=tuple(
            replace(reply, ids=reply.ids[::-1], values=reply.values[::-1])
            for reply in answering(1.0).replies
        ),
    )

    effect = on_the_model(KEY, answering(1.0), shuffled)

    assert np.isclose(effect.size, 0.0)
