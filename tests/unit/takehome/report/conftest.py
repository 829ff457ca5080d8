from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

import summaries
from takehome.report.summary import Summary
from takehome_graders import specimens
from takehome_graders.evidence import Ending, Outcome
from takehome_graders.grading import CRITERIA

if TYPE_CHECKING:
    from takehome_datasets.key import Key
    from takehome_graders.evidence import Evidence
    from takehome_graders.specimens.recorded import Way

Summarised = Callable[..., Summary]


@pytest.fixture(scope="session")
def key() -> Key:
    return specimens.key(1500)


@pytest.fixture(scope="session")
def summarised(key: Key) -> Summarised:
    """Return what makes a summary of a piece of evidence, whatever the candidate is called."""

    def of(evidence: Evidence, *, key: Key = key, **more: Any) -> Summary:
        return summaries.summary(key, evidence, **more)

    return of


@pytest.fixture(scope="session")
def careful(key: Key, summarised: Summarised) -> Summary:
    return summarised(specimens.careful(key))


@pytest.fixture(scope="session")
def naive(key: Key, summarised: Summarised) -> Summary:
    return summarised(specimens.naive(key))


@pytest.fixture(scope="session")
def leaky(key: Key, summarised: Summarised) -> Summary:
    return summarised(specimens.leaky(key))


@pytest.fixture(scope="session")
def watched(key: Key, summarised: Summarised) -> dict[str, Summary]:
    """Return summaries of sittings that were recorded and run again, under every criterion."""
    ways: dict[str, Way] = {"careful": "time", "naive": "random", "leaky": "prepared"}
    weights = dict.fromkeys(CRITERIA, 10.0)
    return {
        name: summarised(
            summaries.watched(key, getattr(specimens, name)(key), way), weights=weights
        )
        for name, way in ways.items()
    }


@pytest.fixture(scope="session")
def odd(key: Key, summarised: Summarised) -> dict[str, Summary]:
    """Return summaries of sittings that did not go to their end, or left little behind."""
    whole = specimens.careful(key)
    failed = summaries.failed(key).ending
    nothing = replace(whole, claim=None, fit_s=None, replies=(), confinement=None, packages={})
    return {
        "failed": summarised(replace(nothing, ending=failed)),
        "unreadable": summarised(
            replace(
                nothing,
                entry="",
                sources=(),
                answers=None,
                ending=Ending(outcome=Outcome.UNREADABLE, during="reading", message="No zip."),
            )
        ),
        "ours": summarised(
            replace(
                whole, ending=Ending(outcome=Outcome.INFRASTRUCTURE, during="near", message="Gone.")
            )
        ),
        "one window": summarised(
            replace(whole, replies=whole.replies[:1], ending=replace(failed, during="later"))
        ),
        "no claim": summarised(replace(whole, claim=None)),
        "sat once": summarised(replace(whole, reruns=(), not_rerun=())),
        "no probes but the windows": summarised(replace(whole, replies=whole.replies[:2])),
    }
