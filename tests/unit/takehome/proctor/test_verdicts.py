"""What `monitor` may return and `decision` may be, and how everything wrong is said at once."""

from __future__ import annotations

from collections import namedtuple
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from takehome.proctor.contract import ContractBroken
from takehome.proctor.verdicts import alarm, shipping

WHOLE = {"drifted": True, "kind": "concept", "where": ["amount"], "since": "2026-01-31"}


@dataclass
class Verdict:
    drifted: bool = True
    kind: str = "concept"
    where: tuple[str, ...] = ("amount",)
    since: date = date(2026, 1, 31)


Named = namedtuple("Named", "drifted kind where since")  # noqa: PYI024 - as candidates write it


@pytest.mark.parametrize(
    "answer",
    [
        WHOLE,
        Verdict(),
        Named(drifted=True, kind="concept", where="amount", since=pd.Timestamp("2026-01-31 10:00")),
        pd.Series(WHOLE),
        {**WHOLE, "drifted": np.bool_(True), "where": np.array(["amount"])},  # noqa: FBT003 - a value
        {**WHOLE, "drifted": 1, "where": {"amount"}},
    ],
)
def test_a_verdict_is_understood_in_every_shape(answer: Any) -> None:
    assert alarm(answer) == WHOLE


def test_what_has_not_drifted_needs_no_more_words() -> None:
    assert alarm({"drifted": False}) == {"drifted": False, "kind": "", "where": [], "since": ""}


@pytest.mark.parametrize(
    ("answer", "advice"),
    [
        (None, "it must be a dictionary"),
        (True, "True (bool)"),
        ("drifted", "'drifted' (str)"),
        ({"drifted": "yes"}, "drifted is 'yes' (str); it must be True or False"),
        ({"drifed": True}, 'there is no "drifed". Did you mean drifted?'),
        ({"drifed": True}, "drifted is not said"),
        ({"drifted": True, "where": [3]}, "where is a list; it must be a list of words"),
        ({"drifted": True, "since": 20260131}, "it must be a day"),
        ({"drifted": True, "kind": 3}, "kind is 3 (int); it must be a word"),
    ],
)
def test_a_wrong_verdict_is_refused_in_words(answer: Any, advice: str) -> None:
    with pytest.raises(ContractBroken) as broken:
        alarm(answer)

    assert advice in str(broken.value)


def test_every_flaw_of_a_decision_is_said_at_once() -> None:
    with pytest.raises(ContractBroken) as broken:
        shipping({"ship": "maybe", "effect": "large", "interval": (2, 1), "flaw": []})

    said = str(broken.value)
    for part in ("ship is 'maybe'", "effect is 'large'", "(low, high)", "Did you mean flaws?"):
        assert part in said


def test_a_decision_keeps_its_numbers() -> None:
    said = shipping(
        {"ship": True, "effect": np.float64(0.02), "interval": [0.01, 0.03], "flaws": "peeking"}
    )

    assert said == {"ship": True, "numbers": [0.02, 0.01, 0.03], "flaws": ["peeking"]}
