from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from takehome.text import shown


@given(st.text())
def test_nothing_that_steers_a_terminal_is_left(text: str) -> None:
    left = {unicodedata.category(c) for c in shown(text) if c not in "\n\t"}

    assert left.isdisjoint({"Cc", "Cf", "Cs", "Co"})


@given(st.text(max_size=300), st.integers(min_value=5, max_value=100))
def test_it_is_never_longer_than_it_may_be(text: str, limit: int) -> None:
    assert len(shown(text, limit=limit)) <= limit


def test_names_in_any_script_stay_as_they_are() -> None:
    assert shown("Zoë 王小明 Ολγα") == "Zoë 王小明 Ολγα"
