"""Evidence that was mangled at random is marked or not judged: never NaN, never an exception."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from takehome_graders import specimens
from takehome_graders.evidence import Answer, Claim, Ending, Evidence, NamedDrift, Outcome
from takehome_graders.grading import CRITERIA, check_sound, mark
from takehome_graders.marks import Fault, Judged

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = specimens.key(60)
SATS = (specimens.careful(KEY), specimens.naive(KEY), specimens.leaky(KEY))
WEIGHTS = dict.fromkeys(CRITERIA, 1.0)
NUMBERS = st.one_of(st.floats(), st.sampled_from([0.0, 1.0, -1.0, 1e308, 5e-324]))
OPTIONAL = {f.name for f in fields(Evidence)} & {
    "answers",
    "claim",
    "fit_s",
    "replies",
    "refusals",
    "decided",
    "alarms",
    "shipping",
    "peak_mib",
    "recording",
    "reruns",
    "not_rerun",
    "sources",
}


def _emptied(value: Any) -> Any:
    return () if isinstance(value, tuple) else None


@st.composite
def _answers(draw: st.DrawFn, answer: Answer) -> Answer:
    size = answer.values.size
    kept = draw(st.integers(0, size))
    values = answer.values[:kept].copy()
    for _ in range(draw(st.integers(0, 3)) if kept else 0):
        values[draw(st.integers(0, kept - 1))] = draw(NUMBERS)
    ids = answer.ids[: draw(st.sampled_from([kept, size]))].copy()
    if ids.size and draw(st.booleans()):
        ids[draw(st.integers(0, ids.size - 1))] = draw(st.integers(-(2**40), 2**40))
    return replace(answer, ids=ids, values=values, seconds=draw(NUMBERS))


def _kept(draw: st.DrawFn, items: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(item for item in items if draw(st.booleans()))


@st.composite
def _mangled(draw: st.DrawFn) -> Evidence:
    evidence = draw(st.sampled_from(SATS))
    gone = draw(st.sets(st.sampled_from(sorted(OPTIONAL)), max_size=3))
    evidence = replace(evidence, **{name: _emptied(getattr(evidence, name)) for name in gone})
    touched = draw(st.sets(st.integers(0, 25), max_size=3))
    replies = tuple(
        draw(_answers(reply)) if number in touched else reply
        for number, reply in enumerate(evidence.replies)
    )
    changes: dict[str, Any] = {
        "replies": draw(st.sampled_from([replies, replies[::-1], replies[:1], replies * 2])),
        "reruns": _kept(draw, evidence.reruns),
        "refusals": _kept(draw, evidence.refusals),
        "alarms": _kept(draw, evidence.alarms),
    }
    if draw(st.booleans()):
        changes["claim"] = Claim(value=draw(NUMBERS), low=draw(NUMBERS), high=draw(NUMBERS))
    if draw(st.booleans()):
        changes["fit_s"] = draw(NUMBERS)
    if draw(st.booleans()):
        outcome = draw(st.sampled_from([o for o in Outcome if o is not Outcome.INFRASTRUCTURE]))
        changes["ending"] = Ending(outcome=outcome, during="near", message="It ended.")
    if evidence.answers is not None and draw(st.booleans()):
        words = st.text(max_size=20)
        drift = NamedDrift(kind=draw(words), where=draw(words), since=draw(words))
        changes["answers"] = replace(evidence.answers, drift=(drift,), verdict=draw(words))
    return replace(evidence, **changes)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(_mangled())
def test_mangled_evidence_is_marked_or_not_judged(evidence: Evidence) -> None:
    marks = mark(KEY, evidence, WEIGHTS)

    for name, found in marks.by_criterion.items():
        assert not isinstance(found, Fault), f"{name}:\n{getattr(found, 'traceback', '')}"
        if isinstance(found, Judged):
            check_sound(found)
    assert marks.total is None or 0 <= marks.total <= 100


@pytest.mark.parametrize(
    "otherwise",
    [
        lambda key: replace(key, windows=key.windows[:1]),
        lambda key: replace(key, windows=key.windows[1:], counterfactuals=()),
        lambda key: replace(key, scales={"near": key.scales["near"]}),
        lambda key: replace(key, plants=key.plants[:1]),
        lambda key: replace(key, stream=key.stream[:1]),
        lambda key: replace(
            key,
            windows=tuple(
                replace(w, probability=np.full_like(w.probability, p))
                for w, p in zip(key.windows, (0.0, 1.0), strict=True)
            ),
        ),
    ],
    ids=["near alone", "later alone", "one scale", "one plant", "one window of stream", "certain"],
)
def test_odd_keys_break_no_grader(otherwise: Callable[[Any], Any]) -> None:
    key = otherwise(KEY)

    for evidence in SATS:
        marks = mark(key, evidence, WEIGHTS)

        assert not any(isinstance(found, Fault) for found in marks.by_criterion.values())
