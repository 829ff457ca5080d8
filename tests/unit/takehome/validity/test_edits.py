from __future__ import annotations

import pytest

from takehome.validity.draft import Draft, draft_of
from takehome.validity.edits import (
    Answered,
    Appended,
    Claims,
    Column,
    DoesNotApply,
    Memo,
    Returns,
    Swap,
    Unanswered,
    Unseeded,
)

CODE = """\
```python
NUMBERS = ["amount", "age"]
SEED = 7
model = Forest(trees=10, random_state=SEED)
params = {"eta": 0.1, "seed": SEED}
expected_score = (claim, claim - 1, claim + 1)


def predict(folder):
    rows = read(folder)
    return pd.Series(model(rows), index=rows["id"])
```
"""
ANSWERS = """\
[verdict]
supported = true

[[leaks]]
columns = ["refund"]
kind = "post-outcome"

[[leaks]]
columns = ["rate"]
kind = "time"
"""


def a_draft() -> Draft:
    return draft_of(CODE, "short", "script", answers=ANSWERS, memo="A memo.")


def test_one_stretch_is_swapped_for_another() -> None:
    edited = Swap(old="trees=10", new="trees=2")(a_draft())

    assert edited.code == a_draft().code.replace("trees=10", "trees=2")


@pytest.mark.parametrize(("old", "count"), [("SEED", "3"), ("trees=11", "0")])
def test_a_stretch_that_does_not_stand_there_once_is_refused(old: str, count: str) -> None:
    with pytest.raises(DoesNotApply, match=f"short holds .* {count} times, not once"):
        Swap(old=old, new="x")(a_draft())


def test_a_column_is_added_to_the_list_that_holds_another() -> None:
    edited = Column(name="refund", beside="age")(a_draft())

    assert 'NUMBERS = [\n    "amount", "age", "refund",\n]' in edited.code


def test_a_column_is_taken_out() -> None:
    edited = Column(name="age", beside="age")(a_draft())

    assert 'NUMBERS = [\n    "amount",\n]' in edited.code


def test_a_column_of_no_list_is_refused() -> None:
    with pytest.raises(DoesNotApply, match="a list with height 0 times"):
        Column(name="x", beside="height")(a_draft())


def test_what_predict_returns_is_changed_where_it_is_returned() -> None:
    edited = Returns(template="3 * {0} + {0}")(a_draft())

    assert 'pd.Series(3 * model(rows) + model(rows), index=rows["id"])' in edited.code


def test_of_an_interval_that_is_claimed_the_middle_is_changed() -> None:
    edited = Claims(template="2 * ({})")(a_draft())

    assert "expected_score = 2 * (claim)" in edited.code


def test_seeds_go_from_calls_and_from_settings() -> None:
    edited = Unseeded()(a_draft())

    assert "model = Forest(trees=10)" in edited.code
    assert "params = {'eta': 0.1}" in edited.code


def test_without_a_seed_there_is_nothing_to_take_out() -> None:
    bare = draft_of("```python\nx = 1\n```", "bare", "script", answers="", memo="")

    with pytest.raises(DoesNotApply, match="gives no seed"):
        Unseeded()(bare)


def test_code_is_appended_to_the_entry() -> None:
    edited = Appended(code="print(1)\n")(a_draft())

    assert edited.code.endswith('index=rows["id"])\n\n\nprint(1)')


def test_answers_are_swapped_and_added_to() -> None:
    edited = Answered(old="supported = true", new="supported = false")(a_draft())
    edited = Answered(old="", new='[[drift]]\nkind = "time"\n')(edited)

    assert "supported = false" in edited.answers
    assert edited.answers.endswith('[[drift]]\nkind = "time"\n')


def test_the_entry_that_speaks_of_a_word_is_taken_out() -> None:
    edited = Unanswered(table="leaks", word="refund")(a_draft())

    assert "refund" not in edited.answers
    assert 'columns = ["rate"]' in edited.answers


def test_an_entry_that_is_not_there_is_refused() -> None:
    with pytest.raises(DoesNotApply, match="0 times"):
        Unanswered(table="drift", word="refund")(a_draft())


def test_a_memo_is_replaced() -> None:
    assert Memo(text="Another.")(a_draft()).memo == "Another."
