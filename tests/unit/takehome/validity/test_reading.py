"""What is read in code does not change with who wrote it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from samples import a_key
from takehome.validity.corpus import read_corpus
from takehome.validity.examination import rewritten
from takehome.validity.operators import NotFor
from takehome.validity.reading import read_in_code

if TYPE_CHECKING:
    from takehome.validity.draft import Draft

CORPUS = read_corpus(Path(__file__).parents[3] / "corpus" / "careful")
KEY = a_key(
    names={}, time_columns=("paid_at",), outcome_column="is_chargeback", table="payments.csv"
)


@pytest.mark.parametrize("draft", [pytest.param(d, id=d.style) for d in CORPUS.drafts])
def test_nothing_more_is_read_in_a_harmless_rewrite(draft: Draft) -> None:
    original = read_in_code(draft, KEY)

    for pair in rewritten(draft, 12, np.random.default_rng(2)):
        assert read_in_code(pair.after, KEY) <= original, pair.name


def test_a_random_split_is_read_where_a_library_makes_it() -> None:
    operator = next(each for each in CORPUS.operators if each.name == "split-at-random")
    mutant = operator.mutant(CORPUS.draft("pipeline"))

    assert not isinstance(mutant, NotFor)
    assert "split ignoring time" in read_in_code(mutant, KEY)
